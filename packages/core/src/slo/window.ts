import { before, periodAt, type Interval } from "../time/index.js";
import type { Slo } from "./slo.js";

/** The period that a budget is for, and the part of it that has passed by now. */
export interface Period {
  readonly whole: Interval;
  readonly elapsed: Interval;
  /** Where slices are counted from: the start of a calendar period, else 1970. */
  readonly anchor: number;
}

/** The SLO's period at a moment: the last 28 days of a rolling window, the current month of a calendar window. */
export function periodOf({ window }: Slo, now: number): Period {
  if (window.rolling) {
    const whole = { start: before(now, window.duration), end: now };
    return { whole, elapsed: whole, anchor: 0 };
  }
  const whole = periodAt(now, window.start, window.duration, window.zone);
  return { whole, elapsed: { start: whole.start, end: Math.min(now, whole.end) }, anchor: whole.start };
}
