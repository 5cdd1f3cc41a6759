import { olderCounts } from "./older.js";
import { holding } from "../not-known.js";
import type { ReportData } from "./report-data.js";

/** The numbers under a report of migrations. What is only counted, because newer files are there, has numbers of its own. */
export function lintSummary(report: ReportData) {
  const { notRead, notJudged } = report;
  const older = olderCounts(report);
  const unknown = { notRead: notRead.length, notJudged: notJudged.length };
  const sum = { files: 0, statements: 0, ...unknown, errors: 0, warnings: 0, suppressed: 0 };
  for (const file of report.files) {
    const judged = file.migrations.filter(({ deployment }) => deployment);
    if (judged.length > 0) sum.files++;
    for (const { statements, findings, older: isOlder } of judged) {
      sum.statements += statements;
      for (const { suppressed, severity } of findings) {
        if (suppressed) sum.suppressed++;
        else if (isOlder) continue;
        else if (severity === "error") sum.errors++;
        else sum.warnings++;
      }
    }
  }
  return older ? { ...sum, older } : sum;
}

/** What a report of migrations comes to by itself: it holds at an error, at what nobody knows, and at what is weaker. */
export function lintOutcome(report: ReportData): "pass" | "warn" | "hold" {
  const { errors, warnings } = lintSummary(report);
  const { notRead, notJudged } = holding(report);
  const weaker = report.weakened ?? [];
  if (errors + notRead.length + notJudged.length + weaker.length > 0) return "hold";
  return warnings > 0 ? "warn" : "pass";
}
