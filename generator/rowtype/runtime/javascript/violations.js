/* What is wrong with a payload, in words for the person who sent it. */

import { cut, points, shown, visible } from "./text.js";

/* A `Check` is the constant half of a violation: one for each assertion of the schema.  Its keyword is the last part of
   its pointer, which stands in a document, unless it is told; a line of the documentation may stand alone. */
export class Check {
  constructor(document, pointer, expected, lines, words, keyword, names) {
    this.uri = document.split("#", 1)[0];
    this.pointer = document.slice(this.uri.length + 1) + pointer;
    this.keyword = keyword ?? pointer.slice(pointer.lastIndexOf("/") + 1);
    this.expected = expected ?? null;
    this.documentedAt = typeof lines === "string" ? [lines] : (lines ?? []);
    this.words = words;
    this.names = names ?? null;
    this.known = new Map();
  }

  /** The expected word that is near another.  The same wrong word tends to come many times: the last are kept. */
  meant(word) {
    if (typeof word !== "string") return null;
    let found = this.known.get(word);
    if (found === undefined) {
      if (this.known.size >= 100) this.known.clear();
      found = suggestion(word, this.keyword === "const" ? [this.expected] : (this.expected ?? []));
      this.known.set(word, found);
    }
    return found;
  }

  /** What is expected, in a message. */
  get shown() {
    return this.words ?? shown(this.expected);
  }
}

