import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, readMigrations, sourceOf } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const marks = { split: "SPLIT", outside: "OUTSIDE" };
const options: FlatOptions = { postgres: 18, complete: true, transaction: "file", marks };
const users = sourceOf("1_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, email text);");
const index = "CREATE INDEX CONCURRENTLY users_email ON users (email);";

const linted = (text: string, more: Partial<FlatOptions> = {}) => {
  const { files } = lintFlat([users, sourceOf("2_wrong.sql", text)], { ...options, ...more });
  return files[1]?.migrations ?? [];
};
const steps = (text: string, more: Partial<FlatOptions> = {}) => linted(text, more).flatMap((each) => each.steps);
const findings = (text: string, more: Partial<FlatOptions> = {}) => linted(text, more).flatMap((each) => each.findings);
const failing = (text: string, more: Partial<FlatOptions> = {}) =>
  steps(text, more).flatMap(({ facts, statement }) => (facts.error ? [statement.index] : []));

describe("a part with the mark that leaves the transaction", () => {
  it("may build an index concurrently, also several, and the parts beside it may not", () => {
    expect(failing(`SELECT 1;\n-- SPLIT\n-- OUTSIDE\n${index}\nDROP INDEX CONCURRENTLY users_email;`)).toEqual([]);
    expect(failing(`-- SPLIT\n-- OUTSIDE\nSELECT 1;\n-- SPLIT\n${index}`)).toEqual([1]);
    expect(failing(`${index}\n/* SPLIT OUTSIDE */\nSELECT 1;`)).toEqual([0]);
  });

  it("belongs to the part before it where it stands before the other mark in one comment", () => {
    expect(failing(`${index}\n/* OUTSIDE SPLIT */\nSELECT 1;`)).toEqual([]);
  });

  it("is not found in strings, nor in a file without the words", () => {
    expect(failing(`SELECT 'OUTSIDE', $$ -- SPLIT $$;\n${index}`)).toEqual([1]);
    expect(failing(index)).toEqual([0]);
  });

  it("leaves the locks and settings of the transaction to the parts around it", () => {
    const text = `SET LOCAL lock_timeout = '5s';\nALTER TABLE users ADD COLUMN a int;
-- SPLIT OUTSIDE\nSELECT 2;\n-- SPLIT\nSELECT 3;`;
    const seen = steps(text).map(({ transaction }) => ({
      open: transaction.open,
      locks: [...transaction.locks].map(({ relation }) => relation),
      timeout: transaction.settings.get("lock_timeout"),
    }));
    expect(seen.slice(2)).toEqual([
      { open: false, locks: [], timeout: undefined },
      { open: true, locks: ["public.users"], timeout: "5s" },
    ]);
  });

  it("has a session of its own, whose settings end with it", () => {
    const text =
      "SET search_path TO other;\n-- SPLIT OUTSIDE\nCREATE TABLE a (id int);\nSET search_path TO nowhere;\n-- SPLIT\nSELECT 1;";
    const [, outside, , after] = steps(text);
    expect(outside?.after.relationNames.has("public.a")).toBe(true);
    expect(after?.before.session.searchPath).toContain("other");
    expect(after?.before.relationNames.has("public.a")).toBe(true);
  });

  it("is the whole migration where nothing else is in it, which is then in no transaction", () => {
    const read = (text: string) => readMigrations([sourceOf("1_a.sql", text)], options)[0];
    expect(read(`-- OUTSIDE\nSELECT 1;`)).toMatchObject({ transaction: "none" });
    expect(read(`-- OUTSIDE\nSELECT 1;\n-- SPLIT\nSELECT 2;`)).toMatchObject({ transaction: "file" });
  });

  it("may begin a transaction of its own", () => {
    const nested = (text: string) => findings(text).filter(({ rule }) => rule === "no-nested-transaction");
    expect(nested("SELECT 1;\n-- SPLIT OUTSIDE\nBEGIN; SELECT 2; COMMIT;\n-- SPLIT\nSELECT 3;")).toEqual([]);
    expect(nested("SELECT 1;\n-- SPLIT OUTSIDE\nSELECT 2;\n-- SPLIT\nBEGIN; SELECT 3;")).toHaveLength(1);
    expect(nested("SELECT 1;\n-- SPLIT OUTSIDE\nBEGIN; SELECT 2;\n-- SPLIT\nSELECT 3;")).toHaveLength(1);
  });

  it("is what a finding advises", () => {
    const [found] = findings(index).filter(({ rule }) => rule === "no-concurrent-in-transaction");
    expect(found?.advice && english(found.advice)).toBe(
      'Put the statement into a part of the file that leaves the transaction by "-- OUTSIDE".',
    );
  });
});

describe("the parts of a file that its framework sends as one query", () => {
  const migration = (text: string) => {
    const sources = [sourceOf("1_users/migration.sql", users.text), sourceOf("2_index/migration.sql", text)];
    const { files } = lintFlat(sources, { postgres: 18, complete: true, framework: "prisma", marks });
    return files[1]?.migrations.flatMap((each) => each.steps);
  };
  const refused = (text: string) => migration(text)?.map(({ facts }) => facts.error !== undefined);

  it("are one query each: CONCURRENTLY must be alone in its part", () => {
    expect(refused(`SELECT 1;\n-- SPLIT\n${index}\n-- SPLIT\nSELECT 2;`)).toEqual([false, false, false]);
    expect(refused(`SELECT 1;\n-- SPLIT\n${index} SELECT 2;`)).toEqual([false, true, false]);
  });

  it("are sent statement by statement where they leave the transaction", () => {
    expect(refused(`SELECT 1;\n-- SPLIT OUTSIDE\n${index} SELECT 2;`)).toEqual([false, false, false]);
  });
});

describe("a statement", () => {
  it("does not reach over a mark, also without a semicolon", () => {
    const [migration] = readMigrations([sourceOf("1_a.sql", "SELECT 1\n-- SPLIT\nSELECT 2")], options);
    expect(migration?.statements.map(({ text, index: at }) => [at, text])).toEqual([
      [0, "SELECT 1"],
      [1, "SELECT 2"],
    ]);
  });
});

describe("a released migration", () => {
  it("was edited where a mark has put a statement out of the transaction", () => {
    const was = sourceOf("2_a.sql", "SELECT 1;\n-- SPLIT\nSELECT 2;");
    const now = sourceOf("2_a.sql", "SELECT 1;\n-- SPLIT OUTSIDE\nSELECT 2;");
    const report = (source: typeof now) =>
      lintFlat([users, source, sourceOf("3_b.sql", "SELECT 3;")], {
        ...options,
        released: "2",
        changes: { since: "main", files: new Map([["2_a.sql", was]]) },
      });
    const rules = (source: typeof now) =>
      report(source).files.flatMap(({ migrations }) =>
        migrations.flatMap((each) => each.findings.map(({ rule }) => rule)),
      );
    expect(rules(now)).toContain("no-edited-migration");
    expect(rules({ ...was })).not.toContain("no-edited-migration");
  });
});
