import type { Interval } from "../../time/index.js";
import type { Exclusion } from "../tally.js";

/** A stretch of time that does not count, and why: of exclusions that overlap or touch, all reasons. */
export interface ExcludedStretch extends Interval {
  readonly whys: readonly string[];
}

/** What of an interval does not count, in order, as stretches that do not touch. */
export function excludedIn(exclusions: readonly Exclusion[], interval: Interval): readonly ExcludedStretch[] {
  const stretches: { start: number; end: number; whys: string[] }[] = [];
  for (const { start, end, why } of exclusions.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, interval.start);
    const to = Math.min(end, interval.end);
    if (to <= from) continue;
    const last = stretches.at(-1);
    if (last === undefined || from > last.end) {
      stretches.push({ start: from, end: to, whys: [why] });
      continue;
    }
    last.end = Math.max(last.end, to);
    if (!last.whys.includes(why)) last.whys.push(why);
  }
  return stretches;
}

/** How much of an interval does not count, in how many stretches, and why. */
export function excludedSum(exclusions: readonly Exclusion[], interval: Interval): ExcludedSum {
  const stretches = excludedIn(exclusions, interval);
  return {
    times: stretches.length,
    length: stretches.reduce((sum, { start, end }) => sum + (end - start), 0),
    whys: [...new Set(stretches.flatMap(({ whys }) => whys))],
  };
}

export interface ExcludedSum {
  readonly times: number;
  /** Milliseconds. */
  readonly length: number;
  readonly whys: readonly string[];
}
