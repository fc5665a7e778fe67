/* Formats of texts, by the standards that JSON Schema names. */

const FULL_DATE =
  /^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/;
const FULL_TIME =
  /^([01][0-9]|2[0-3]):([0-5][0-9]):(?:[0-5][0-9]|(60))(?:\.[0-9]+)?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;
/* Most moments: not the last days of a month, no leap second. */
const COMMON_DATE_TIME =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/;
const DURATION =
  /^P(?!$)(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)$/;
const QUAD = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$/;
const UUID = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const RELATIVE_JSON_POINTER = /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;

export function isDate(x) {
  return FULL_DATE.test(x);
}

/** A leap second only where it is 23:59:60 in UTC. */
export function isTime(x) {
  const found = FULL_TIME.exec(x);
  if (found === null) return false;
  const [, hour, minute, leap, sign, hours, minutes] = found;
  if (!leap) return true;
  const offset = sign ? Number(hours) * 60 + Number(minutes) : 0;
  const all = Number(hour) * 60 + Number(minute) - (sign === "+" ? offset : -offset);
  return ((all % 1440) + 1440) % 1440 === 1439;
}

export function isDateTime(x) {
  return COMMON_DATE_TIME.test(x) || (isDate(x.slice(0, 10)) && (x[10] === "T" || x[10] === "t") && isTime(x.slice(11)));
}

export function isDuration(x) {
  return DURATION.test(x);
}

export function isIpv4(x) {
  return QUAD.test(x);
}

export function isIpv6(x) {
  if (x.length > 45) return false;
  const split = x.indexOf("::");
  const elided = split >= 0;
  const front = elided ? x.slice(0, split) : x;
  const back = elided ? x.slice(split + 2) : "";
  const groups = [...(front ? front.split(":") : []), ...(back ? back.split(":") : [])];
  const quad = groups.length > 0 && groups.at(-1).includes(".") && (!elided || back !== "");
  if (quad && !isIpv4(groups.pop())) return false;
  const count = groups.length + (quad ? 2 : 0);
  return (elided ? count <= 7 : count === 8) && groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group));
}

export function isUuid(x) {
  return UUID.test(x);
}

export function isJsonPointer(x) {
  return JSON_POINTER.test(x);
}

export function isRelativeJsonPointer(x) {
  return RELATIVE_JSON_POINTER.test(x);
}

/* A backslash before a sign of ASCII is that sign, as without the flag `u`, which lets few signs have one. */
const ESCAPED = /\\([^])/g;
const SIGN = /[\0-\x7f]/;
const LETTER = /[A-Za-z0-9]/;
const plain = (whole, sign) =>
  SIGN.test(sign) && !LETTER.test(sign) ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}` : whole;

export function isRegex(x) {
  try {
    new RegExp(x.replace(ESCAPED, plain), "u");
  } catch {
    return false;
  }
  return true;
}

/* Scheme, authority, path, query and fragment. */
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/;
const AUTHORITY = /^(?:([^@]*)@)?(\[[^]*\]|[^:[\]@]*)(?::[0-9]*)?$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const FUTURE = /^[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/;
/* What is not ASCII in an IRI: all but private use, specials, and the last two code points of each plane. */
const OTHERS =
  "\\u00a0-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\uffef" +
  Array.from({ length: 14 }, (_, i) => `\\u{${(i + 1).toString(16)}${i === 13 ? "1000" : "0000"}}-\\u{${(i + 1).toString(16)}fffd}`).join("");
const PRIVATE = "\\ue000-\\uf8ff\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";
const made = (characters) => new RegExp(`^(?:[${characters}]|%[0-9A-Fa-f]{2})*$`, "u");
const rules = (others, asked) => ({
  host: made(`A-Za-z0-9._~!$&'()*+,;=${others}\\-`),
  user: made(`A-Za-z0-9._~!$&'()*+,;=:${others}\\-`),
  path: made(`A-Za-z0-9._~!$&'()*+,;=:@\\/${others}\\-`),
  query: made(`A-Za-z0-9._~!$&'()*+,;=:@\\/?${others}${asked}\\-`),
  fragment: made(`A-Za-z0-9._~!$&'()*+,;=:@\\/?${others}\\-`),
});
const URI = rules("", "");
const IRI = rules(OTHERS, PRIVATE);

function isReference(x, rule) {
  const found = PARTS.exec(x);
  if (found === null) return false;
  const [, scheme, authority, path, query, fragment] = found;
  if (authority === undefined) {
    if (path.startsWith("//") || (scheme === undefined && path.split("/", 1)[0].includes(":"))) return false;
  } else if (!isAuthority(authority, rule) || (path && path[0] !== "/")) {
    return false;
  }
  return (
    rule.path.test(path) &&
    (query === undefined || rule.query.test(query)) &&
    (fragment === undefined || rule.fragment.test(fragment))
  );
}

function isAuthority(x, rule) {
  const found = AUTHORITY.exec(x);
  if (found === null) return false;
  const [, user, host] = found;
  if (user !== undefined && !rule.user.test(user)) return false;
  if (host.startsWith("[")) return isIpv6(host.slice(1, -1)) || FUTURE.test(host.slice(1, -1));
  return rule.host.test(host);
}

export function isUriReference(x) {
  return isReference(x, URI);
}

export function isUri(x) {
  return SCHEME.test(x) && isReference(x, URI);
}

export function isIriReference(x) {
  return isReference(x, IRI);
}

export function isIri(x) {
  return SCHEME.test(x) && isReference(x, IRI);
}

const NAME = "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\\*)?";
const TEMPLATE = new RegExp(
  "^(?:[!#$&-;=?@-\\[\\]_a-z~\\u00a0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\uffef\\u{10000}-\\u{efffd}\\u{f0000}-\\u{10fffd}]" +
    `|%[0-9A-Fa-f]{2}|\\{[+#./;?&=,!@|]?${NAME}(?:,${NAME})*\\})*$`,
  "u",
);

export function isUriTemplate(x) {
  return TEMPLATE.test(x);
}
