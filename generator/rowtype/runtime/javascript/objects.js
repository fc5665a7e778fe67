/* How large an object is. */

/** How many properties an object has. */
export function size(x) {
  let n = 0;
  for (const _ in x) n++;
  return n;
}
