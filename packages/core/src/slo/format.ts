import type { Fraction } from "../metrics/index.js";
import { msg, type Message } from "../text/message.js";

/** A share as a person reads it: "99.95 %", at most `digits` decimals and no trailing zeros. Never rounded up to 100 or down to 0. */
export function percent(share: Fraction | number, digits = 2): string {
  const value = 100 * (typeof share === "number" ? share : share.valueOf());
  const rounded = Number(value.toFixed(digits));
  if ((rounded === 100 && value < 100) || (rounded === 0 && value !== 0))
    return digits >= 8 ? `${value} %` : percent(share, digits + 1);
  return `${rounded} %`;
}

/** A number with at most two decimals, for tables and sentences. */
export const rounded = (value: Fraction | number, digits = 2): string =>
  String(Number((typeof value === "number" ? value : value.valueOf()).toFixed(digits)));

/** A time of outage: in minutes, or in seconds where minutes round to nothing. */
export function outageText(minutes: Fraction): Message {
  const whole = minutes.valueOf();
  if (Math.abs(whole) >= 1 || whole === 0) return msg`${rounded(whole, 1)} {0, plural, one {minute} other {minutes}}`;
  const seconds = 60 * whole;
  return msg`${rounded(seconds, Math.abs(seconds) < 1 ? 3 : 1)} {0, plural, one {second} other {seconds}}`;
}

/** Two numbers with as many decimals as it takes to tell them apart: a value is never shown as equal to the bound that it passed. */
export function apart(a: Fraction | number, b: Fraction | number, digits = 2): readonly [string, string] {
  const [first, second] = [a, b].map((each) => (typeof each === "number" ? each : each.valueOf()));
  const texts = [rounded(a, digits), rounded(b, digits)] as const;
  return texts[0] !== texts[1] || first === second || digits >= 12 ? texts : apart(a, b, digits + 2);
}
