/* Divisibility in decimal arithmetic: 4.02 is a multiple of 0.01. */

/** Whether a number is a multiple of `numerator / denominator`, both big integers; what is not finite is of nothing. */
export function isMultiple(x, numerator, denominator) {
  if (typeof x === "bigint") return (x * denominator) % numerator === 0n;
  if (!Number.isFinite(x)) return false;
  const [digits, power] = String(x).split("e");
  const [whole, fraction = ""] = digits.split(".");
  const exponent = Number(power ?? 0) - fraction.length;
  const scaled = BigInt(whole + fraction) * denominator;
  if (exponent >= 0) return (scaled * 10n ** BigInt(exponent)) % numerator === 0n;
  return scaled % (numerator * 10n ** BigInt(-exponent)) === 0n;
}
