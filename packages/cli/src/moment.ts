import { Temporal } from "temporal-polyfill";
import { msg, UserError } from "@release-gate/core";

/** The moment that is judged: `--now`, else the clock's (milliseconds since 1970). */
export function momentOf(given: string | undefined, clock: () => number): Temporal.Instant {
  if (given === undefined) return Temporal.Instant.fromEpochMilliseconds(clock());
  try {
    return Temporal.Instant.from(given);
  } catch {
    throw new UserError(msg`--now cannot be "${given}".`, {
      hint: msg`Write a moment with its offset, such as 2026-11-22T10:00:00+09:00 or 2026-11-22T01:00:00Z.`,
    });
  }
}
