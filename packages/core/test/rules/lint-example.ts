import {
  lintSources,
  postgresMajors,
  rules,
  sourceOf,
  type Finding,
  type PostgresMajor,
  type Rule,
} from "@release-gate/core";
import type { Example } from "../../src/rules/rule.js";

/** One half of an example as it is linted: `bad` or `good` after its history, by one rule. */
export interface Half {
  readonly rule: Rule;
  readonly history: string;
  readonly sql: string;
  readonly transaction: "file" | "none";
  readonly postgres: PostgresMajor;
  readonly application?: Example["application"] | undefined;
}

/** The versions that an example is about. */
export function versionsOf(example: Example): readonly PostgresMajor[] {
  return example.postgres ?? postgresMajors;
}

/** `bad` or `good` of an example, on a version. */
export function halfOf(rule: Rule, example: Example, which: "bad" | "good", postgres: PostgresMajor): Half {
  return {
    rule,
    history: example.history ?? "",
    sql: example[which],
    transaction: (which === "bad" ? example.transaction : example.goodTransaction) ?? "file",
    postgres,
    application: example.application,
  };
}

/** What the rule says about it. The history has run before, from an empty database on. */
export function findingsIn({ rule, history, sql, transaction, postgres, application }: Half): readonly Finding[] {
  const sources = [sourceOf("1_history.sql", history), sourceOf("2_change.sql", sql)].filter(({ text }) => text !== "");
  const report = lintSources(sources, {
    postgres,
    framework: "plain",
    transaction,
    given: new Set(["2_change.sql"]),
    complete: true,
    ...(application ? { application } : {}),
    // What is said of a comment depends on what the other rules find.
    rules: rule.aboutComment ? rules : [rule],
    settings: new Map([[rule.id, { severity: rule.severity, options: {} }]]),
    today: "2026-11-22",
  });
  const findings = report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
  return findings.filter((finding) => finding.rule === rule.id);
}
