import { writeWhole, type Project } from "@release-gate/adapters";
import { fixedText, type LintReport } from "@release-gate/core";
import { resolve } from "node:path";

/** Fixes that touch each other are made one after the other, at most so many times. */
const mostPasses = 10;

/** Writes the fixes of a report into their files, and those that then can be made; gives the report of what is there now. */
export function withFixes(report: LintReport, project: Project, again: () => LintReport): LintReport {
  let now = report;
  for (let pass = 0; pass < mostPasses && applyFixes(now, project); pass++) now = again();
  return now;
}

function applyFixes(report: LintReport, project: Project): boolean {
  let changed = false;
  for (const { source, migrations } of report.files) {
    const text = fixedText(
      source.text,
      migrations.flatMap((each) => each.findings),
    );
    if (text === source.text) continue;
    writeWhole(resolve(project.root, source.path), `${source.bom ? "\uFEFF" : ""}${text}`);
    changed = true;
  }
  return changed;
}
