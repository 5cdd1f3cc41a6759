import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, sourceOf } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const megabyte = 1024 * 1024;

describe("a file of many statements in one transaction", () => {
  it("takes memory in proportion to them, through replay, facts and rules", { timeout: 300_000 }, () => {
    const tables = 10_000;
    const lines = Array.from(
      { length: tables },
      (_, at) =>
        `CREATE TABLE t${at} (id bigint PRIMARY KEY, a int, b text);\nCREATE INDEX ON t${at} (a);\n` +
        `ALTER TABLE t${at} ADD COLUMN c text DEFAULT 'x';\nINSERT INTO t${at} VALUES (1, 2, 'y');\n`,
    );
    const before = process.memoryUsage().rss;
    const report = lintFlat([sourceOf("0001_many.sql", lines.join(""))], { postgres: 18, complete: true });
    expect(report.files[0]?.migrations[0]?.steps).toHaveLength(4 * tables);
    // The same by the command line with 100,000 statements: 0.8 GB.
    expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(700);
  });
});

describe("a value that comes through queries within queries", () => {
  it("is followed to each of its columns once, however often the queries name it", () => {
    const sum = (from: string) =>
      `SELECT ${Array.from({ length: 40 }, () => `${from}.a`).join(" + ")} AS a FROM ${from}`;
    const queries = [1, 2, 3, 4, 5].map((at) => `q${at} AS (${sum(at === 1 ? "s" : `q${at - 1}`)})`);
    // 40 ** 5 names, were each followed on its own: that would not end.
    const report = lintFlat(
      [
        sourceOf("1.sql", "CREATE TABLE s (a int); CREATE TABLE t (b int);"),
        sourceOf("2.sql", `WITH ${queries.join(", ")} UPDATE t SET b = q5.a FROM q5;`),
      ],
      { postgres: 18, complete: true },
    );
    const [step] = report.files[1]?.migrations[0]?.steps ?? [];
    const [s, t] = ["public.s", "public.t"].map((name) => step?.before.relationNames.get(name));
    expect(step?.fills).toEqual([{ to: { table: t, column: 1 }, from: [{ table: s, column: 1 }], by: "rows" }]);
  });
});

describe("what a hostile migration multiplies", () => {
  const lint = (sql: string) =>
    lintFlat([sourceOf("1_a.sql", sql)], { postgres: 18, complete: true }).files[0]!.migrations[0]!;

  it("is a diamond of inheritance, in which each table is visited once", () => {
    const levels = Array.from({ length: 25 }, (_, at) =>
      [`CREATE TABLE l${at} () INHERITS (d${at});`, `CREATE TABLE r${at} () INHERITS (d${at});`].concat(
        `CREATE TABLE d${at + 1} () INHERITS (l${at}, r${at});`,
      ),
    ).flat();
    const { steps } = lint(`CREATE TABLE d0 (a int); ${levels.join("\n")} ALTER TABLE d0 ALTER a TYPE bigint;`);
    const after = steps.at(-1)!.after;
    const last = after.relations.get(after.relationNames.get("public.d25")!);
    expect(last?.columns.map(({ name, type }) => [name, type.name])).toEqual([["a", "pg_catalog.int8"]]);
  });

  it("is a chain of WITH queries, of which each is looked through once", () => {
    const chain = Array.from({ length: 3000 }, (_, at) => `c${at} AS (SELECT * FROM ${at ? `c${at - 1}` : "t"})`);
    const { steps } = lint(`CREATE TABLE t (a int); WITH ${chain.join(", ")} SELECT * FROM c2999;`);
    expect(steps[1]?.facts.locks.map(({ relation }) => relation)).toEqual(["public.t"]);
  });
});
