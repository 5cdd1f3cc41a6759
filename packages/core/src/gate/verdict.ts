import { outcomes, type Check, type Outcome } from "./check.js";

export type Decision = "promote" | "hold" | "rollback";

/** The worst outcome of all checks, and what to do. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly decision: Decision;
  /** Worst first; among equals what users feel before its causes, then by id. */
  readonly checks: readonly Check[];
  readonly live: boolean;
}

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

/**
 * The verdict over the checks: the worst outcome wins. A rollback needs a live stage; without one the same check holds
 * with the reason `would-roll-back`. No check at all is no data, so it holds.
 */
export function verdictOf(given: readonly Check[], options: { readonly live: boolean }): Verdict {
  const checks = given
    .map((check): Check =>
      check.outcome === "rollback" && !options.live ? { ...check, outcome: "hold", reason: "would-roll-back" } : check,
    )
    .toSorted(
      (a, b) =>
        rank(b.outcome) - rank(a.outcome) ||
        Number(b.symptom) - Number(a.symptom) ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
  const outcome = checks[0]?.outcome ?? "hold";
  return {
    outcome,
    decision: outcome === "pass" || outcome === "warn" ? "promote" : outcome,
    checks,
    live: options.live,
  };
}
