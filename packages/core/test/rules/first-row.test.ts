import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf, type Finding } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const history = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY);";

function findings(sql: string): Finding[] {
  const sources = [sourceOf("1_old.sql", history), sourceOf("2_new.sql", sql)];
  const report = lintFlat(sources, { postgres: 18, released: "1", transaction: "file", complete: true });
  return report.files.flatMap(({ migrations }) => migrations.flatMap((each) => each.findings));
}

// A server ends this scan at the first row with error 23502, and has nothing to read where there is none.
describe("a new column that is NOT NULL and has no default", () => {
  const add = "ALTER TABLE users ADD COLUMN plan text NOT NULL;";

  it("is said to fail where the table has a row", () => {
    const found = findings(add).find(({ rule }) => rule === "no-required-column");
    expect(found && english(found.message)).toBe(
      "This fails where public.users has a row, and INSERTs that do not give public.users.plan a value fail.",
    );
  });

  it("is no long scan: neither a validated check nor other locks have to do with it", () => {
    const rules = findings(`ALTER TABLE orders ADD COLUMN note text; ${add}`).map(({ rule }) => rule);
    expect(rules).not.toContain("require-validated-not-null");
    expect(rules).not.toContain("no-work-under-lock");
  });

  it("is one where the column is generated: then the rows are read for NULL", () => {
    const rules = findings("ALTER TABLE users ADD COLUMN twice bigint GENERATED ALWAYS AS (id * 2) VIRTUAL NOT NULL;");
    expect(rules.map(({ rule }) => rule)).toContain("require-validated-not-null");
  });
});
