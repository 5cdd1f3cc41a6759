import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import type { Session } from "../../packages/adapters/src/session.js";
import { loadParser, sourceOf, type LintReport } from "@release-gate/core";
import { reset } from "../postgres/reset.js";
import { migrationChecks } from "../../packages/core/src/gate/migrations/checks.js";
import { lintFlat } from "../../packages/core/test/lint-flat.js";

const users = "CREATE TABLE users (id int PRIMARY KEY, name text)";
const orders = "CREATE TABLE orders (id int, user_id int REFERENCES users)";

/** A schema, a migration, and what undoes it, each statement by itself. Whether it runs is what the server says. */
const cases: readonly (readonly [history: readonly string[], up: readonly string[], down: readonly string[]])[] = [
  [[users], ["ALTER TABLE users ADD COLUMN q text"], ["ALTER TABLE users DROP COLUMN nope"]],
  [[users], ["ALTER TABLE users ADD COLUMN q text"], ["ALTER TABLE users DROP COLUMN q"]],
  [[users, orders], ["ALTER TABLE users ADD COLUMN q text"], ["DROP TABLE users"]],
  [[users, orders], ["ALTER TABLE users ADD COLUMN q text"], ["DROP TABLE users CASCADE"]],
  [[users], [orders], ["DROP TABLE users", "DROP TABLE orders"]],
  [[users], [orders], ["DROP TABLE orders", "DROP TABLE users"]],
  [[users], ["CREATE INDEX users_name ON users (name)"], ["DROP INDEX users_nam"]],
  [[users], ["CREATE INDEX users_name ON users (name)"], ["DROP INDEX users_name", "DROP INDEX users_name"]],
  [[users], ["CREATE INDEX users_name ON users (name)"], ["DROP INDEX IF EXISTS nothing", "DROP INDEX users_name"]],
  [[users], ["ALTER TABLE users RENAME TO people"], ["ALTER TABLE users RENAME TO users"]],
  [[users], ["ALTER TABLE users RENAME TO people"], ["ALTER TABLE people RENAME TO users"]],
  [[users], ["ALTER TABLE users DROP COLUMN name"], ["ALTER TABLE users ADD COLUMN name text"]],
  [[users], ["ALTER TABLE users DROP COLUMN name"], ["ALTER TABLE users ADD COLUMN id int"]],
  [[users], ["CREATE VIEW v AS SELECT name FROM users"], ["ALTER TABLE users DROP COLUMN name"]],
  [[users], ["CREATE VIEW v AS SELECT name FROM users"], ["DROP TABLE v"]],
  [[users], ["ALTER TABLE users ALTER COLUMN name TYPE varchar(10)"], ["ALTER TABLE users ALTER COLUMN name TYPE int"]],
  [[], ["CREATE TYPE mood AS ENUM ('a')", "CREATE TABLE t (m mood)"], ["DROP TYPE mood", "DROP TABLE t"]],
  [[], ["CREATE TYPE mood AS ENUM ('a')", "CREATE TABLE t (m mood)"], ["DROP TABLE t", "DROP TYPE mood"]],
  [[users], ["ALTER TABLE users ADD CONSTRAINT u UNIQUE (name)"], ["ALTER TABLE users DROP CONSTRAINT uu"]],
  [[], ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"], ["DROP FUNCTION f(int)"]],
];

function judged(history: readonly string[], up: readonly string[], down: readonly string[]): LintReport {
  const text = (statements: readonly string[]): string => statements.map((each) => `${each};\n`).join("");
  const sources = [
    sourceOf("1_start.up.sql", text(history)),
    sourceOf("2_change.up.sql", text(up)),
    sourceOf("2_change.down.sql", text(down)),
    // What ships later has not run yet, or is undone already, when the down script runs.
    sourceOf("3_later.up.sql", "CREATE TABLE later (user_id int REFERENCES users);\nDROP VIEW IF EXISTS v;\n"),
    sourceOf("3_later.down.sql", "DROP TABLE later;\n"),
  ];
  return lintFlat(sources, { postgres: 18, framework: "golang-migrate", complete: true, released: "1" });
}

/** The statements of the down script that are said to fail. */
function refused(report: LintReport): string[] {
  const file = report.files.find(({ source }) => source.path === "2_change.down.sql");
  return (file?.migrations[0]?.findings ?? [])
    .filter(({ rule }) => rule === "no-failing-statement")
    .map(({ span }) => file?.source.text.slice(0, span.start).split("\n").length.toString() ?? "");
}

describe("a down script", () => {
  let session: Session;
  beforeAll(async () => {
    await loadParser();
    session = await openPglite();
  });
  afterAll(() => session.close());

  it.each(cases)("after %j, of %j: %j is refused by the rule where the server refuses it", async (...texts) => {
    const [history, up, down] = texts;
    expect(await reset(session)).toBe(true);
    for (const each of [...history, ...up]) await session.run(each);
    const failing: string[] = [];
    for (const [index, each] of down.entries()) {
      await session.run(each).catch(() => failing.push(String(index + 1)));
    }
    expect(refused(judged(history, up, down))).toEqual(failing);
  });

  it("that fails holds, with a check of its own; one that runs has none", () => {
    const outcomes = (down: string): unknown[] =>
      migrationChecks(judged([users, orders], ["ALTER TABLE users ADD COLUMN q text"], [down]))
        .filter(({ id }) => id.includes("change"))
        .map(({ id, outcome }) => [id, outcome]);
    expect(outcomes("DROP TABLE users")).toContainEqual(["migrations/2_change/down", "hold"]);
    expect(outcomes("ALTER TABLE users DROP COLUMN q").map((each) => (each as string[])[0])).toEqual([
      "migrations/2_change",
    ]);
  });
});
