import { beforeAll, describe, expect, it } from "vitest";
import { apply, emptyCatalog, loadParser, parseStatements, sourceOf, type Catalog } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

/** The schema of a history, each relation with as many rows as statistics would tell. */
function catalogWith(history: string, rows: number): Catalog {
  const { statements } = parseStatements(history, { postgres: 18 });
  const catalog = statements.reduce(
    (before, statement) => apply(before, statement),
    emptyCatalog({ postgres: 18, complete: true }),
  );
  const relations = catalog.relations
    .values()
    .reduce((all, relation) => all.set(relation.oid, { ...relation, rows }), catalog.relations);
  return { ...catalog, relations };
}

function rulesFor(sql: string, rows: number): string[] {
  const catalog = catalogWith("CREATE TABLE plans (id bigint PRIMARY KEY, name text, old text);", rows);
  const report = lintFlat([sourceOf("1.sql", sql)], {
    postgres: 18,
    framework: "plain",
    transaction: "file",
    catalog,
  });
  return report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
  );
}

describe("a table that statistics know to be tiny", () => {
  it.each([
    ["require-concurrent-index", "CREATE INDEX plans_name ON plans (name);"],
    ["require-validated-not-null", "ALTER TABLE plans ALTER COLUMN name SET NOT NULL;"],
    ["no-table-rewrite", "ALTER TABLE plans ADD COLUMN token uuid DEFAULT gen_random_uuid();"],
    ["no-unique-constraint-build", "ALTER TABLE plans ADD UNIQUE (name);"],
    ["require-not-valid-check", "ALTER TABLE plans ADD CHECK (name <> '');"],
    ["no-unbatched-data-change", "UPDATE plans SET name = 'x';"],
  ])("is no matter for %s, a large one is", (rule, sql) => {
    expect(rulesFor(sql, 1000)).not.toContain(rule);
    expect(rulesFor(sql, 1001)).toContain(rule);
  });

  it("still has users, who miss what is dropped", () => {
    expect(rulesFor("ALTER TABLE plans DROP COLUMN old;", 3)).toContain("no-drop-column");
  });
});
