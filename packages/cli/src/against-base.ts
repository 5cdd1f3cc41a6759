import { againstBase, type AgainstBase, type Project } from "@release-gate/adapters";
import { newSuppressions, type ReportData } from "@release-gate/core";
import type { VersionFlags } from "./flags.js";

/** What of a project's gate is weaker than at the base ref; undefined where git tells no base. */
export function baseOfProject(project: Project, { since, policyFrom }: VersionFlags): AgainstBase | undefined {
  return againstBase(project, {
    ...(since === undefined ? {} : { since }),
    ...(policyFrom === undefined ? {} : { policyFrom }),
  });
}

/** A report with what is weaker than at the base ref. */
export function withWeaker<Report extends ReportData>(report: Report, base: AgainstBase | undefined): Report {
  if (!base) return report;
  const notes = base.note ? [...report.notes, { reason: "policy-new" as const, text: base.note }] : report.notes;
  return { ...report, notes, weakened: [...base.weakened, ...newSuppressions(report, base.accepted)] };
}
