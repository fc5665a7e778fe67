/* Which known word a wrong one was probably meant to be. */

import { points } from "./text.js";

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

