import { durationFlag } from "./duration-flag.js";

/** Longest time for a whole run where nobody says another: far more than the largest known history takes. */
const usual = 10 * 60_000;

export interface TimeLimit {
  readonly isOver: () => boolean;
  /** Milliseconds that are left, 0 at least. */
  readonly left: () => number;
}

/** The time that a run has from now on, by `--time-limit`. */
export function timeLimitOf(flag: string | undefined): TimeLimit {
  const end = performance.now() + (flag === undefined ? usual : durationFlag("--time-limit", flag));
  const left = (): number => Math.max(0, end - performance.now());
  return { isOver: () => left() === 0, left };
}
