import {
  emptyCatalog,
  postgresMajors,
  rules,
  sourceOf,
  type Finding,
  type PostgresMajor,
  type Rule,
} from "@release-gate/core";
import type { Example } from "../../src/rules/rule.js";
import { lintFlat } from "../lint-flat.js";

/** RULES=no-rename,no-truncate narrows a run to these, as `npm run check` does, and to those that are about comments on any. */
const only = process.env["RULES"]?.split(",");
export const chosenRules = rules.filter(({ id, aboutComment }) => !only || aboutComment || only.includes(id));

/** As `npm run check` has it: the oldest and the newest version stand for those between, and one way into a body for all. */
export const quick = process.env["QUICK"] === "1";

/** One half of an example as it is linted: `bad` or `good` after its history, by one rule. */
export interface Half {
  readonly rule: Rule;
  readonly history: string;
  readonly sql: string;
  readonly transaction: "file" | "none";
  readonly postgres: PostgresMajor;
  readonly application?: Example["application"] | undefined;
  /** Where versions are the point: that of `sql`, in files as golang-migrate names them. */
  readonly version?: string | undefined;
  readonly released?: string | undefined;
  readonly framework?: string | undefined;
  /** The exact version that the server tells. */
  readonly server?: string | undefined;
}

/** The versions that an example is about. */
export function versionsOf(example: Example): readonly PostgresMajor[] {
  const versions = example.postgres ?? postgresMajors;
  return quick && versions.length > 2 ? [versions[0]!, versions.at(-1)!] : versions;
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
    released: example.released,
    framework: example.framework,
    server: example.server,
    version: example.badVersion === undefined || which === "bad" ? example.badVersion : "2",
  };
}

/** What the rule says about it. The history has run before; `complete`: from an empty database on. */
export function findingsIn(half: Half, complete = true): readonly Finding[] {
  const { rule, history, sql, transaction, postgres, application, version, released, server } = half;
  const paths = version === undefined ? ["1_history.sql", "2_change.sql"] : ["1_a.up.sql", `${version}_b.up.sql`];
  const [before = "", change = ""] = paths;
  const sources = [sourceOf(before, history), sourceOf(change, sql)].filter(({ text }) => text !== "");
  const report = lintFlat(sources, {
    postgres,
    framework: half.framework ?? (version === undefined ? "plain" : "golang-migrate"),
    transaction,
    given: new Set([change]),
    complete,
    ...(server === undefined ? {} : { catalog: { ...emptyCatalog({ postgres, complete }), server } }),
    ...(application ? { application } : {}),
    ...(released === undefined
      ? {}
      : { changes: { since: "main", files: new Map([[change, sourceOf(change, released)]]) } }),
    // What is said of a comment depends on what the other rules find.
    rules: rule.aboutComment ? rules : [rule],
    settings: new Map([[rule.id, { severity: rule.severity, options: {} }]]),
    today: "2026-11-22",
  });
  const findings = report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
  return findings.filter((finding) => finding.rule === rule.id);
}
