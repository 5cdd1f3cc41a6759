import { exactText, type Check, type ExitCode, type Language, type Release, type Report } from "@release-gate/core";
import { findingJson } from "./lint-json.js";
import { causesOf } from "./causes.js";

/** The report of `check --format json`; stable from the first release. */
export function checkJson(report: Report, exitCode: ExitCode, language: Language): string {
  const { verdict } = report;
  const value = {
    schemaVersion: 1,
    now: report.now,
    stage: report.stage,
    live: verdict.live,
    decision: verdict.decision,
    exitCode,
    // What a person is told: one for each cause, by the checks that it holds.
    causes: causesOf(verdict.checks).map(({ check, others }) => ({
      outcome: check.outcome,
      reason: check.reason,
      summary: exactText(check.summary, language),
      checks: [check, ...others].map(({ id }) => id),
    })),
    checks: verdict.checks.map((check) => checkValue(check, language)),
    release: report.release ? releaseValue(report.release) : null,
    environment: report.environment ?? null,
    rollback: null,
    next: report.next ?? null,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function releaseValue({ version, tag, commit, branch, digest, authors, type, severity, risk, changes, from }: Release) {
  const facts = { version, tag, commit, branch, digest, authors, type, severity, risk, changes };
  return { ...Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, value ?? null])), from };
}

function checkValue(check: Check, language: Language) {
  return {
    id: check.id,
    kind: check.kind,
    outcome: check.outcome,
    reason: check.reason,
    summary: exactText(check.summary, language),
    value: check.value ?? null,
    bound: check.bound ?? null,
    unit: check.unit ?? null,
    window: check.window ?? null,
    samples: check.samples ?? null,
    symptom: check.symptom,
    source: check.source ?? null,
    evidence: check.evidence,
    ...(check.findings ? { findings: check.findings.map((each) => findingJson(each, language)) } : {}),
  };
}
