import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, recordedMigrations, type HistoryTable, type RecordedStatement } from "@release-gate/core";

beforeAll(async () => {
  await loadParser();
});

/** What a runner sent, as `CONNECTION SQL`, each by itself; values are those of the last statement. */
function sent(...lines: readonly (string | readonly [string, RecordedStatement["values"]])[]): RecordedStatement[] {
  const open = new Map<number, boolean>();
  return lines.map((line, message) => {
    const [text, values] = typeof line === "string" ? [line, []] : line;
    const [, number = "1", sql = ""] = /^(\d+) ([\s\S]*)$/.exec(text) ?? [];
    const connection = Number(number);
    const before = open.get(connection) === true ? "open" : "idle";
    if (sql === "BEGIN") open.set(connection, true);
    if (sql === "COMMIT" || sql === "ROLLBACK") open.set(connection, false);
    return {
      connection,
      database: "d",
      how: values.length > 0 ? "extended" : "simple",
      sql,
      values,
      before,
      message,
      at: message,
      tags: [sql.split(" ")[0] ?? ""],
    };
  });
}

const table = (tool: string, name: string, ...columns: string[]): HistoryTable => ({ tool, name, columns });
const told = (statements: readonly RecordedStatement[], tables: readonly HistoryTable[]) =>
  recordedMigrations(statements, tables, 18).map(({ name, transaction, lines }) => [
    name,
    transaction,
    lines.map(({ text }) => text),
  ]);

describe("what prepares a session", () => {
  const django = [table("django", "django_migrations", "id", "app", "name", "applied")];
  const row = (name: string) =>
    `1 INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '${name}', now())`;

  it("does not take the first migration out of its transaction", () => {
    expect(
      told(
        sent(
          "1 SELECT set_config('TimeZone', 'UTC', false)",
          "1 BEGIN",
          "1 ALTER TABLE t ADD a int",
          row("a"),
          "1 COMMIT",
        ),
        django,
      ),
    ).toEqual([["shop.a", "file", ["SELECT set_config('TimeZone', 'UTC', false)", "ALTER TABLE t ADD a int"]]]);
  });

  it("is forgotten where it was rolled back", () => {
    const probe = ["1 BEGIN", "1 SAVEPOINT s", "1 SET lock_timeout = '1s'", "1 RELEASE s", "1 ROLLBACK"];
    expect(told(sent(...probe, "1 BEGIN", "1 ALTER TABLE t ADD a int", row("a"), "1 COMMIT"), django)).toEqual([
      ["shop.a", "file", ["ALTER TABLE t ADD a int"]],
    ]);
  });

  it("belongs to the session that it was sent on", () => {
    expect(
      told(
        sent("2 SET lock_timeout = '9s'", "1 SET lock_timeout = '1s'", "1 DROP TABLE t", row("a"), "2 DROP TABLE u"),
        django,
      ),
    ).toEqual([
      ["shop.a", "none", ["SET lock_timeout = '1s'", "DROP TABLE t"]],
      [undefined, "none", ["SET lock_timeout = '9s'", "DROP TABLE u"]],
    ]);
  });
});

it("a session on which Sqitch works in its own schema runs no migration", () => {
  const statements = sent(
    "1 SET search_path = 'sqitch'",
    "2 COMMENT ON TABLE \"sqitch\".changes IS 'Tracks the changes'",
    "2 COMMENT ON SCHEMA \"sqitch\" IS 'Sqitch'",
    "1 BEGIN",
    "3 DROP TABLE t",
    "1 INSERT INTO changes (change_id, change) VALUES ('1f', 'first')",
    "1 INSERT INTO events (event, change) VALUES ('deploy', 'first')",
    "1 COMMIT",
  );
  expect(told(statements, [table("sqitch", "changes", "change_id", "change")])).toEqual([
    ["first", "none", ["DROP TABLE t"]],
  ]);
});

it("what Yoyo tries and makes anew is its own, and a table that a migration drops is not", () => {
  const statements = sent(
    '1 CREATE TABLE "yoyo_tmp_e28Q" ("id" INT PRIMARY KEY)',
    '1 DROP TABLE "yoyo_tmp_e28Q"',
    '1 DROP TABLE "_yoyo_migration"',
    "1 DROP TABLE knex_migrations",
    "1 INSERT INTO _yoyo_migration (migration_hash, migration_id) VALUES ('f', '1_a')",
  );
  expect(told(statements, [table("yoyo", "_yoyo_migration", "migration_hash", "migration_id")])).toEqual([
    ["1_a", "none", ["DROP TABLE knex_migrations"]],
  ]);
});

it("a callback of Flyway on a session of its own is not a part of the migration after it", () => {
  const statements = sent(
    "3 BEGIN",
    "3 UPDATE t SET a = 1",
    "3 COMMIT",
    "2 BEGIN",
    "2 DROP TABLE t",
    "1 INSERT INTO flyway_schema_history (version, script) VALUES ('1', 'V1__a.sql')",
    "2 COMMIT",
  );
  expect(told(statements, [table("flyway", "flyway_schema_history", "version", "script")])).toEqual([
    [undefined, "file", ["UPDATE t SET a = 1"]],
    ["V1__a.sql", "file", ["DROP TABLE t"]],
  ]);
});

describe("the name of a migration", () => {
  it("of Liquibase tells the changesets of one file apart", () => {
    const row = (id: string) =>
      `1 INSERT INTO databasechangelog (id, author, filename) VALUES ('${id}', 'bob', 'sql/1.sql')`;
    expect(
      told(sent("1 DROP TABLE t", row("a"), "1 DROP TABLE u", row("b")), [
        table("liquibase", "databasechangelog", "id", "author", "filename"),
      ]).map(([name]) => name),
    ).toEqual(["sql/1.sql::a::bob", "sql/1.sql::b::bob"]);
  });

  // The binary form has digits of base 10,000, and leaves out those that are 0 at its end.
  it.each([
    ["1", [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]],
    ["20000", [0, 1, 0, 1, 0, 0, 0, 0, 0, 2]],
    ["20240101", [0, 2, 0, 1, 0, 0, 0, 0, 7, 232, 0, 101]],
  ])("of MyBatis is %s and its description, from a number in its binary form", (number, bytes) => {
    const values = [
      { type: 1700, text: undefined, binary: Uint8Array.from(bytes) },
      { type: 1043, text: "first", binary: undefined },
    ];
    const row = ["1 INSERT INTO changelog (id, description) VALUES ($1, $2)", values] as const;
    expect(told(sent("1 DROP TABLE t", row), [table("mybatis", "changelog", "id", "description")])[0]?.[0]).toBe(
      `${number}_first`,
    );
  });
});
