/* Which of the alternatives of `anyOf` and `oneOf` a value comes nearest to. */

import { suggestion } from "./suggestions.js";
import { points } from "./text.js";

export const NAMING = new Set(["required", "dependentRequired"]);
const OF_PLACE = new Set(["additionalProperties", "unevaluatedProperties", "unevaluatedItems", "false"]);
const OF_KIND = new Set(["type", "false", "anyOf", "oneOf", "not"]);
const MISSING = new Set(["required", "dependentRequired", "minProperties", ...OF_PLACE]);
export const OF_CHOICE = new Set(["anyOf", "oneOf"]);
export const UNKNOWN = new Set(["additionalProperties", "unevaluatedProperties"]);
export const LISTED = new Set(["const", "enum"]);
const FARTHEST = [3, 0, 0, 0, 0];

/** What is wrong with the alternatives that come nearest, after their number or, for each, [number, where it begins]. */
export function compared(reports, whole, known) {
  const { value, place: at } = whole;
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
    const distance = far(wrong, whole, declared, known);
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
  const below = depth(violation, at);
  if (below === 0 && violation.keyword === "required") return violation.check.names ?? [];
  return (below === 1 && UNKNOWN.has(violation.keyword) && violation.check.expected) || [];
}

function ordered(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/** How far an alternative is with which this is wrong: less is nearer. */
function far(wrong, { value, place: at, check }, declared, known) {
  const tags = check.names ?? [];
  const knownNames = new Set();
  let [group, names, count, otherTags] = [0, 0, 0, 0];
  const rest = [];
  const leaves = innermost(wrong, known);
  const meanings = leaves.map((violation) => meaning(violation, declared));
  const excused = new Set(meanings.filter((_, i) => UNKNOWN.has(leaves[i].keyword)));
  leaves.forEach((violation, i) => {
    const keyword = violation.keyword;
    const meant = meanings[i];
    let below = depth(violation, at);
    const listed = LISTED.has(keyword);
    const ofKind = OF_KIND.has(keyword) || (listed && !alike(violation.value, violation.check));
    if (below === 0 && ofKind && !OF_CHOICE.has(keyword) && keyword !== "not") group = 2;
    else if (listed && !meant && (below === 0 || (below === 1 && tags.includes(violation.place[1])))) {
      group = Math.max(group, 1);
      otherTags++;
    }
    if (NAMING.has(keyword) && excused.has(violation.detail)) return;
    let grave = ofKind ? 3 : MISSING.has(keyword) ? 2 : 1;
    if (OF_PLACE.has(keyword) && below) {
      grave = 2;
      below--;
    }
    if (meant) grave = 0;
    else count++;
    if (below === 0 && grave === 2) {
      names++;
      for (const name of beside(violation, at)) knownNames.add(name);
    }
    rest.push([below, grave]);
  });
  if (group) return group === 1 ? [1, otherTags, count > otherTags ? 1 : 0, 0, 0] : [2, 0, 0, 0, 0];
  const bounds = names ? rest.filter(([, grave]) => grave < 2).map(([below]) => below) : [];
  let deepest = bounds.reduce((a, b) => Math.max(a, b), -1);
  if (deepest < 0) deepest = rest.reduce((a, [below]) => Math.min(a, below), Infinity);
  if (deepest === Infinity) deepest = 0;
  const basic = rest.reduce((most, [below, grave]) => (below === deepest ? Math.max(most, grave) : most), 0);
  if (names && kind(value) === "object") {
    names = Math.max(1, 1 + names - [...knownNames].filter((name) => Object.hasOwn(value, name)).length);
  }
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

/** Levels from a place down to that of a violation. */
function depth(violation, at) {
  let below = violation.key === undefined ? 0 : 1;
  for (let place = violation.at; place !== at && place !== null; place = place[0]) below++;
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
export function misspelt(violation) {
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
function stray({ detail, check, value }) {
  if (check.names === null || points(detail) < 4 || kind(value) !== "object") return null;
  const keys = Object.keys(value);
  if (keys.length > 100) return null;
  const unknown = keys.filter((key) => !check.declares(key));
  return unknown.length ? suggestion(detail, unknown) : null;
}

/** The nearest alternatives by number, each with what is wrong with it. */
export function nearestOf({ detail, causes }) {
  const starts = Array.isArray(detail) ? detail : [[detail, 0]];
  return starts.map(([number, start], i) => [number, causes.slice(start, starts[i + 1]?.[1])]);
}

