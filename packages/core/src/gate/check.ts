import type { PlacedFinding } from "../analyze/report/placed-finding.js";
import type { Message } from "../text/message.js";

/** What a check says, from best to worst. */
export const outcomes = ["pass", "warn", "hold", "rollback"] as const;
export type Outcome = (typeof outcomes)[number];

/** What a check is about; the words of `check --only`. */
export const checkKinds = [
  "release",
  "migrations",
  "slo",
  "canary",
  "rollout",
  "calendar",
  "holds",
  "flags",
  "readiness",
] as const;
export type CheckKind = (typeof checkKinds)[number];

/** Why, in a word that scripts can rely on. */
export type Reason =
  | "ok"
  | "findings"
  | "syntax-error"
  | "not-read"
  | "not-judged"
  | "weaker"
  | "contradiction"
  | "branch"
  | "budget-exhausted"
  | "budget-low"
  | "burn-rate"
  | "no-data"
  | "stale"
  | "baseline"
  | "insufficient-samples"
  | "source-down"
  | "partial-range"
  | "small-share"
  | "odd-rows"
  | "version-mismatch"
  | "released-unknown"
  | "policy-new"
  | "order-guess"
  | "out-of-order"
  | "transaction-guess"
  | "released"
  | "outside"
  | "would-roll-back";

/** Where a check's number comes from: the line of the configuration or file that decided. */
export interface CheckSource {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One reason to go or not. */
export interface Check {
  /** "slo/checkout-availability/budget"; unique in a report. */
  readonly id: string;
  readonly kind: CheckKind;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly summary: Message;
  readonly value?: number;
  readonly bound?: number;
  readonly unit?: string;
  readonly window?: string;
  readonly samples?: number;
  /** A symptom is what users feel; symptoms are shown before causes. */
  readonly symptom: boolean;
  readonly source?: CheckSource;
  /** Whatever explains the number: plain JSON. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Of a migration: what was found in it, silenced or not. */
  readonly findings?: readonly PlacedFinding[];
  /** What would let it pass: more samples, or the first moment at which it may. */
  readonly needs?: { readonly samples?: number; readonly earliest?: string };
}
