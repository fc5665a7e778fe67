/* Equality as JSON Schema means it: true does not equal 1, the order of properties does not count. */

/** Whether two values are equal. */
export function equal(a, b) {
  if (a === b) return true;
  if (typeof a !== typeof b) {
    // A big integer beside a number is compared exactly by this operator.
    return (typeof a === "bigint" || typeof b === "bigint") && (typeof a === "number" || typeof b === "number") && a == b;
  }
  if (typeof a !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => equal(one, b[i]));
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]));
}

/** Whether a value equals one of some. */
export function isAmong(x, values) {
  return values.some((value) => equal(x, value));
}

/** A text that two values share just when they are equal. */
export function key(x) {
  switch (typeof x) {
    case "string":
      return JSON.stringify(x);
    case "number":
      return Number.isInteger(x) && !Number.isSafeInteger(x) ? String(BigInt(x)) : String(x);
    case "object": {
      if (x === null) return "null";
      if (Array.isArray(x)) return `[${x.map(key).join()}]`;
      const names = Object.keys(x).sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${key(x[name])}`).join()}}`;
    }
  }
  return String(x);
}

/** Whether no two elements of an array are equal. */
export function isUnique(x) {
  return equalElements(x) === null;
}

/** The indexes of the first two equal elements, "0, 3"; null where there are none. */
export function equalElements(x) {
  const seen = new Map();
  for (let i = 0; i < x.length; i++) {
    const one = x[i];
    // Most elements are texts; what stands for others begins with a mark that tells them from those.
    const mark = typeof one === "string" && one[0] !== "\0" ? one : `\0${key(one)}`;
    const first = seen.get(mark);
    if (first !== undefined) return `${first}, ${i}`;
    seen.set(mark, i);
  }
  return null;
}
