import type { ReportData } from "./report-data.js";

/** What is only counted, because nothing tells whether it was released and newer files are there. */
export interface Older {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** How many findings each rule has there, the most first. */
  readonly rules: Readonly<Record<string, number>>;
}

/** The findings of the older files, counted; undefined where there are no such files. What is silenced is left out. */
export function olderCounts({ files }: ReportData): Older | undefined {
  const older = files.filter(({ migrations }) => migrations.some((each) => each.older));
  if (older.length === 0) return undefined;
  const found = older
    .flatMap(({ migrations }) => migrations.flatMap((each) => (each.older ? each.findings : [])))
    .filter(({ suppressed }) => !suppressed);
  const counts = new Map<string, number>();
  for (const { rule } of found) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const errors = found.filter(({ severity }) => severity === "error").length;
  const rules = Object.fromEntries([...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
  return { files: older.length, errors, warnings: found.length - errors, rules };
}
