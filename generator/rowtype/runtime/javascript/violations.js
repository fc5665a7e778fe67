/* What is wrong with a payload: found when a verdict was no, told when it is asked for. */

import { compared, NAMING } from "./choices.js";
import { english, fill, russian } from "./messages.js";
import { suggestion } from "./suggestions.js";
import { shown } from "./text.js";

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
    this.known = null;
    this.declared = null;
    this.told = null;
  }

  /** Whether a property is one of those declared. */
  declares(name) {
    return (this.declared ??= new Set(this.names)).has(name);
  }

  /** The expected word that is near another.  The same wrong word tends to come many times: the last are kept. */
  meant(word) {
    if (typeof word !== "string") return null;
    this.known ??= new Map();
    let found = this.known.get(word);
    if (found === undefined) {
      if (this.known.size >= 100) this.known.clear();
      found = suggestion(word, this.keyword === "const" ? [this.expected] : (this.expected ?? []));
      this.known.set(word, found);
    }
    return found;
  }

  /** What a message says of a name, which tends to be the same. */
  about(template, violation) {
    if (this.told === null || this.told.template !== template || this.told.name !== violation.detail) {
      this.told = { template, name: violation.detail, text: fill(template, violation) };
    }
    return this.told.text;
  }

  /** What is expected, in a message. */
  get shown() {
    return this.words ?? shown(this.expected);
  }
}

/** A token of a JSON Pointer. */
export function escaped(token) {
  if (typeof token === "number") return token;
  return token.includes("~") || token.includes("/") ? token.replace(/~/g, "~0").replace(/\//g, "~1") : token;
}

const NONE = Object.freeze([]);

/* One assertion that one value does not meet.  Everything but the value is found when it is asked for.
   A place is null, or [the place of the container, name or index in it]; that of the value is `key` in `at`, or `at`. */
class Violation {
  constructor(at, key, value, check, found) {
    this.value = value;
    this.at = at;
    this.key = key;
    this.check = check;
    this.found = found;
  }

  get keyword() {
    return this.check.keyword;
  }

  /* The property name, the index or the count that the message is about, where there is one. */
  get detail() {
    return this.found;
  }

  /* Nothing is to be compared. */
  settle() {}

  get causes() {
    return NONE;
  }

  get place() {
    return this.key === undefined ? this.at : [this.at, this.key];
  }

  get path() {
    const found = [];
    for (let at = this.place; at !== null; at = at[0]) found.push(at[1]);
    return found.reverse();
  }

  get pointer() {
    let found = this.key === undefined ? "" : "/" + escaped(this.key);
    for (let at = this.at; at !== null; at = at[0]) found = "/" + escaped(at[1]) + found;
    return found;
  }

  get schemaPointer() {
    return this.check.pointer;
  }

  get schemaUri() {
    return this.check.uri;
  }

  get message() {
    return this.language === "ru" ? russian(this) : english(this);
  }

  get expected() {
    return NAMING.has(this.check.keyword) ? this.detail : this.check.expected;
  }

  get documentedAt() {
    return this.check.documentedAt;
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

/* Most are told in English: what is told otherwise gets this itself. */
Violation.prototype.language = "en";

/* None of the alternatives of `anyOf` or `oneOf`: `detail` and `causes` are what is wrong with the nearest, compared late. */
class Choice extends Violation {
  constructor(at, key, value, check, reports) {
    super(at, key, value, check, null);
    this.reports = reports;
    this.settled = null;
  }

  get detail() {
    return this.settle()[0];
  }

  get causes() {
    const causes = this.settle()[1];
    for (const cause of causes) cause.language = this.language;
    return causes;
  }

  /** `detail` and `causes`; `known`: what was found elsewhere, by check and place. */
  settle(known = new Map()) {
    if (this.settled !== null) return this.settled;
    if (!known.has(this.check)) known.set(this.check, new Map());
    const here = known.get(this.check);
    const place = this.pointer;
    if (!here.has(place)) here.set(place, compared(this.reports, this, known));
    return (this.settled = here.get(place));
  }
}

/** Add to a list that a value, in a place, or of a name in it, is none of the alternatives. */
export function noneOf(out, at, key, value, check, reports) {
  out.push(new Choice(at, key, value, check, reports));
}

/** Add to a list what is wrong with the value in a place. */
export function wrong(out, at, value, check, detail = null) {
  out.push(new Violation(at, undefined, value, check, detail));
}

/** Add to a list what is wrong with the value of a name, or at an index, in a place. */
export function wrongAt(out, at, key, value, check, detail = null) {
  out.push(new Violation(at, key, value, check, detail));
}

/** The list, in the language that was asked for. */
export function told(out, options) {
  const language = options?.language ?? "en";
  if (language !== "en" && language !== "ru") throw new TypeError(`no language ${String(language)}: "en" or "ru"`);
  if (language !== "en") for (const violation of out) violation.language = language;
  return out;
}

/** What can be told where a value is nested more deeply than the engine can follow. */
export function tooDeep(error) {
  return error instanceof RangeError ? new RangeError("nested too deeply to be checked", { cause: error }) : error;
}
