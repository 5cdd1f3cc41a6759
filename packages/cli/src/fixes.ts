import { writeWhole, type Project } from "@release-gate/adapters";
import type { LintReport } from "@release-gate/core";

/** Writes the fixes of a report into their files; edits that overlap an earlier one are left out. */
export function applyFixes(report: LintReport, project: Project): boolean {
  let changed = false;
  for (const { source, migrations } of report.files) {
    const edits = migrations
      .flatMap((each) => each.findings)
      .filter((finding) => !finding.suppressed)
      .flatMap((finding) => finding.fix ?? [])
      .toSorted((a, b) => a.span.start - b.span.start);
    let text = "";
    let at = 0;
    for (const edit of edits) {
      if (edit.span.start < at) continue;
      text += source.text.slice(at, edit.span.start) + edit.text;
      at = edit.span.end;
    }
    if (edits.length === 0) continue;
    writeWhole(`${project.root}/${source.path}`, `${source.bom ? "\uFEFF" : ""}${text}${source.text.slice(at)}`);
    changed = true;
  }
  return changed;
}
