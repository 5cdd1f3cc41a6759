import { coverageOf, coverOf, grainOf, lengthIn } from "../metrics/index.js";
import { lengthOf as intervalLength, minute, type Interval } from "../time/index.js";
import { exact, one, type Fraction } from "../metrics/index.js";
import type { Slo } from "./slo.js";
import type { Tallies, Tally } from "./tally.js";
import { strictest, talliesIn, usageOf, type Usage } from "./usage.js";
import { periodOf, type Period } from "./window.js";

/** What is left of an SLO's error budget. */
export interface Budget {
  readonly period: Period;
  readonly usage: Usage;
  /** The share of the budget that is left: 1 untouched, 0 exhausted, less than 0 overspent. Undefined without data. */
  readonly remaining: Fraction | undefined;
  /** Minutes of total outage that are left in the period. */
  readonly minutes: Fraction | undefined;
  /** Bad events (or bad slices) that are left, of those the data so far allow. */
  readonly events: Fraction | undefined;
  /** Milliseconds since 1970 of the newest data, and from when on there are data in the period. */
  readonly newest: number | undefined;
  readonly since: number | undefined;
  /** From 0 to 1: how much of the time since then the data cover. */
  readonly coverage: number | undefined;
  /** From 0 to 1: the share of the period so far that the budget is judged on; 1 where rows do not say what they cover. */
  readonly share: number | undefined;
}

/**
 * The error budget of an SLO at a moment: remaining = 1 - burn rate over the period (SRE workbook, ch. 5). With Timeslices in
 * a calendar window the allowance is that of the whole period; otherwise it is that of the data so far, so that a service in
 * its first month is judged on what exists.
 * @param excluded times that do not count: they are no gap. The tallies are without them already.
 */
export function budgetOf(slo: Slo, tallies: Tallies, now: number, excluded: readonly Interval[] = []): Budget {
  const period = periodOf(slo, now);
  const usage = usageOf(slo, tallies, period.elapsed, period.anchor);
  const allowance = strictest(slo);
  const counted =
    slo.method === "Timeslices" && !slo.window.rolling && usage.slice !== undefined
      ? exact(Math.round(intervalLength(period.whole) / usage.slice))
      : usage.total;
  const used = usage.rate === undefined || usage.total.equals(0) ? undefined : usage.rate.mul(usage.total).div(counted);
  const remaining = used === undefined ? undefined : one.sub(used);
  return {
    period,
    usage,
    remaining,
    minutes: remaining
      ?.mul(allowance)
      .mul(exact(intervalLength(period.whole)))
      .div(minute),
    events: remaining?.mul(allowance).mul(counted),
    ...extentOf(tallies, period, excluded),
  };
}

/** The least that is known of any part: a composite is no fresher and no fuller than its worst part. */
function extentOf(
  tallies: Tallies,
  { elapsed }: Period,
  excluded: readonly Interval[],
): Pick<Budget, "newest" | "since" | "coverage" | "share"> {
  const parts = tallies.map((part) => talliesIn(part, elapsed));
  const least = (values: readonly (number | undefined)[]): number | undefined =>
    values.reduce(
      (least, value) => (least === undefined || value === undefined ? undefined : Math.min(least, value)),
      Infinity,
    );
  const since = parts.length === 0 ? undefined : latest(parts.map(beginOf));
  const coverage = least(parts.map((part) => coverageOf(part, elapsed, excluded)));
  const seen = since === undefined ? undefined : (elapsed.end - Math.max(since, elapsed.start)) * (coverage ?? 1);
  const length = intervalLength(elapsed) - lengthIn(coverOf(excluded), elapsed);
  return {
    newest: least(parts.map((part) => part.at(-1)?.at)),
    since,
    coverage,
    share: seen === undefined ? undefined : length <= 0 ? 1 : Math.min(1, Math.max(0, seen / length)),
  };
}

/** When the first row of a part begins, whichever it is. */
function beginOf(part: readonly Tally[]): number | undefined {
  if (part.length === 0) return undefined;
  const grain = grainOf(part);
  return part.reduce((first, { at, span }) => Math.min(first, at - (span || grain)), Infinity);
}

const latest = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce(
    (latest, value) => (latest === undefined || value === undefined ? undefined : Math.max(latest, value)),
    -Infinity,
  );
