import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../packages/adapters/src/pglite.js";
import type { Session } from "../../packages/adapters/src/session.js";
import { english, loadParser, rules, sourceOf } from "@release-gate/core";
import { linesOfServer } from "../catalog/server-shape.js";
import { reset } from "../postgres/reset.js";
import { lintFlat } from "../../packages/core/test/lint-flat.js";

/** A schema, a migration, and what undoes it. Whether it does is what the server says. */
const cases: readonly (readonly [history: string, up: string, down: string])[] = [
  ["", "CREATE TABLE a (id serial PRIMARY KEY, b text UNIQUE)", "DROP TABLE a"],
  ["", "CREATE TABLE a (id int); CREATE TABLE b (id int)", "DROP TABLE b"],
  ["CREATE TABLE a (id int)", "ALTER TABLE a ADD COLUMN b text DEFAULT 'x'", "ALTER TABLE a DROP COLUMN b"],
  ["CREATE TABLE a (id int)", "ALTER TABLE a ADD COLUMN b text, ADD COLUMN c text", "ALTER TABLE a DROP COLUMN b"],
  ["CREATE TABLE a (id int, b text)", "ALTER TABLE a DROP COLUMN b", "ALTER TABLE a ADD COLUMN b text"],
  ["CREATE TABLE a (id int, b text)", "ALTER TABLE a DROP COLUMN b", "ALTER TABLE a ADD COLUMN b varchar(10)"],
  ["CREATE TABLE a (id int, b text NOT NULL)", "ALTER TABLE a DROP COLUMN b", "ALTER TABLE a ADD COLUMN b text"],
  [
    "CREATE TABLE a (id int, b text); CREATE INDEX a_b ON a (b)",
    "ALTER TABLE a DROP COLUMN b",
    "ALTER TABLE a ADD COLUMN b text",
  ],
  [
    "CREATE TABLE a (id int, b text); CREATE INDEX a_b ON a (b)",
    "ALTER TABLE a DROP COLUMN b",
    "ALTER TABLE a ADD COLUMN b text; CREATE INDEX a_b ON a (b)",
  ],
  ["CREATE TABLE a (id int)", "ALTER TABLE a ALTER COLUMN id TYPE bigint", "ALTER TABLE a ALTER COLUMN id TYPE int"],
  ["CREATE TABLE a (id int)", "ALTER TABLE a ALTER COLUMN id TYPE bigint", "SELECT 1"],
  ["CREATE TABLE a (id int)", "ALTER TABLE a RENAME COLUMN id TO key", "ALTER TABLE a RENAME COLUMN key TO id"],
  ["CREATE TABLE a (id int)", "ALTER TABLE a RENAME TO b", "ALTER TABLE b RENAME TO c"],
  [
    "CREATE TABLE a (id int)",
    "ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0)",
    "ALTER TABLE a DROP CONSTRAINT positive",
  ],
  [
    "CREATE TABLE a (id int CONSTRAINT positive CHECK (id > 0))",
    "ALTER TABLE a DROP CONSTRAINT positive",
    "ALTER TABLE a ADD CONSTRAINT positive CHECK (id >= 0)",
  ],
  [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int)",
    "ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a",
    "ALTER TABLE b DROP CONSTRAINT b_a_fkey",
  ],
  [
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)",
    "ALTER TABLE b DROP CONSTRAINT b_a_fkey",
    "ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE",
  ],
  ["CREATE TABLE a (id int)", "CREATE INDEX a_id ON a (id)", "DROP INDEX a_id"],
  ["CREATE TABLE a (id int); CREATE INDEX a_id ON a (id)", "DROP INDEX a_id", "CREATE UNIQUE INDEX a_id ON a (id)"],
  ["CREATE TABLE a (id int)", "CREATE VIEW v AS SELECT id FROM a", "DROP VIEW v"],
  ["CREATE TABLE a (id int)", "CREATE VIEW v AS SELECT id FROM a", "SELECT 1"],
  ["", "CREATE TYPE mood AS ENUM ('a', 'b')", "DROP TYPE mood"],
  ["", "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE a (m mood)", "DROP TABLE a"],
  ["", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f(int)"],
  ["", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "SELECT 1"],
  [
    "CREATE TABLE a (id int NOT NULL DEFAULT 1)",
    "ALTER TABLE a ALTER COLUMN id DROP DEFAULT",
    "ALTER TABLE a ALTER COLUMN id SET DEFAULT 1",
  ],
  ["CREATE TABLE a (id int NOT NULL DEFAULT 1)", "ALTER TABLE a ALTER COLUMN id DROP NOT NULL", "SELECT 1"],
  [
    "CREATE TABLE a (id int)",
    "ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (true)",
    "DROP POLICY p ON a",
  ],
  [
    "CREATE TABLE a (id int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
    "SELECT 1",
  ],
  ["CREATE TABLE a (id int)", "CREATE SEQUENCE s", "DROP SEQUENCE s"],
  ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)", "DELETE FROM a"],
];

