import type { Interval } from "../time/index.js";
import { exact, one, partOf, zero, type Fraction } from "../metrics/index.js";
import type { Part, Slo } from "./slo.js";
import type { Tallies, Tally } from "./tally.js";

/** How an SLO's error budget was used in an interval. */
export interface Usage {
  /** The burn rate: the share that was bad over the share that may be. 1 uses the budget exactly within the period. Undefined without data. */
  readonly rate: Fraction | undefined;
  /** Bad and all of what the method counts: events (Occurrences) or slices (Timeslices, RatioTimeslices). A composite's add up. */
  readonly bad: Fraction;
  readonly total: Fraction;
  /** Events behind it, whatever the method counts. */
  readonly events: number;
  /** Milliseconds of a slice as used: data coarser than the slice makes it longer. */
  readonly slice?: number;
}

/** The share that may be bad: 1/1000 for 99.9 %. */
export const allowanceOf = (part: Part): Fraction => one.sub(part.target);

/** The strictest share that may be bad among the parts: a composite that counts slices in common is held to it. */
export const strictest = (slo: Slo): Fraction =>
  slo.parts.map(allowanceOf).reduce((least, allowance) => (allowance.lt(least) ? allowance : least));

/** The longest time that a tally of a part covers, which says how far behind a moment tallies may end that begin before it. */
const longest = new WeakMap<readonly Tally[], number>();

function longestOf(tallies: readonly Tally[]): number {
  let length = longest.get(tallies);
  if (length === undefined)
    longest.set(tallies, (length = tallies.reduce((most, { span }) => Math.max(most, span), 0)));
  return length;
}

/** What of some tallies lies in an interval, after its start and up to its end: one that an edge cuts is shared in proportion. */
export function talliesIn(tallies: readonly Tally[], interval: Interval): readonly Tally[] {
  const { start, end } = interval;
  const length = longestOf(tallies);
  const near = partOf(tallies, { start, end: end + length });
  // Only what ends soon after an edge can be cut by it.
  let first = 0;
  while (first < near.length && (near[first]?.at ?? Infinity) <= start + length) first++;
  let last = near.length;
  while (last > first && (near[last - 1]?.at ?? -Infinity) > end) last--;
  const cut = (tally: Tally): readonly Tally[] => {
    const from = Math.max(start, tally.at - tally.span);
    const to = Math.min(end, tally.at);
    if (from === tally.at - tally.span && to === tally.at) return [tally];
    if (to <= from) return [];
    const share = (to - from) / tally.span;
    return [{ ...tally, at: to, span: to - from, good: tally.good * share, total: tally.total * share }];
  };
  const begin = near.slice(0, first).flatMap(cut);
  const ends = near.slice(last).flatMap(cut);
  return begin.length === first && begin.every((tally, i) => tally === near[i]) && last === near.length
    ? near
    : [...begin, ...near.slice(first, last), ...ends];
}

/** The tallies whose middle lies in an interval: slices are of whole rows. */
const wholeTalliesIn = (tallies: readonly Tally[], { start, end }: Interval): readonly Tally[] =>
  partOf(tallies, { start, end: end + longestOf(tallies) }).filter(
    ({ at, span }) => at - span / 2 > start - (span > 0 ? 0.5 : 0) && at - span / 2 <= end,
  );

/**
 * The use of an SLO's budget within an interval, by its budgeting method (OpenSLO v1, "budgetingMethod" and "Notes
 * (Composite SLO)"): a composite burns the sum of its parts' burn rates times their weights, except that with Timeslices a
 * slice is bad where it is bad for any part.
 * @param anchor where slices are counted from: the start of a calendar period; else 1970, as Prometheus counts the steps of a
 * subquery, so that the rules for it and we judge the same slices.
 */
export function usageOf(slo: Slo, tallies: Tallies, interval: Interval, anchor = 0): Usage {
  const within =
    slo.method === "Occurrences"
      ? talliesIn
      : (part: readonly Tally[]) => wholeTalliesIn(part, slicesIn(interval, sliceOf(slo, tallies, interval), anchor));
  const parts = slo.parts.map((part, i) => ({ part, tallies: within(tallies[i] ?? [], interval) }));
  const events = parts.reduce((sum, part) => sum + part.tallies.reduce((all, { total }) => all + total, 0), 0);
  if (slo.method === "Timeslices") return { ...timeslices(slo, parts, anchor), events };
  const each = parts.map(({ part, tallies: own }) => {
    const { bad, total, slice } = slo.method === "Occurrences" ? occurrences(own) : ratioTimeslices(part, own, anchor);
    return {
      bad,
      total,
      slice,
      // Good events without a row all that time are no data, however many there were in all.
      rate: total.equals(0) || isSilent(own) ? undefined : bad.div(total).div(allowanceOf(part)).mul(part.weight),
    };
  });
  const slice = each.find((use) => use.slice !== undefined)?.slice;
  const rates = each.map(({ rate }) => rate).filter((rate) => rate !== undefined);
  return {
    // A part without data leaves the whole unknown: the others cannot vouch for it.
    rate: rates.length < each.length ? undefined : rates.reduce((sum, rate) => sum.add(rate), zero),
    bad: each.reduce((sum, { bad }) => sum.add(bad), zero),
    total: each.reduce((sum, { total }) => sum.add(total), zero),
    events,
    ...(slice === undefined ? {} : { slice }),
  };
}

