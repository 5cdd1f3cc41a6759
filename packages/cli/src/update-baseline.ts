import { formatBaseline, msg, shrunk, UserError, type LintReport, type Message } from "@release-gate/core";
import type { Project } from "@release-gate/adapters";
import { resolve } from "node:path";
import type { OutputFile } from "./outcome.js";

/**
 * The file of the baseline without the findings that are gone, and what is said of it. It never takes new ones.
 * @throws UserError where the policy names no baseline.
 */
export function updatedBaseline(
  report: LintReport,
  project: Project,
): { readonly files: readonly OutputFile[]; readonly says: Message } {
  const { baseline } = report;
  if (!baseline) {
    throw new UserError(msg`There is no baseline to update.`, {
      hint: msg`"release-gate init" writes the first one; the policy names it with "baseline" under "migrations".`,
    });
  }
  const { path, stale } = baseline;
  if (stale.length === 0) return { files: [], says: msg`${path} is unchanged: all of its findings are still found.` };
  const gone = stale.reduce((sum, each) => sum + each.count, 0);
  return {
    files: [{ path: resolve(project.root, path), text: formatBaseline(shrunk(baseline)) }],
    says: msg`Taken out of ${path}, because no longer found: ${gone}.`,
  };
}
