/* Texts as people count and see them: by code points. */

/** How many code points a text has. */
export function points(x) {
  let n = x.length;
  for (let i = 1; i < x.length; i++) {
    if ((x.charCodeAt(i) & 0xfc00) === 0xdc00 && (x.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      n--;
      i++;
    }
  }
  return n;
}

/** Whether a text has fewer code points than that. */
export function isShorter(x, least) {
  return x.length < least || (x.length < 2 * least && points(x) < least);
}

/** Whether a text has more code points than that. */
export function isLonger(x, most) {
  return x.length > most && (x.length > 2 * most || points(x) > most);
}

/** The start of a text that may be long. */
export function cut(text, most = 60) {
  if (text.length <= most) return text;
  const start = Array.from(text.slice(0, 2 * most + 2));
  return text.length <= 2 * most && start.length <= most ? text : start.slice(0, most - 1).join("") + "…";
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const ESCAPES = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A text with an escape for each character that could not be seen, or would move the cursor. */
export function visible(text) {
  if (isPlain(text)) return text;
  return text.replace(UNSEEN, (c) => {
    const code = c.codePointAt(0);
    const digits = code.toString(16);
    return (
      ESCAPES[c] ??
      (code < 0x100
        ? `\\x${digits.padStart(2, "0")}`
        : code < 0x10000
          ? `\\u${digits.padStart(4, "0")}`
          : `\\U${digits.padStart(8, "0")}`)
    );
  });
}

/** Whether a text has only letters, digits and signs of ASCII and letters of Russian, as most have. */
function isPlain(text) {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || (code > 0x7e && (code < 0x400 || code > 0x45f))) return false;
  }
  return true;
}

/** A number as Python writes it; a whole one without a fraction, since nobody can tell whether it had one. */
export function decimal(x) {
  if (typeof x === "bigint") {
    const size = x < 0n ? -x : x;
    const bits = size.toString(2).length;
    return bits < 200 ? String(x) : `${x < 0n ? "-" : ""}0x${size.toString(16)}`.slice(0, 12) + `… (${bits} bits)`;
  }
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  if (Object.is(x, -0)) return "0";
  if (Math.abs(x) >= 1e-4) return String(x);
  return x === 0 ? "0" : x.toExponential().replace(/-(\d)$/, "-0$1");
}

/** A value in a message: short, and only characters that can be seen. */
export function shown(value) {
  switch (typeof value) {
    case "string":
      return `'${visible(cut(value))}'`;
    case "number":
    case "bigint":
      return decimal(value);
    case "object": {
      if (value === null) return "null";
      if (Array.isArray(value)) return value.length ? `[…] (${value.length})` : "[]";
      const size = Object.keys(value).length;
      return size ? `{…} (${size})` : "{}";
    }
    case "boolean":
      return String(value);
  }
  return typeof value;
}