/** The slices that end within an interval, whole: one that is not over yet is not judged. */
function slicesIn({ start, end }: Interval, slice: number, anchor: number): Interval {
  const edge = (at: number): number => anchor + Math.floor((at - anchor) / slice) * slice;
  return { start: edge(start), end: edge(end) };
}

/** Milliseconds of the slices of an SLO that counts them. */
export function sliceOf(slo: Slo, tallies: Tallies, interval: Interval): number {
  const lengths = slo.parts.map((part, i) => sliceLength(part, wholeTalliesIn(tallies[i] ?? [], interval)));
  return Math.max(...lengths);
}

const isSilent = (tallies: readonly Tally[]): boolean => {
  const some = tallies.filter(({ total }) => total > 0);
  return some.length > 0 && some.every(({ silent }) => silent === true);
};

interface Counted {
  readonly bad: Fraction;
  readonly total: Fraction;
  readonly slice?: number;
}

function occurrences(tallies: readonly Tally[]): Counted {
  let good = 0;
  let total = 0;
  for (const tally of tallies) {
    good += tally.good;
    total += tally.total;
  }
  return { bad: exact(total).sub(exact(good)), total: exact(total) };
}

interface Slice {
  good: number;
  total: number;
}

/** Good and all events of each slice that had any, by the slice's number from the anchor. */
function slicesOf(tallies: readonly Tally[], length: number, anchor: number): ReadonlyMap<number, Slice> {
  const slices = new Map<number, Slice>();
  for (const { at, span, good, total } of tallies) {
    if (total <= 0) continue;
    // A row belongs to the slice that has most of it.
    const index = Math.ceil((at - span / 2 - anchor) / length);
    const slice = slices.get(index);
    if (slice === undefined) slices.set(index, { good, total });
    else {
      slice.good += good;
      slice.total += total;
    }
  }
  return slices;
}

/** A slice cannot be shorter than the time that the data's rows cover. */
const sliceLength = (part: Part, tallies: readonly Tally[]): number =>
  Math.max(part.slice?.length ?? 60_000, ...tallies.slice(-1).map(({ span }) => span));

/** The mean of the slices' ratios is the SLI: each slice weighs the same, whatever its traffic. */
function ratioTimeslices(part: Part, tallies: readonly Tally[], anchor: number): Counted {
  const slice = sliceLength(part, tallies);
  const slices = slicesOf(tallies, slice, anchor);
  let bad = 0;
  for (const { good, total } of slices.values()) bad += (total - good) / total;
  return { bad: exact(bad), total: exact(slices.size), slice };
}

/** Whether good/total < needed: by doubles where they are far enough apart to tell, else exactly. */
function isBelow(good: number, total: number, needed: Fraction): boolean {
  const distance = good / total - needed.valueOf();
  return Math.abs(distance) > 1e-9 ? distance < 0 : exact(good).lt(exact(total).mul(needed));
}

function timeslices(
  slo: Slo,
  parts: readonly { part: Part; tallies: readonly Tally[] }[],
  anchor: number,
): Omit<Usage, "events"> {
  const slice = Math.max(...parts.map(({ part, tallies }) => sliceLength(part, tallies)));
  const bad = new Set<number>();
  const all = new Set<number>();
  for (const { part, tallies } of parts) {
    const needed = part.slice?.target ?? one;
    for (const [index, { good, total }] of slicesOf(tallies, slice, anchor)) {
      all.add(index);
      if (isBelow(good, total, needed)) bad.add(index);
    }
  }
  const unknown = all.size === 0 || parts.some(({ tallies }) => tallies.length === 0 || isSilent(tallies));
  const share = unknown ? undefined : exact(bad.size).div(all.size);
  return { rate: share?.div(strictest(slo)), bad: exact(bad.size), total: exact(all.size), slice };
}
