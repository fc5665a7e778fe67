/* Names of hosts and addresses of mail: RFC 1123, RFC 5890 to 5893 (IDNA 2008), RFC 5321, RFC 6531. */

import { isIpv4, isIpv6 } from "./formats.js";

const HOST = /^(?=.{1,253}$)(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)*(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;
const LABEL = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;
const ASCII = /^[\0-\x7f]*$/;

/* Tables are texts of the distances between the ends of ranges of code points. */
const ranges = new Map();
function isIn(table, c) {
  let found = ranges.get(table);
  if (found === undefined) {
    let at = 0;
    found = TABLES[table].split(" ").map((step) => (at += parseInt(step, 36)));
    ranges.set(table, found);
  }
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[middle] <= c) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

function directionOf(c) {
  return DIRECTIONS.find((name) => isIn(name, c)) ?? "L";
}
const DIRECTIONS = ["NSM", "R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN"];

/** As drafts 4 and 6 mean it, which know nothing of IDNA. */
export function isLdhHostname(x) {
  return HOST.test(x);
}

export function isHostname(x) {
  if (!HOST.test(x)) return false;
  return (
    !x.includes("--") ||
    x.split(".").every((label) => (label.slice(0, 4).toLowerCase() === "xn--" ? isALabel(label) : label.slice(2, 4) !== "--"))
  );
}

export function isIdnHostname(x) {
  const labels = x.normalize("NFC").split(/[.\u3002\uff0e\uff61]/);
  let size = -1;
  for (const label of labels) {
    const length = lengthOf(label);
    if (!length) return false;
    size += length + 1;
  }
  return size <= 253 && obeysBidi(labels);
}

/** Octets of a label in ASCII form; 0 where it is not valid. */
function lengthOf(label) {
  if (ASCII.test(label)) {
    if (!LABEL.test(label)) return 0;
    if (label.slice(0, 4).toLowerCase() === "xn--") return isALabel(label) ? label.length : 0;
    return label.slice(2, 4) === "--" ? 0 : label.length;
  }
  if (!isULabel(label)) return 0;
  const length = 4 + encoded(label).length;
  return length <= 63 ? length : 0;
}

function isALabel(label) {
  const ascii = label.slice(4).toLowerCase();
  const text = decoded(ascii);
  return text !== null && !ASCII.test(text) && encoded(text) === ascii && isULabel(text);
}

function isULabel(label) {
  if (label.normalize("NFC") !== label) return false;
  const codes = Array.from(label, (c) => c.codePointAt(0));
  if (codes[0] === 45 || codes.at(-1) === 45 || (codes[2] === 45 && codes[3] === 45) || /^\p{M}/u.test(label)) return false;
  return codes.every((_, i) => isCodePoint(codes, i)) && obeysBidi([label]);
}

function isCodePoint(codes, i) {
  const c = codes[i];
  const before = codes[i - 1];
  const after = codes[i + 1];
  const virama = () => before !== undefined && isIn("virama", before);
  const isBetween = (d, low, high) => low <= d && d <= high;
  if (c === 0xb7) return before === 108 && after === 108;
  if (c === 0x375) return after !== undefined && isIn("greek", after);
  if (c === 0x5f3 || c === 0x5f4) return before !== undefined && isIn("hebrew", before);
  if (c === 0x30fb) return codes.some((d) => d !== c && (isIn("kana", d) || d === 0x3005 || d === 0x3007));
  if (isBetween(c, 0x660, 0x669)) return !codes.some((d) => isBetween(d, 0x6f0, 0x6f9));
  if (isBetween(c, 0x6f0, 0x6f9)) return !codes.some((d) => isBetween(d, 0x660, 0x669));
  if (c === 0x200d) return virama();
  if (c === 0x200c) return virama() || joinsAround(codes, i);
  return isIn("valid", c);
}

/** Whether a letter that joins forwards stands before, and one that joins backwards after (RFC 5892, A.1). */
function joinsAround(codes, i) {
  const letters = (some) => some.filter((c) => !/[\p{Mn}\p{Cf}]/u.test(String.fromCodePoint(c)));
  const one = letters(codes.slice(0, i)).at(-1);
  const other = letters(codes.slice(i + 1))[0];
  if (one === undefined || other === undefined) return false;
  const joins = (c) => directionOf(c) === "AL" && !isIn("joins_not", c);
  return joins(one) && joins(other) && !isIn("joins_back", one);
}

/** RFC 5893, section 2: where one label is written from right to left, it binds all. */
function obeysBidi(labels) {
  const kinds = labels.map((label) => Array.from(label, (c) => directionOf(c.codePointAt(0))));
  if (!kinds.some((label) => label.some((kind) => kind === "R" || kind === "AL" || kind === "AN"))) return true;
  return kinds.every((label) => {
    const rest = label.filter((kind) => kind !== "NSM");
    const all = (...allowed) => label.every((kind) => allowed.includes(kind));
    if (label[0] === "R" || label[0] === "AL") {
      return (
        all("R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM") &&
        ["R", "AL", "EN", "AN"].includes(rest.at(-1)) &&
        !(label.includes("EN") && label.includes("AN"))
      );
    }
    return label[0] === "L" && all("L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM") && ["L", "EN"].includes(rest.at(-1));
  });
}

/* Punycode: RFC 3492, sections 6.1 to 6.3. */

function adapted(delta, count, first) {
  let left = Math.floor(delta / (first ? 700 : 2));
  left += Math.floor(left / count);
  let k = 0;
  for (; left > 455; k += 36) left = Math.floor(left / 35);
  return k + Math.floor((36 * left) / (left + 38));
}

const threshold = (k, bias) => Math.min(26, Math.max(1, k - bias));

function encoded(text) {
  const codes = Array.from(text, (c) => c.codePointAt(0));
  const basic = codes.filter((c) => c < 128);
  let out = String.fromCharCode(...basic) + (basic.length ? "-" : "");
  let [n, delta, bias, done] = [128, 0, 72, basic.length];
  while (done < codes.length) {
    const next = Math.min(...codes.filter((c) => c >= n));
    delta += (next - n) * (done + 1);
    n = next;
    for (const c of codes) {
      if (c < n) delta++;
      if (c !== n) continue;
      let q = delta;
      for (let k = 36; ; k += 36) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += (t + ((q - t) % (36 - t))).toString(36).replace(/./, digitOf);
        q = Math.floor((q - t) / (36 - t));
      }
      out += q.toString(36).replace(/./, digitOf);
      bias = adapted(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    n++;
  }
  return out;
}

/** Punycode counts letters before digits, and JavaScript after. */
function digitOf(digit) {
  return "abcdefghijklmnopqrstuvwxyz0123456789"[parseInt(digit, 36)];
}

function decoded(ascii) {
  const split = ascii.lastIndexOf("-");
  const out = Array.from(ascii.slice(0, Math.max(split, 0)), (c) => c.charCodeAt(0));
  let [n, i, bias] = [128, 0, 72];
  for (let at = split + 1; at < ascii.length; ) {
    const start = i;
    for (let k = 36, weight = 1; ; k += 36) {
      const digit = at < ascii.length ? "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(ascii[at++]) : -1;
      if (digit < 0) return null;
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= 36 - t;
      if (i > 0x7fffffff) return null;
    }
    bias = adapted(i - start, out.length + 1, start === 0);
    n += Math.floor(i / (out.length + 1));
    i %= out.length + 1;
    if (n > 0x10ffff) return null;
    out.splice(i++, 0, n);
  }
  return String.fromCodePoint(...out);
}

const MAILBOX = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")$/;
const IDN_MAILBOX =
  /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\ud7ff\ue000-\u{10ffff}\-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\ud7ff\ue000-\u{10ffff}\-]+)*|"(?:[ !#-\[\]-~\u0080-\ud7ff\ue000-\u{10ffff}]|\\[ -~])*")$/u;

function isMailDomain(x) {
  if (!x.startsWith("[")) return isHostname(x);
  const literal = x.slice(1, -1);
  if (!x.endsWith("]")) return false;
  return literal.slice(0, 5).toLowerCase() === "ipv6:" ? isIpv6(literal.slice(5)) : isIpv4(literal);
}

export function isEmail(x) {
  const at = x.lastIndexOf("@");
  const name = x.slice(0, Math.max(at, 0));
  return at >= 0 && name.length <= 64 && MAILBOX.test(name) && isMailDomain(x.slice(at + 1));
}

export function isIdnEmail(x) {
  const at = x.lastIndexOf("@");
  const name = x.slice(0, Math.max(at, 0));
  if (at < 0 || new TextEncoder().encode(name).length > 64 || !IDN_MAILBOX.test(name)) return false;
  const domain = x.slice(at + 1);
  return ASCII.test(domain) ? isMailDomain(domain) : isIdnHostname(domain);
}
