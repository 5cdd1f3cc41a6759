import type { Finding } from "../rules/rule.js";
import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";
import { tokensOf } from "../sql/tokens.js";
import { msg } from "../text/message.js";
import type { LintedFile, LintedMigration, LintReport } from "./lint.js";

/** Findings that were there when a project began: told as suppressed, never counted. */
export interface BaselineEntry {
  readonly rule: string;
  /** The migration's name, as its framework shows it. */
  readonly migration: string;
  readonly direction: Migration["direction"];
  /** The statement without comments, its blanks made one; "" for a finding about a migration as a whole. */
  readonly statement: string;
  /** How many such findings there are. */
  readonly count: number;
}

export interface Baseline {
  /** Where it was read from, as it is shown. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
  /** The line of each entry in its file. */
  readonly lines?: readonly number[];
}

/** What became of a baseline: its entries, and those that (with that count) no longer match a finding. */
export interface UsedBaseline extends Baseline {
  readonly stale: readonly BaselineEntry[];
}

/**
 * Marks the findings that a baseline holds, and tells which of its entries match nothing any more. An entry of a migration
 * that was not judged here is not stale; one of a migration that is gone is, where every migration was read.
 */
export function withBaseline(report: LintReport, baseline: Baseline, complete: boolean): LintReport {
  const left = new Map<string, number>();
  for (const entry of baseline.entries) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  const files = report.files.map((file) => ({
    ...file,
    migrations: file.migrations.map((each) => marked(each, left)),
  }));
  const all = report.files.flatMap(({ migrations }) => migrations);
  const judged = new Set(all.filter(({ deployment }) => deployment).map(({ migration }) => placeOf(migration)));
  const there = new Set(all.map(({ migration }) => placeOf(migration)));
  const stale = baseline.entries.flatMap((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    left.delete(keyOf(entry));
    const place = `${entry.direction} ${entry.migration}`;
    return count > 0 && (judged.has(place) || (complete && !there.has(place))) ? [{ ...entry, count }] : [];
  });
  const gone = stale.reduce((sum, each) => sum + each.count, 0);
  const text = msg`No longer found, of ${baseline.path}: ${gone}. "release-gate lint --update-baseline" takes them out.`;
  const notes = gone > 0 ? [...report.notes, { reason: "baseline" as const, text }] : report.notes;
  return { ...report, files, notes, baseline: { ...baseline, stale } };
}

/** The baseline that would silence every finding of a report that nothing silences yet. */
export function baselineEntries(files: readonly LintedFile[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { migration, findings } of files.flatMap(({ migrations }) => migrations)) {
    for (const finding of findings) {
      if (finding.suppressed) continue;
      const entry = entryOf(migration, finding);
      const key = keyOf(entry);
      entries.set(key, { ...entry, count: (entries.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...entries.values()];
}

/** The entries of a baseline without those that match nothing any more: it shrinks, and never grows. */
export function shrunk({ entries, stale }: UsedBaseline): BaselineEntry[] {
  const gone = new Map(stale.map((entry) => [keyOf(entry), entry.count]));
  return entries.flatMap((entry) => {
    const count = entry.count - (gone.get(keyOf(entry)) ?? 0);
    return count > 0 ? [{ ...entry, count }] : [];
  });
}

function marked(linted: LintedMigration, left: Map<string, number>): LintedMigration {
  if (linted.findings.length === 0) return linted;
  const findings = linted.findings.map((finding): Finding => {
    if (finding.suppressed) return finding;
    const key = keyOf(entryOf(linted.migration, finding));
    const count = left.get(key) ?? 0;
    if (count === 0) return finding;
    left.set(key, count - 1);
    return { ...finding, suppressed: { by: "baseline", reason: "" } };
  });
  return { ...linted, findings };
}

function entryOf(migration: Migration, { rule, statement }: Finding): BaselineEntry {
  const of = statement === undefined ? undefined : migration.statements[statement];
  return {
    rule,
    migration: migration.name,
    direction: migration.direction,
    statement: of ? normalised(of) : "",
    count: 1,
  };
}

/** The tokens of a statement, one blank between two that had any: the same wherever it stands and however it is indented. */
function normalised(statement: Statement): string {
  let text = "";
  let end = statement.span.start;
  for (const token of tokensOf(statement)) {
    if (token.kind === "comment") continue;
    text += text !== "" && token.span.start > end ? ` ${token.text}` : token.text;
    end = token.span.end;
  }
  return text;
}

const placeOf = ({ direction, name }: Migration): string => `${direction} ${name}`;

const keyOf = ({ rule, migration, direction, statement }: Omit<BaselineEntry, "count">): string =>
  JSON.stringify([rule, direction, migration, statement]);
