import { workTreeAbove, writeWhole, type Project } from "@release-gate/adapters";
import { fixedText, msg, UserError, type LintReport } from "@release-gate/core";
import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";

/** Fixes that touch each other are made one after the other, at most so many times. */
const mostPasses = 10;

/** Writes the fixes of a report into their files, and those that then can be made; gives the report of what is there now. */
export function withFixes(report: LintReport, project: Project, again: () => LintReport): LintReport {
  let now = report;
  for (let pass = 0; pass < mostPasses && applyFixes(now, project); pass++) now = again();
  return now;
}

function applyFixes(report: LintReport, project: Project): boolean {
  const fixed = report.files.flatMap(({ source, migrations }) => {
    const text = fixedText(
      source.text,
      // What has run long ago must stay as it was.
      migrations.flatMap((each) => (each.older ? [] : each.findings)),
    );
    return text === source.text ? [] : [{ path: source.path, text: `${source.bom ? "\uFEFF" : ""}${text}` }];
  });
  // All of them before the first is written: half of a deployment that is mended is none.
  const files = fixed.map(({ path, text }) => ({ path: withinRepository(path, project), text }));
  for (const { path, text } of files) writeWhole(path, text);
  return files.length > 0;
}

/**
 * The file that is written for a path: what a policy or a link names elsewhere is not the repository's to change.
 * @throws UserError where it lies outside of the repository (without git, of the project's folder).
 */
function withinRepository(path: string, { root }: Project): string {
  const file = realpathSync(resolve(root, path));
  const top = realpathSync(workTreeAbove(root) ?? root);
  const way = relative(top, file);
  if (!/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way)) return file;
  throw new UserError(msg`--fix does not write ${path}: it lies outside of ${top}.`, {
    place: { path },
    hint: msg`Run it in the repository that the file belongs to. Nothing was written.`,
  });
}
