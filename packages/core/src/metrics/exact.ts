import Fraction from "fraction.js";

/**
 * A number of a document or a sample as the fraction that it means: 0.999 is 999/1000, never the double beside it. Sums of
 * samples that are not whole are rounded to 12 significant digits first, where the noise of adding doubles begins.
 */
export function exact(value: number): Fraction {
  if (Number.isSafeInteger(value)) return new Fraction(value);
  const [digits = "0", power = "0"] = value.toExponential(11).split("e");
  // From here on doubles are read as noise of a difference: no count and no share is that small.
  if (Number(power) < -100) return new Fraction(0);
  const tens = 10n ** BigInt(Math.abs(Number(power)));
  return Number(power) < 0 ? new Fraction(digits).div(new Fraction(tens, 1n)) : new Fraction(digits).mul(tens);
}

/** Sums of doubles differ by this share where they mean the same: queries that subtract give 1000.0000000000001 of 1000. */
export const noise = 1e-9;

export const zero = new Fraction(0);
export const one = new Fraction(1);

export type { Fraction };
