import { one, zero, type Fraction } from "../metrics/index.js";
import { lengthOf } from "../time/index.js";
import { budgetOf } from "./budget.js";
import type { Slo } from "./slo.js";
import type { Tallies, Tally } from "./tally.js";
import { usageOf } from "./usage.js";
import { periodOf } from "./window.js";

/** What was left of a period's error budget at a moment of it. */
export interface BudgetMoment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As `Budget.remaining`; undefined where the data do not reach. */
  readonly remaining: Fraction | undefined;
}

/**
 * How the error budget of the period that ends at `now` was spent: the share that was left at its start and at the ends of
 * `points` equal stretches of the time passed. It never rises, and ends at what `budgetOf` gives: the allowance is that of
 * the data up to `now`, so that every bad event costs the same wherever it lies.
 * Slices are counted whole: a moment within one stands for the last slice that had ended.
 */
export function budgetHistory(slo: Slo, tallies: Tallies, now: number, points: number): BudgetMoment[] {
  const { elapsed } = periodOf(slo, now);
  const step = lengthOf(elapsed) / points;
  const moments = Array.from({ length: points + 1 }, (_, i) =>
    i === points ? elapsed.end : Math.round(elapsed.start + i * step),
  );
  const shares = sharesOf(slo, tallies).map((share) => usedBy(share.slo, share.tallies, now, moments));
  const reach = reachOf(tallies, step);
  const final = budgetOf(slo, tallies, now).remaining;
  return moments.map((at, i) => {
    if (final === undefined || !reach(at)) return { at, remaining: undefined };
    if (i === points) return { at, remaining: final };
    const left = one.sub(shares.reduce((sum, used) => sum.add(used[i] ?? zero), zero));
    // Rows that a moment cuts are shared in doubles: their noise must not look as if something came back.
    return { at, remaining: left.lt(final) ? final : left };
  });
}

/** The parts that spend apart from each other; with Timeslices a slice is bad for all parts in common (see `usageOf`). */
function sharesOf(slo: Slo, tallies: Tallies): readonly { readonly slo: Slo; readonly tallies: Tallies }[] {
  if (slo.method === "Timeslices") return [{ slo, tallies }];
  return slo.parts.map((part, i) => ({ slo: { ...slo, parts: [part] }, tallies: [tallies[i] ?? []] }));
}

/** The share of the budget that was used at each of the moments. */
function usedBy(slo: Slo, tallies: Tallies, now: number, moments: readonly number[]): readonly Fraction[] {
  const { period, usage, remaining } = budgetOf(slo, tallies, now);
  if (remaining === undefined || usage.rate === undefined || usage.rate.equals(0)) return moments.map(() => zero);
  // Of what all bad events of the period used together, each stretch used its part.
  const whole = one.sub(remaining).div(usage.rate.mul(usage.total));
  const fixed = usage.slice === undefined ? slo : withSlice(slo, usage.slice);
  const edge = (at: number): number =>
    usage.slice === undefined ? at : period.anchor + Math.floor((at - period.anchor) / usage.slice) * usage.slice;
  let used = zero;
  return moments.map((at, i) => {
    const stretch = { start: edge(moments[i - 1] ?? period.elapsed.start), end: edge(at) };
    if (i === 0 || stretch.start === stretch.end) return used;
    const { rate, total } = usageOf(fixed, tallies, stretch, period.anchor);
    if (rate !== undefined) used = used.add(rate.mul(total).mul(whole));
    return used;
  });
}

/** The slices of the whole period, so that no stretch of it chooses others. */
const withSlice = (slo: Slo, length: number): Slo => {
  const [first, ...others] = slo.parts.map((part) => ({ ...part, slice: { target: one, ...part.slice, length } }));
  return first === undefined ? slo : { ...slo, parts: [first, ...others] };
};

/** Whether data of every part reach a moment: some lie no further before it, or just after it, than a row or a stretch covers. */
function reachOf(tallies: Tallies, step: number): (at: number) => boolean {
  const reaches = (part: readonly Tally[]) => {
    const ends = part.map(({ at }) => at);
    return (moment: number): boolean => {
      const next = lowerBound(ends, moment);
      const after = part[next];
      const before = part[next - 1];
      if (after !== undefined && after.at - Math.max(after.span, 1) <= moment) return true;
      return before !== undefined && moment - before.at <= Math.max(before.span, step);
    };
  };
  const parts = tallies.map(reaches);
  return (moment) => parts.length > 0 && parts.every((reach) => reach(moment));
}

/** The first index whose value is not less than `value`. */
function lowerBound(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
