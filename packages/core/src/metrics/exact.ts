import Fraction from "fraction.js";

/**
 * A number of a document or a sample as the fraction that it means: 0.999 is 999/1000, never the double beside it. Sums of
 * samples that are not whole are rounded to 12 significant digits first, where the noise of adding doubles begins.
 */
export function exact(value: number): Fraction {
  return Number.isSafeInteger(value) ? new Fraction(value) : new Fraction(String(Number(value.toPrecision(12))));
}

export const zero = new Fraction(0);
export const one = new Fraction(1);

export type { Fraction };
