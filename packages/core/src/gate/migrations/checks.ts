import { holding, untold, type NotJudged, type NotRead } from "../../analyze/not-known.js";
import type { LintedFile, LintedMigration, LintReport } from "../../analyze/lint.js";
import { olderCounts } from "../../analyze/report/older.js";
import type { Note } from "../../analyze/statistics/sizes.js";
import type { Finding } from "../../rules/rule.js";
import { msg, type Message } from "../../text/message.js";
import { placedFinding } from "../../analyze/report/placed-finding.js";
import { SourceLines } from "../../source/source-lines.js";
import type { Check, Outcome } from "../check.js";

/**
 * One check for each migration that ships: an error holds, a warning warns. Severity becomes outcome here and nowhere
 * else. One for each file and statement of them that nobody knows: it holds, or warns where the policy lets it pass. No
 * migration to ship is a pass, and said so.
 */
export function migrationChecks(report: LintReport): Check[] {
  const shipping = report.files.flatMap((file) =>
    file.migrations
      .filter((each) => each.deployment && !each.older && (each.migration.direction === "up" || isFound(each)))
      .map((each) => ({ file, each })),
  );
  const others = [...unknownChecks(report), ...report.notes.map(noteCheck), ...olderChecks(report)];
  if (shipping.length > 0) return [...shipping.map(({ file, each }) => migrationCheck(file, each)), ...others];
  if (others.some(({ outcome }) => outcome === "hold")) return others;
  const none: Check = {
    id: "migrations/none",
    kind: "migrations",
    outcome: "pass",
    reason: "ok",
    summary: msg`No migration ships with this release.`,
    symptom: false,
    evidence: {},
  };
  return [none, ...others];
}

/** Whether a down migration is told: where something is found in it. It is no step of the release, so it needs no check that passes. */
function isFound({ findings }: LintedMigration): boolean {
  return findings.some(({ suppressed }) => !suppressed);
}

const noteIds: Readonly<Record<Note["reason"], string>> = {
  stale: "migrations/statistics",
  "version-mismatch": "migrations/postgres",
  "released-unknown": "migrations/released",
  "policy-new": "migrations/policy",
  released: "migrations/asked",
  outside: "migrations/outside",
  baseline: "migrations/baseline",
  "order-guess": "migrations/order",
  "out-of-order": "migrations/out-of-order",
  "transaction-guess": "migrations/transaction",
};

/** What the reader must know, because the judgment is less sure than it could be, or a file needs mending, warns. */
function noteCheck({ reason, text }: Note): Check {
  return {
    id: noteIds[reason],
    kind: "migrations",
    outcome: "warn",
    reason,
    summary: text,
    symptom: false,
    evidence: {},
  };
}

/** What is only counted, as one check: it warns, because nobody said that it was released. */
function olderChecks(report: LintReport): Check[] {
  const older = olderCounts(report);
  if (!older) return [];
  const { files, errors, warnings, rules } = older;
  return [
    {
      id: "migrations/older",
      kind: "migrations",
      outcome: errors + warnings > 0 ? "warn" : "pass",
      reason: errors + warnings > 0 ? "released-unknown" : "ok",
      summary: msg`${count(errors, "error")}, ${count(warnings, "warning")} in ${files} older files.`,
      symptom: false,
      evidence: { rules },
    },
  ];
}

function unknownChecks(report: LintReport): Check[] {
  const held = holding(report);
  const { notRead, notJudged } = untold(report);
  return [
    ...notRead.map((each) => notReadCheck(each, held.notRead.includes(each))),
    ...notJudged.map((each) => notJudgedCheck(each, held.notJudged.includes(each))),
  ];
}

function notReadCheck({ path, why, text }: NotRead, holds: boolean): Check {
  return {
    id: `migrations/not-read/${path}`,
    kind: "migrations",
    outcome: holds ? "hold" : "warn",
    reason: "not-read",
    summary: text,
    symptom: false,
    source: { file: path, line: 1, column: 1 },
    evidence: { why },
  };
}

function notJudgedCheck({ path, line, column, why, text }: NotJudged, holds: boolean): Check {
  return {
    id: `migrations/not-judged/${path}:${line}:${column}`,
    kind: "migrations",
    outcome: holds ? "hold" : "warn",
    reason: "not-judged",
    summary: text,
    symptom: false,
    source: { file: path, line, column },
    evidence: { why },
  };
}

function migrationCheck(file: LintedFile, linted: LintedMigration): Check {
  const { migration, phase } = linted;
  const active = linted.findings.filter((finding) => !finding.suppressed);
  const errors = active.filter((finding) => finding.severity === "error");
  const worst = errors[0] ?? active[0];
  const outcome: Outcome = errors.length > 0 ? "hold" : active.length > 0 ? "warn" : "pass";
  const lines = new SourceLines(file.source);
  const position = lines.position(worst?.span.start ?? migration.span.start);
  return {
    id: migration.direction === "up" ? `migrations/${migration.name}` : `migrations/${migration.name}/down`,
    kind: "migrations",
    outcome,
    reason: active.some((finding) => finding.rule === "syntax-error")
      ? "syntax-error"
      : active.length > 0
        ? "findings"
        : "ok",
    summary: summaryOf(linted, active, errors.length),
    value: errors.length,
    bound: 0,
    unit: "errors",
    symptom: false,
    source: { file: file.source.path, ...position },
    evidence: { phase, statements: migration.statements.length, findings: active.map((finding) => finding.rule) },
    findings: linted.findings.map((finding) => placedFinding(finding, file, lines)),
  };
}

function summaryOf(linted: LintedMigration, active: readonly Finding[], errors: number): Message {
  const warnings = active.length - errors;
  const { name } = linted.migration;
  if (errors > 0 && warnings > 0) return msg`${count(errors, "error")}, ${count(warnings, "warning")} in ${name}.`;
  if (active.length > 0) return msg`${errors > 0 ? count(errors, "error") : count(warnings, "warning")} in ${name}.`;
  const statements = linted.migration.statements.length;
  if (statements === 0) return msg`${name} has no statements.`;
  return msg`${name} is safe to run (${linted.phase}).`;
}

function count(number: number, what: "error" | "warning"): Message {
  if (what === "error") return number === 1 ? msg`1 error` : msg`${number} {0, plural, one {error} other {errors}}`;
  return number === 1 ? msg`1 warning` : msg`${number} {0, plural, one {warning} other {warnings}}`;
}
