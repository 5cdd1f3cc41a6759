import { cacheKey, lintCacheParts, lintedSources, readCache, writeCache, type Project } from "@release-gate/adapters";
import { reportOf, reportText, type LintReport, type MigrationEvidence, type ReportData } from "@release-gate/core";
import { version } from "./version.js";

/** The report that was kept for this input, else a new one, which is then kept unless the time was over. */
export async function kept(
  folder: string,
  project: Project,
  input: MigrationEvidence,
  judge: () => Promise<LintReport>,
  isTimeOver: () => boolean,
): Promise<ReportData> {
  const key = cacheKey([version, ...lintCacheParts(project, input)]);
  const known = readCache(folder, key, (text) => reportOf(text, lintedSources(input)));
  if (known) return known;
  const report = await judge();
  const text = isTimeOver() ? undefined : reportText(report);
  if (text !== undefined) writeCache(folder, key, text);
  return report;
}