function escaped(token) {
  return String(token).replace(/~/g, "~0").replace(/\//g, "~1");
}

/* One assertion that one value does not meet.  A place is null, or [the place of the container, name or index in it]. */
class Violation {
  constructor(at, value, check, detail, reports) {
    this.at = at;
    this.value = value;
    this.check = check;
    this.found = detail ?? null;
    this.because = [];
    this.reports = reports;
  }

  get keyword() {
    return this.check.keyword;
  }

  /* The property name, the index or the count that the message is about, where there is one. */
  get detail() {
    this.settle();
    return this.found;
  }

  /* For `anyOf` and `oneOf`: what is wrong with the alternative that comes nearest, or with those that do. */
  get causes() {
    this.settle();
    return this.because;
  }

  /** Compare the alternatives, where that has not been done; `known`: what was found elsewhere, by check and place. */
  settle(known = new Map()) {
    if (!this.reports) return;
    const reports = this.reports;
    this.reports = undefined;
    if (!known.has(this.check)) known.set(this.check, new Map());
    const here = known.get(this.check);
    const place = this.pointer;
    if (!here.has(place)) here.set(place, compared(reports, this, known));
    [this.found, this.because] = here.get(place);
  }

  get path() {
    const found = [];
    for (let at = this.at; at !== null; at = at[0]) found.push(at[1]);
    return found.reverse();
  }

  get pointer() {
    return this.path.map((token) => "/" + escaped(token)).join("");
  }
}

/** Add a violation to a list. */
export function wrong(out, at, value, check, detail, reports) {
  out.push(new Violation(at, value, check, detail, reports));
}

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
    if (value !== undefined && !is(value)) wrong(out, [at, name], value, check);
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

/** What can be told where a value is nested more deeply than the engine can follow. */
export function tooDeep(error) {
  return error instanceof RangeError ? new RangeError("nested too deeply to be checked", { cause: error }) : error;
}

/** Everything that is wrong with a value, after its functions for verdicts, if there is one, and reports. */
export function reported(verdict, report, value, options) {
  const language = options?.language ?? "en";
  if (!Object.hasOwn(LANGUAGES, language)) throw new TypeError(`no language ${String(language)}: "en" or "ru"`);
  try {
    if (verdict?.(value)) return [];
    const out = [];
    report(value, null, out);
    return out.map((violation) => new Told(violation, language));
  } catch (error) {
    throw tooDeep(error);
  }
}

const LANGUAGES = { en: english, ru: russian };

/* A violation as it is told: everything but the value is found when it is asked for. */
class Told {
  #of;
  #language;

  constructor(violation, language) {
    this.#of = violation;
    this.#language = language;
  }

  get pointer() {
    return this.#of.pointer;
  }

  get schemaPointer() {
    return this.#of.check.pointer;
  }

  get keyword() {
    return this.#of.check.keyword;
  }

  get message() {
    return LANGUAGES[this.#language](this.#of);
  }

  get value() {
    return this.#of.value;
  }

  get expected() {
    return NAMING.has(this.keyword) ? this.#of.detail : this.#of.check.expected;
  }

  get path() {
    return this.#of.path;
  }

  get schemaUri() {
    return this.#of.check.uri;
  }

  get documentedAt() {
    return this.#of.check.documentedAt;
  }

  get causes() {
    return this.#of.causes.map((cause) => new Told(cause, this.#language));
  }

  /** All of it but the causes, since they may be many, each with causes of its own. */
  toJSON() {
    const { pointer, schemaPointer, keyword, message, value, expected, path, schemaUri, documentedAt } = this;
    return { pointer, schemaPointer, keyword, message, value, expected, path, schemaUri, documentedAt };
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return this.toJSON();
  }
}

const NAMING = new Set(["required", "dependentRequired"]);
const OF_PLACE = new Set(["additionalProperties", "unevaluatedProperties", "unevaluatedItems", "false"]);
const OF_KIND = new Set(["type", "false", "anyOf", "oneOf", "not"]);
const MISSING = new Set(["required", "dependentRequired", "minProperties", ...OF_PLACE]);
const OF_CHOICE = new Set(["anyOf", "oneOf"]);
const UNKNOWN = new Set(["additionalProperties", "unevaluatedProperties"]);
const LISTED = new Set(["const", "enum"]);
const FARTHEST = [3, 0, 0, 0, 0];
const SEVERAL = 3;
const TIED = 8;
const NESTED = 5;
const LONG = 1000;

/** What is wrong with the alternatives that come nearest, after their number or, for each, [number, where it begins]. */
function compared(reports, { value, at, check }, known) {
  const found = reports.map((report) => {
    const wrong = [];
    report(value, at, wrong);
    return wrong;
  });
  // A name that one alternative declares is no misspelling of one that another declares.
  const declared = new Set();
  for (const wrong of found) for (const one of wrong) for (const name of beside(one, at)) declared.add(name);
  let least = FARTHEST;
  let best = [0];
  found.forEach((wrong, number) => {
    const distance = far(wrong, at, check.names ?? [], declared, known);
    const order = ordered(distance, least);
    if (order < 0) [least, best] = [distance, [number]];
    else if (order === 0) best.push(number);
  });
  const causes = [];
  const starts = [];
  for (const number of best) {
    starts.push([number + 1, causes.length]);
    for (const violation of found[number]) causes.push(violation);
  }
  return [starts.length === 1 ? starts[0][0] : starts, causes];
}

/** The properties that are declared where a name of the value in this place is missing or unknown. */
function beside(violation, at) {
  if (violation.at === at && violation.keyword === "required") return violation.check.names ?? [];
  const inside = violation.at !== null && violation.at[0] === at;
  return (inside && UNKNOWN.has(violation.keyword) && violation.check.expected) || [];
}

function ordered(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/** How far an alternative is with which this is wrong: less is nearer. */
function far(wrong, at, tags, declared, known) {
  let [group, names, count] = [0, 0, 0];
  const rest = [];
  const leaves = innermost(wrong, known);
  const meanings = leaves.map((violation) => meaning(violation, declared));
  const excused = new Set(meanings.filter((_, i) => UNKNOWN.has(leaves[i].keyword)));
  leaves.forEach((violation, i) => {
    const keyword = violation.keyword;
    const meant = meanings[i];
    let below = depth(violation.at, at);
    const listed = LISTED.has(keyword);
    const ofKind = OF_KIND.has(keyword) || (listed && !alike(violation.value, violation.check));
    if (below === 0 && ofKind && !OF_CHOICE.has(keyword) && keyword !== "not") group = 2;
    else if (listed && !meant && (below === 0 || (below === 1 && tags.includes(violation.at[1])))) {
      group = Math.max(group, 1);
    }
    if (NAMING.has(keyword) && excused.has(violation.detail)) return;
    let grave = ofKind ? 3 : MISSING.has(keyword) ? 2 : 1;
    if (OF_PLACE.has(keyword) && below) {
      grave = 2;
      below--;
    }
    if (meant) grave = 0;
    else count++;
    if (below === 0 && grave === 2) names++;
    rest.push([below, grave]);
  });
  const bounds = names ? rest.filter(([, grave]) => grave < 2).map(([below]) => below) : [];
  let deepest = bounds.reduce((a, b) => Math.max(a, b), -1);
  if (deepest < 0) deepest = rest.reduce((a, [below]) => Math.min(a, below), Infinity);
  if (deepest === Infinity) deepest = 0;
  const basic = rest.reduce((most, [below, grave]) => (below === deepest ? Math.max(most, grave) : most), 0);
  return [group, names, -deepest, basic, count];
}

/** What is wrong, where alternatives are among it with the nearest of theirs. */
function innermost(wrong, known) {
  return wrong.flatMap((violation) => {
    if (!OF_CHOICE.has(violation.keyword)) return [violation];
    violation.settle(known);
    const [, inner] = nearestOf(violation)[0];
    return inner.length ? innermost(inner, known) : [violation];
  });
}

/** Levels from one place down to another. */
function depth(place, at) {
  let below = 0;
  for (; place !== at && place !== null; place = place[0]) below++;
  return below;
}

function kind(value) {
  if (typeof value === "bigint") return "number";
  return Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
}

/** Whether a value has the kind of one that `const` or `enum` lists. */
function alike(value, check) {
  const listed = check.keyword === "const" ? [check.expected] : check.expected;
  return listed.some((other) => kind(other) === kind(value));
}

/** What was probably meant by a name that is not allowed, or by a value; or what stands for a missing name. */
function misspelt(violation) {
  const { check, keyword } = violation;
  if (UNKNOWN.has(keyword)) return check.meant(violation.detail);
  if (LISTED.has(keyword)) return check.meant(violation.value);
  return keyword === "required" ? stray(violation) : null;
}

/** The same where it is no name that is declared elsewhere. */
function meaning(violation, declared) {
  const meant = misspelt(violation);
  const name = UNKNOWN.has(violation.keyword) ? violation.detail : meant;
  return !LISTED.has(violation.keyword) && declared.has(name) ? null : meant;
}

/** For `required`: a property that is there, is not declared, and is probably the missing one misspelt. */
function stray({ detail, check: { names }, value }) {
  if (names === null || points(detail) < 4 || kind(value) !== "object") return null;
  const keys = Object.keys(value);
  return keys.length > 100 ? null : suggestion(detail, keys.filter((key) => !names.includes(key)));
}

/** The nearest alternatives by number, each with what is wrong with it. */
function nearestOf({ detail, causes }) {
  const starts = Array.isArray(detail) ? detail : [[detail, 0]];
  return starts.map(([number, start], i) => [number, causes.slice(start, starts[i + 1]?.[1])]);
}

/** What a message says of the nearest alternatives: the numbers of those that it is true of, and what it is. */
function leads(violation) {
  const several = nearestOf(violation).map(([number, own]) => {
    const causes = telling(own);
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
  return OF_CHOICE.has(violation.keyword) ? violation.check : violation.pointer + "\0" + english(violation);
}

/** What is wrong, misspelt names first and without the names that they stand for. */
function telling(wrong) {
  const names = new Set(wrong.filter((cause) => UNKNOWN.has(cause.keyword)).map(misspelt));
  const others = wrong.filter((cause) => !(NAMING.has(cause.keyword) && names.has(cause.detail)));
  return [...others.filter(misspelt), ...others.filter((cause) => !misspelt(cause))];
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

/** The known word that was probably meant; null when none is near. */
export function suggestion(word, known) {
  const size = points(word);
  if (!size || size > 60) return null;
  const letters = Array.from(word);
  const has = new Set(letters);
  let best = null;
  let least = 1 + Math.floor(size / 4);
  for (const other of known) {
    if (typeof other !== "string" || other === word) continue;
    if (size > 3 && (other.endsWith(word) || other.startsWith(word))) return other;
    if (Math.abs(points(other) - size) > least) continue;
    const theirs = Array.from(other);
    const set = new Set(theirs);
    if (
      (theirs[0] === letters[0] || theirs.at(-1) === letters.at(-1)) &&
      letters.filter((c, i) => !set.has(c) && letters.indexOf(c) === i).length <= least &&
      [...set].filter((c) => !has.has(c)).length <= least
    ) {
      const distance = edits(letters, theirs);
      if (distance <= least && (best === null || distance < least)) [best, least] = [other, distance];
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours between two words. */
function edits(one, other) {
  let before = [];
  let row = one.map((_, i) => i).concat(one.length);
  for (let j = 1; j <= other.length; j++) {
    const next = [j];
    for (let i = 1; i <= one.length; i++) {
      const same = one[i - 1] === other[j - 1];
      next[i] = Math.min(next[i - 1] + 1, row[i] + 1, row[i - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[i] = Math.min(next[i], before[i - 2] + 1);
      }
    }
    [before, row] = [row, next];
  }
  return row[one.length];
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
    return `expected ${expected.map((t) => TYPES_ENGLISH[t]).join(" or ")}, found ${shown(value)}`;
  }
  if (keyword === "enum") {
    const meant = check.meant(value);
    const hint = meant ? ` (did you mean ${shown(meant)}?)` : "";
    if (expected.length <= 5) return `${shown(value)} is not one of ${listed(check)}${hint}`;
    return `${shown(value)} is not one of the ${expected.length} documented values${hint}`;
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
  if (keyword === "pattern" && violation.detail !== null) {
    const [name, example] = violation.detail;
    return `${shown(value)} is not a ${name}` + (example ? `, such as ${shown(example)}` : "");
  }
  const text = fill(ENGLISH[keyword] ?? "{value} is not valid", violation);
  const meant = LISTED.has(keyword) ? null : misspelt(violation);
  if (!meant) return text;
  return `${text} (${keyword === "required" ? "is it" : "did you mean"} ${shown(meant)}?)`;
}

/** The message of a violation in Russian. */
export function russian(violation, inside = 0) {
  const { check, value, keyword } = violation;
  const expected = check.expected;
  if (keyword === "type") {
    return `ожидается ${expected.map((t) => TYPES_RUSSIAN[t]).join(" или ")}, получено ${shown(value)}`;
  }
  if (keyword === "enum") {
    const meant = check.meant(value);
    const hint = meant ? ` (возможно, имелось в виду ${shown(meant)})` : "";
    if (expected.length <= 5) return `${shown(value)} не входит в список: ${listed(check)}${hint}`;
    const among = counted(expected.length, ["описанного значения", "описанных значений", "описанных значений"]);
    return `${shown(value)} нет среди ${among}${hint}`;
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
  if (keyword === "pattern" && violation.detail !== null) {
    const [name, example] = violation.detail;
    return `${shown(value)} — не ${name}` + (example ? `, как, например, ${shown(example)}` : "");
  }
  const text = fill(RUSSIAN[keyword] ?? "{value} не подходит", violation);
  const meant = LISTED.has(keyword) ? null : misspelt(violation);
  if (!meant) return text;
  return `${text} (возможно, ${keyword === "required" ? "это" : "имелось в виду"} ${shown(meant)})`;
}

/** Replace the placeholders, each once and from left to right, so that a value cannot bring in another. */
function fill(template, violation) {
  return template.replace(/\{(value|expected|detail)\}/g, (_, name) => {
    if (name === "expected") return violation.check.shown;
    return shown(name === "value" ? violation.value : violation.detail);
  });
}
