import { beforeAll, describe, expect, it } from "vitest";
import {
  holding,
  loadParser,
  msg,
  sourceOf,
  verdictOf,
  type Allowed,
  type LintReport,
  type NotJudged,
  type NotRead,
} from "@release-gate/core";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(async () => {
  await loadParser();
});

const file: NotRead = { path: "m/2_b.ts", why: "typescript", text: msg`TypeScript`, ships: true };
const statement: NotJudged = {
  path: "m/1_a.sql",
  line: 3,
  column: 5,
  why: "limit",
  text: msg`too deep`,
  ships: true,
};

function report(unknown: Partial<Pick<LintReport, "notRead" | "notJudged">>, allowed?: Allowed): LintReport {
  const sources = [sourceOf("m/1_a.sql", "SELECT 1;")];
  return { ...lintFlat(sources, { postgres: 18, ...(allowed ? { allowed } : {}) }), ...unknown };
}

const outcomes = (of: LintReport) => migrationChecks(of).map(({ id, outcome, reason }) => [id, outcome, reason]);

describe("what ships and nobody knows", () => {
  it("holds: a file that is not read, by a check of its own with its reason", () => {
    const checks = migrationChecks(report({ notRead: [file] }));
    expect(checks.at(-1)).toMatchObject({
      id: "migrations/not-read/m/2_b.ts",
      outcome: "hold",
      reason: "not-read",
      evidence: { why: "typescript" },
      source: { file: "m/2_b.ts", line: 1, column: 1 },
    });
    expect(verdictOf(checks, { live: false }).decision).toBe("hold");
  });

  it("holds: a statement that is not judged, at its place", () => {
    expect(outcomes(report({ notJudged: [statement] })).at(-1)).toEqual([
      "migrations/not-judged/m/1_a.sql:3:5",
      "hold",
      "not-judged",
    ]);
  });

  it("warns where the policy lets the reason pass, and only that reason", () => {
    const other: NotRead = { ...file, path: "m/3_c.rb", why: "ruby" };
    const judged = report({ notRead: [file, other] }, { notRead: ["typescript"], notJudged: [] });
    expect(outcomes(judged).slice(1)).toEqual([
      ["migrations/not-read/m/2_b.ts", "warn", "not-read"],
      ["migrations/not-read/m/3_c.rb", "hold", "not-read"],
    ]);
    expect(holding(judged).notRead).toEqual([other]);
  });

  it("has no check in the history, where it only ends certainty", () => {
    const history = report({ notRead: [{ ...file, ships: false }], notJudged: [{ ...statement, ships: false }] });
    expect(outcomes(history)).toEqual([["migrations/1_a", "pass", "ok"]]);
    expect(holding(history)).toEqual({ notRead: [], notJudged: [] });
  });

  it("is never told together with 'no migration ships'", () => {
    const judged = { ...report({ notRead: [file] }), files: [] };
    expect(outcomes(judged)).toEqual([["migrations/not-read/m/2_b.ts", "hold", "not-read"]]);
  });
});
