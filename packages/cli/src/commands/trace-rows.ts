import type { Trace } from "@release-gate/adapters";
import { compareFacts, type LintedMigration, type LintReport } from "@release-gate/core";
import type { TraceReport, TraceRow } from "../reporters/trace.js";

export const upsOf = (report: LintReport): LintedMigration[] =>
  report.files.flatMap((file) => file.migrations).filter((each) => each.migration.direction === "up");

/** What was predicted beside what was observed, statement by statement. */
export function reportOf(trace: Trace, lint: LintReport): TraceReport {
  const deployment = upsOf(lint).filter((each) => each.deployment);
  const rows = trace.statements.flatMap((traced): TraceRow[] => {
    const linted = deployment[traced.migration];
    const step = linted?.steps[traced.statement];
    if (!linted || !step) return [];
    const { observed, notRun, locksSeen } = traced;
    // Who creates a relation holds ACCESS EXCLUSIVE on it until the transaction ends, and takes no further lock.
    const own = [...step.transaction.created].map((relation) => ({ relation, mode: "ACCESS EXCLUSIVE" as const }));
    const held = [...step.transaction.locks, ...own];
    const disagreements = observed ? compareFacts(step.facts, observed, { held, locksSeen }) : [];
    return [{ source: linted.migration.source, step, observed, locksSeen, notRun, disagreements }];
  });
  return { server: trace.server, rows, notRun: trace.notRun, historyErrors: trace.historyErrors };
}

export const failed = (row: TraceRow): boolean =>
  row.disagreements.length > 0 || row.observed?.error !== undefined || row.notRun !== undefined;