/** The server's schema without what no down script has to bring back: positions of columns, and that a CHECK is not validated. */
async function schemaOf(session: Session): Promise<string[]> {
  const lines = (await linesOfServer(session)).map((line) => line.replace(/ #\d+ /, " ").replace(" not-valid", ""));
  const definitions = await session.run(
    "SELECT conname || replace(pg_get_constraintdef(oid), ' NOT VALID', '') AS line FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
  );
  return [...lines, ...definitions.map(({ line }) => String(line))].toSorted();
}

function said(history: string, up: string, down: string): string[] {
  const sources = [
    sourceOf("1_start.up.sql", `${history};`),
    sourceOf("2_change.up.sql", `${up};`),
    sourceOf("2_change.down.sql", `${down};`),
  ];
  const report = lintFlat(sources, {
    postgres: 18,
    framework: "golang-migrate",
    complete: true,
    released: "1",
    rules: rules.filter(({ id }) => id === "no-incomplete-down-script"),
  });
  return report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) => findings.map(({ message }) => english(message))),
  );
}

describe("a down script", () => {
  let session: Session;
  beforeAll(async () => {
    await loadParser();
    session = await openPglite();
  });
  afterAll(() => session.close());

  it.each(cases)("after %s, of %s: %s is incomplete for the rule where it is for the server", async (...texts) => {
    const [history, up, down] = texts;
    expect(await reset(session)).toBe(true);
    if (history !== "") await session.run(history);
    const before = await schemaOf(session);
    await session.run(up);
    await session.run(down);
    const restored = JSON.stringify(await schemaOf(session)) === JSON.stringify(before);
    expect(said(history, up, down).length > 0 ? "incomplete" : "complete").toBe(restored ? "complete" : "incomplete");
  });

  it("has both kinds among the cases", () => {
    const wrong = cases.filter((each) => said(...each).length > 0).length;
    expect(wrong).toBeGreaterThan(10);
    expect(cases.length - wrong).toBeGreaterThan(10);
  });

  it("undoes each migration of the example project, on the server too", async () => {
    const folder = join(import.meta.dirname, "../../fixtures/projects/trip/prisma/migrations");
    expect(await reset(session)).toBe(true);
    const names = readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .toSorted();
    const files = names.map((name): { name: string; up: string; down: string | undefined } => {
      const text = (file: string): string => readFileSync(join(folder, name, file), "utf8");
      try {
        return { name, up: text("migration.sql"), down: text("down.sql") };
      } catch {
        return { name, up: text("migration.sql"), down: undefined };
      }
    });
    for (const { name, up, down } of files) {
      if (down !== undefined) {
        const before = await schemaOf(session);
        await session.run(up);
        await session.run(down);
        expect({ name, schema: await schemaOf(session) }).toEqual({ name, schema: before });
      }
      await session.run(up);
    }
  });
});
