import { lengthOf, type Interval } from "../time/index.js";
import { coverOf, coverOfEnds, lengthIn, without } from "./cover.js";

/** What happened in one stretch of time: up to `at`, for `span` milliseconds (0 where the rows do not say). */
export interface Point {
  readonly at: number;
  readonly span: number;
  readonly sum: number;
  /** How many events or samples the sum stands for. */
  readonly samples: number;
}

/** When something was measured: up to `at`, for `span` milliseconds. */
export type Stretch = Pick<Point, "at" | "span">;

/** One metric of one track over time: points in order, at most one per grain. */
export interface Series {
  readonly points: readonly Point[];
}

/** The points of an interval (after its start, up to its end): found by halving, so long series stay cheap. */
export const within = ({ points }: Series, interval: Interval): readonly Point[] => partOf(points, interval);

/** What of some stretches in order lies after an interval's start, up to its end. */
export function partOf<T extends Stretch>(stretches: readonly T[], { start, end }: Interval): readonly T[] {
  const [from, to] = [firstAfter(stretches, start), firstAfter(stretches, end)];
  return from === 0 && to === stretches.length ? stretches : stretches.slice(from, to);
}

function firstAfter(points: readonly Stretch[], moment: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const sumOf = (points: readonly Point[]): number => points.reduce((sum, point) => sum + point.sum, 0);
export const samplesOf = (points: readonly Point[]): number => points.reduce((sum, point) => sum + point.samples, 0);

/**
 * The time between points in milliseconds: what the rows say of themselves, else the median distance. 0 where neither tells.
 * The last point's, because history is often kept coarser than the present.
 */
export function grainOf(points: readonly Stretch[]): number {
  const said = points.at(-1)?.span ?? 0;
  if (said > 0) return said;
  const gaps = points
    .slice(1)
    .map((point, i) => point.at - (points[i]?.at ?? point.at))
    .toSorted((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 0;
}

/**
 * How much of an interval, from the first point in it on, points cover together, whatever their lengths: from 0 to 1. Times
 * that do not count are no gap. Undefined without points, and where the rows do not say what they cover: silence may then be
 * a gap or just a quiet night.
 */
export function coverageOf(
  points: readonly Stretch[],
  interval: Interval,
  excluded: readonly Interval[] = [],
): number | undefined {
  const [first] = points;
  if (first === undefined || points.every(({ span }) => span === 0)) return undefined;
  const cover = coverOfEnds(
    points,
    ({ at, span }) => at - span,
    ({ at }) => at,
  );
  const begin = Math.max(interval.start, Math.min(cover[0]?.start ?? interval.start, first.at - first.span));
  const newest = points.at(-1) ?? first;
  // What the newest row has not covered yet is not a gap: the next row is still to come.
  const reached = Math.max(newest.at, Math.min(interval.end, newest.at + newest.span));
  const due = without([{ start: begin, end: interval.end }], excluded);
  const length = due.reduce((sum, each) => sum + lengthOf(each), 0);
  const filled = coverOf([...cover, { start: newest.at, end: reached }]);
  const covered = due.reduce((sum, each) => sum + lengthIn(filled, each), 0);
  return length <= 0 ? 1 : Math.min(1, covered / length);
}
