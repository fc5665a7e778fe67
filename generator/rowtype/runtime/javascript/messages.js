/* What is wrong with a payload, in words for the person who sent it. */

import { NAMING, OF_CHOICE, UNKNOWN, LISTED, misspelt, nearestOf } from "./choices.js";
import { cut, points, shown, visible } from "./text.js";

const SEVERAL = 3;
const TIED = 8;
const NESTED = 5;
const LONG = 1000;

/** What a message says of the nearest alternatives: the numbers of those that it is true of, and what it is. */
function leads(violation) {
  const several = nearestOf(violation).map(([number, own]) => {
    const causes = telling(own, violation.check.names ?? []);
    return { number, causes, keys: causes.map(sameness) };
  });
  const single = several.length === 1;
  const shared = (key) => !single && several.every(({ keys }) => keys.includes(key));
  const found = new Map();
  for (const { number, causes, keys } of several) {
    causes.slice(0, single ? SEVERAL : undefined).forEach((cause, i) => {
      if (i && !single && !shared(keys[i])) return;
      if (!found.has(keys[i])) found.set(keys[i], [[], cause]);
      found.get(keys[i])[0].push(number);
    });
  }
  return [...found.values()].map(([numbers, cause]) => [numbers.join(", "), cause]);
}

/** The same for violations that say the same of the same place. */
function sameness(violation) {
  return violation.pointer + "\0" + (OF_CHOICE.has(violation.keyword) ? numberOf(violation.check) : english(violation));
}

const numbers = new WeakMap();
let last = 0;

function numberOf(check) {
  if (!numbers.has(check)) numbers.set(check, ++last);
  return numbers.get(check);
}

/** What is wrong, misspelt names and tags first and without the names that they stand for. */
function telling(wrong, tags) {
  const names = new Set(wrong.filter((cause) => UNKNOWN.has(cause.keyword)).map(misspelt));
  const others = wrong.filter((cause) => !(NAMING.has(cause.keyword) && names.has(cause.detail)));
  const tag = (cause) => LISTED.has(cause.keyword) && tags.includes(cause.place?.[1]);
  const rank = (cause) => (misspelt(cause) ? 0 : tag(cause) ? 1 : 2);
  return [0, 1, 2].flatMap((wanted) => others.filter((cause) => rank(cause) === wanted));
}

/** What a message says of the nearest alternatives, in a language. */
function near(violation, inside, said, root, more) {
  if (inside >= NESTED) return "";
  const texts = leads(violation).map(
    ([n, cause]) => `${n}: ${visible(cut(cause.pointer, 300)) || root}: ${said(cause, inside + 1)}`,
  );
  const rest = texts.length - TIED;
  const several = shortest(texts).slice(0, TIED);
  return cut(several.join("; ") + (rest > 0 ? "; " + more(rest) : ""), LONG);
}

/** A Russian noun with its number, which is shown as `said`. */
function counted(number, [one, few, many], said = shown(number)) {
  const n = Number(BigInt(number) % 100n);
  let form = many;
  if (n % 10 === 1 && n !== 11) form = one;
  else if (n % 10 >= 2 && n % 10 <= 4 && !(n >= 12 && n <= 14)) form = few;
  return `${said} ${form}`;
}

