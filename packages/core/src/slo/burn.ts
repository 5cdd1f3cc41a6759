import { last, lengthOf, type Interval } from "../time/index.js";
import { coverOfEnds, exact, lengthIn, type Fraction } from "../metrics/index.js";
import type { Slo } from "./slo.js";
import type { Tallies } from "./tally.js";
import { sliceOf, strictest, talliesIn, usageOf, type Usage } from "./usage.js";

/** How fast an SLO burns its budget over one window. */
export interface Burn {
  /** The window asked for, in milliseconds. */
  readonly asked: number;
  /** The window used: longer than asked where the data are coarser than it. */
  readonly interval: Interval;
  readonly usage: Usage;
  /** Milliseconds of the window that data cover; all of it where rows do not say what they cover. */
  readonly covered: number;
}

/** The burn over the last `window` milliseconds; at least as long as the newest row covers, as no shorter time can be seen. */
export function burnOf(slo: Slo, tallies: Tallies, window: number, now: number): Burn {
  const grain = Math.max(0, ...tallies.map((part) => part.findLast(({ at }) => at <= now)?.span ?? 0));
  const slice = slo.method === "Occurrences" ? 0 : sliceOf(slo, tallies, last(Math.max(window, grain), now));
  const interval = last(Math.max(window, grain, slice), now);
  return { asked: window, interval, usage: usageOf(slo, tallies, interval), covered: coveredOf(tallies, interval) };
}

function coveredOf(tallies: Tallies, interval: Interval): number {
  const lengths = tallies.map((part) => {
    const rows = talliesIn(part, interval);
    if (rows.length === 0) return 0;
    if (rows.some(({ span }) => span === 0)) return lengthOf(interval);
    return lengthIn(
      coverOfEnds(
        rows,
        ({ at, span }) => at - span,
        ({ at }) => at,
      ),
      interval,
    );
  });
  return Math.max(0, ...lengths);
}

/** Milliseconds until a full budget is gone at a constant burn rate: period / rate. Undefined where nothing burns. */
export const exhaustionOf = (rate: Fraction, period: number): number | undefined =>
  rate.lte(0) ? undefined : exact(period).div(rate).valueOf();

/** Milliseconds until what remains of a budget is gone at a constant burn rate; 0 where it is gone already. */
export function timeLeft(remaining: Fraction, rate: Fraction, period: number): number | undefined {
  if (remaining.lte(0)) return 0;
  return rate.lte(0) ? undefined : remaining.mul(exact(period)).div(rate).valueOf();
}

/** The share of a period's budget that a burn rate uses up within a window: rate x window / period. */
export const spentOf = (rate: Fraction, window: number, period: number): Fraction =>
  rate.mul(exact(window)).div(exact(period));

/** The fastest that an SLO can burn, when everything is bad: 1 / (1 - target). A higher factor can never fire. */
export const fastest = (slo: Slo): Fraction => strictest(slo).inverse();

/** Milliseconds after which a burn is seen: (1 - SLO) / error ratio x window x factor (SRE workbook, detection time). */
export const detectionOf = (slo: Slo, errorRatio: Fraction, window: Interval, factor: Fraction): number =>
  strictest(slo)
    .div(errorRatio)
    .mul(exact(lengthOf(window)))
    .mul(factor)
    .valueOf();
