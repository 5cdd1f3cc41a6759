import type { Interval } from "../time/index.js";

/** What some intervals cover together: in order, none touching another. */
export function coverOf(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.toSorted((a, b) => a.start - b.start);
  const cover: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = cover.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else cover.push({ start, end });
  }
  return cover;
}

/** What stretches in the order of their ends cover together; those without a length cover nothing. */
export function coverOfEnds<T>(
  stretches: readonly T[],
  startOf: (stretch: T) => number,
  endOf: (stretch: T) => number,
): readonly Interval[] {
  const cover: { start: number; end: number }[] = [];
  for (const stretch of stretches) {
    const end = endOf(stretch);
    let start = startOf(stretch);
    if (start >= end) continue;
    let last = cover.at(-1);
    if (last !== undefined && last.start <= start && last.end >= start) {
      last.end = end;
      continue;
    }
    for (; last !== undefined && last.end >= start; last = cover.at(-1)) {
      start = Math.min(start, last.start);
      cover.pop();
    }
    cover.push({ start, end });
  }
  return cover;
}

/** The first interval of a cover that ends after a moment. */
function firstAfter(cover: readonly Interval[], moment: number): number {
  let low = 0;
  let high = cover.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cover[middle]?.end ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many milliseconds of an interval a cover has. */
export function lengthIn(cover: readonly Interval[], { start, end }: Interval): number {
  let length = 0;
  for (let i = firstAfter(cover, start); i < cover.length; i++) {
    const each = cover[i];
    if (each === undefined || each.start >= end) break;
    length += Math.min(each.end, end) - Math.max(each.start, start);
  }
  return length;
}

/** Whether a cover has all of an interval. */
export const covered = (cover: readonly Interval[], interval: Interval): boolean =>
  lengthIn(cover, interval) >= interval.end - interval.start;

/** What of some intervals a cover leaves. */
export function without(intervals: readonly Interval[], cover: readonly Interval[]): readonly Interval[] {
  return intervals.flatMap(({ start, end }) => {
    const left: Interval[] = [];
    let from = start;
    for (let i = firstAfter(cover, start); i < cover.length; i++) {
      const each = cover[i];
      if (each === undefined || each.start >= end) break;
      if (each.start > from) left.push({ start: from, end: each.start });
      from = Math.max(from, each.end);
    }
    if (from < end) left.push({ start: from, end });
    return left;
  });
}
