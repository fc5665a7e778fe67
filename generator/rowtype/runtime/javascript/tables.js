/* Tables of checks of which little is told. */

import { Check, escaped, wrong, wrongAt } from "./violations.js";

const KINDS = {
  null: (x) => x === null,
  boolean: (x) => typeof x === "boolean",
  string: (x) => typeof x === "string",
  number: (x) => typeof x === "number" || typeof x === "bigint",
  integer: (x) => Number.isInteger(x) || typeof x === "bigint",
  array: Array.isArray,
  object: (x) => x !== null && typeof x === "object" && !Array.isArray(x),
};

/** A table of properties of which only the types are told, from the place of `properties` and rows of [name, type or types, line]. */
export function typed(document, at, file, rows) {
  return rows.map(([name, said, line]) => {
    const types = typeof said === "string" ? [said] : said;
    const check = new Check(document, `${at}/${escaped(name)}/type`, types, file && file + line);
    const kinds = types.map((type) => KINDS[type]);
    return { name, is: kinds.length === 1 ? kinds[0] : (x) => kinds.some((is) => is(x)), check };
  });
}

/** Add what is wrong with the types of an object's properties. */
export function ofTypes(x, at, out, rows) {
  for (let i = 0; i < rows.length; i++) {
    const { name, is, check } = rows[i];
    const value = x[name];
    if (value !== undefined && !is(value)) wrongAt(out, at, name, value, check);
  }
}

/** A table of properties that must be there, from the place of `required`, rows of [name, line] and the names declared. */
export function needed(document, at, file, rows, names) {
  return rows.map(([name, line]) => {
    return { name, check: new Check(document, at, null, file && file + line, undefined, undefined, names) };
  });
}

/** Add which properties an object lacks. */
export function present(x, at, out, rows) {
  for (const { name, check } of rows) if (x[name] === undefined) wrong(out, at, x, check, name);
}