function sized(value) {
  if (typeof value === "string") return points(value);
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** Types in words. */
function kinds(types, words, or) {
  return types.length === 1 ? words[types[0]] : types.map((type) => words[type]).join(or);
}

/** The values that an enumeration lists, as a message shows them. */
function listed(check) {
  return (check.words ?? check.expected.map(shown)).join(", ");
}

function shortest(texts) {
  return texts.sort((a, b) => points(a) - points(b));
}

/** The message of a violation in English. */
export function english(violation, inside = 0) {
  const { check, value, keyword } = violation;
  const expected = check.expected;
  if (keyword === "type") {
    return `expected ${kinds(expected, TYPES_ENGLISH, " or ")}, found ${shown(value)}`;
  }
  if (keyword === "required") {
    const meant = misspelt(violation);
    const text = check.about(ENGLISH.required, violation);
    return meant ? `${text} (is it ${shown(meant)}?)` : text;
  }
  if (keyword === "enum") {
    const meant = check.meant(value);
    const hint = meant ? ` (did you mean ${shown(meant)}?)` : "";
    if (expected.length <= 5) return `${shown(value)} is not one of ${listed(check)}${hint}`;
    return `${shown(value)} is not one of the ${expected.length} documented values${hint}`;
  }
  if (keyword === "pattern" && violation.detail !== null) {
    const [name, example] = violation.detail;
    return `${shown(value)} is not a ${name}` + (example ? `, such as ${shown(example)}` : "");
  }
  const side = keyword.slice(0, 3);
  if (Object.hasOwn(NOUNS, keyword.slice(3)) && (side === "min" || side === "max")) {
    const [few, many] = NOUNS[keyword.slice(3)];
    const noun = expected === 1 ? few : many;
    if (side === "min") return `${sized(value)} is too few: at least ${check.shown} ${noun}`;
    return `${sized(value)} is too many: at most ${check.shown} ${noun}`;
  }
  if (keyword === "contains" || keyword === "minContains" || keyword === "maxContains") {
    const most = keyword === "maxContains" ? "most" : "least";
    return `${violation.detail} elements match, and at ${most} ${check.shown} must`;
  }
  if (keyword === "anyOf" || keyword === "oneOf") {
    if (keyword === "oneOf" && violation.detail !== null && !violation.causes.length) {
      return `${shown(value)} matches the alternatives ${cut(String(violation.detail))}, and exactly one must match`;
    }
    const nearest = near(violation, inside, english, "(root)", (rest) => `and ${rest} more`);
    const why = nearest && `; nearest ${Array.isArray(violation.detail) ? "are" : "is"} ${nearest}`;
    return `${shown(value)} matches none of the ${expected} alternatives${why}`;
  }
  const text = fill(ENGLISH[keyword] ?? "{value} is not valid", violation);
  const meant = LISTED.has(keyword) ? null : misspelt(violation);
  if (!meant) return text;
  return `${text} (did you mean ${shown(meant)}?)`;
}

/** The message of a violation in Russian. */
export function russian(violation, inside = 0) {
  const { check, value, keyword } = violation;
  const expected = check.expected;
  if (keyword === "type") {
    return `ожидается ${kinds(expected, TYPES_RUSSIAN, " или ")}, получено ${shown(value)}`;
  }
  if (keyword === "required") {
    const meant = misspelt(violation);
    const text = check.about(RUSSIAN.required, violation);
    return meant ? `${text} (возможно, это ${shown(meant)})` : text;
  }
  if (keyword === "enum") {
    const meant = check.meant(value);
    const hint = meant ? ` (возможно, имелось в виду ${shown(meant)})` : "";
    if (expected.length <= 5) return `${shown(value)} не входит в список: ${listed(check)}${hint}`;
    const among = counted(expected.length, ["описанного значения", "описанных значений", "описанных значений"]);
    return `${shown(value)} нет среди ${among}${hint}`;
  }
  if (keyword === "pattern" && violation.detail !== null) {
    const [name, example] = violation.detail;
    return `${shown(value)} — не ${name}` + (example ? `, как, например, ${shown(example)}` : "");
  }
  const side = keyword.slice(0, 3);
  if (Object.hasOwn(NOUNS, keyword.slice(3)) && (side === "min" || side === "max")) {
    const limit = counted(expected, NOUNS[keyword.slice(3)][2], check.shown);
    if (side === "min") return `${sized(value)} — слишком мало: не менее ${limit}`;
    return `${sized(value)} — слишком много: не более ${limit}`;
  }
  if (keyword === "contains" || keyword === "minContains" || keyword === "maxContains") {
    const forms = ["подходящий элемент", "подходящих элемента", "подходящих элементов"];
    const found = counted(violation.detail, forms);
    return `${found}, а нужно не ${keyword === "maxContains" ? "более" : "менее"} ${check.shown}`;
  }
  if (keyword === "anyOf" || keyword === "oneOf") {
    if (keyword === "oneOf" && violation.detail !== null && !violation.causes.length) {
      return `${shown(value)} подходит к вариантам ${cut(String(violation.detail))}, а должно ровно к одному`;
    }
    const nearest = near(violation, inside, russian, "(корень)", (rest) => `и ещё ${rest}`);
    const why = nearest && `; ближе всего ${nearest}`;
    const among = counted(expected, ["варианта", "вариантов", "вариантов"]);
    return `${shown(value)} не подходит ни к одному из ${among}${why}`;
  }
  const text = fill(RUSSIAN[keyword] ?? "{value} не подходит", violation);
  const meant = LISTED.has(keyword) ? null : misspelt(violation);
  if (!meant) return text;
  return `${text} (возможно, имелось в виду ${shown(meant)})`;
}

/** Replace the placeholders, each once and from left to right, so that a value cannot bring in another. */
export function fill(template, violation) {
  let parts = split.get(template);
  if (parts === undefined) split.set(template, (parts = template.split(/\{(value|expected|detail)\}/)));
  let text = parts[0];
  for (let i = 1; i < parts.length; i += 2) {
    const name = parts[i];
    if (name === "expected") text += violation.check.shown;
    else text += shown(name === "value" ? violation.value : violation.detail);
    text += parts[i + 1];
  }
  return text;
}

/* Template -> what stands between its placeholders, and these. */
const split = new Map();
