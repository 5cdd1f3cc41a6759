/** A stretch of time in milliseconds since 1970 (UTC): after `start`, up to and including `end`, as Prometheus ranges are. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** The last `length` milliseconds up to `now`. */
export const last = (length: number, now: number): Interval => ({ start: now - length, end: now });

export const lengthOf = (interval: Interval): number => interval.end - interval.start;

/** Whether a moment lies in the interval: its end does, its start does not. */
export const holds = (interval: Interval, at: number): boolean => at > interval.start && at <= interval.end;
