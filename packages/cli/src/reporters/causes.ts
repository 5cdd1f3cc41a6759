import { msg, render, type Check, type Message, type Reason } from "@release-gate/core";

/** Checks that say the same: one line of a report. */
export interface Cause {
  /** The one that speaks for all. */
  readonly check: Check;
  readonly others: readonly Check[];
}

/** Of one SLO these have one cause in all windows: its rows ended, its metric is not there, it has little traffic. */
const ofData: ReadonlySet<Reason> = new Set<Reason>([
  "no-data",
  "stale",
  "insufficient-samples",
  "partial-range",
  "source-down",
]);

/** "slo/api": what a check is about. */
export const groupOf = ({ id }: Check): string => id.split("/").slice(0, 2).join("/");

/** What does not pass, by cause: however many checks of an SLO a cause holds, it is told once. In the order of the checks. */
export function causesOf(checks: readonly Check[]): readonly Cause[] {
  const causes = new Map<string, Check[]>();
  for (const check of checks) {
    if (check.outcome === "pass") continue;
    const said = ofData.has(check.reason) ? "" : render(check.summary, "en");
    const key = JSON.stringify([groupOf(check), check.outcome, check.reason, said]);
    causes.set(key, [...(causes.get(key) ?? []), check]);
  }
  return [...causes.values()].flatMap(([check, ...others]) => (check === undefined ? [] : [{ check, others }]));
}

/** "(2 more for the same reason: 1h/5m, 6h/30m)"; undefined where a check speaks for itself alone. */
export function othersText({ others }: Cause): Message | undefined {
  if (others.length === 0) return undefined;
  const list = others.map(({ id, window }) => window ?? id.split("/").at(-1) ?? id).join(", ");
  return msg`(${others.length} more for the same reason: ${list})`;
}

/** That a stage which is not live would be rolled back if it were. */
export const wouldText = ({ reason }: Check): Message | undefined =>
  reason === "would-roll-back" ? msg`A live stage would be rolled back.` : undefined;
