import { beforeAll, describe, expect, it } from "vitest";
import {
  loadParser,
  recordedFiles,
  recordedMigrations,
  type HistoryTable,
  type RecordedStatement,
} from "@release-gate/core";

beforeAll(() => loadParser());

const knex: HistoryTable = {
  tool: "knex",
  name: "knex_migrations",
  columns: ["id", "name", "batch", "migration_time"],
};
const migrate: HistoryTable = { tool: "golang-migrate", name: "schema_migrations", columns: ["version", "dirty"] };

/** Sent one after the other on a connection, with the state that the session is in before each. */
function sent(list: readonly (string | Partial<RecordedStatement>)[]): RecordedStatement[] {
  let before: RecordedStatement["before"] = "idle";
  return list.map((given, index) => {
    const more = typeof given === "string" ? { sql: given } : given;
    const each: RecordedStatement = {
      connection: 1,
      database: "d",
      how: "simple",
      sql: "",
      values: [],
      before,
      message: index,
      at: index,
      tags: more.error ? [] : [...(more.sql ?? "").matchAll(/;|$/g)].map(() => "OK"),
      ...more,
    };
    if (/^BEGIN/i.test(each.sql)) before = "open";
    if (/^(?:COMMIT|ROLLBACK)/i.test(each.sql)) before = "idle";
    return each;
  });
}

const shapes = (list: Parameters<typeof sent>[0], tables: readonly HistoryTable[] = [knex]) =>
  recordedMigrations(sent(list), tables, 18).map(({ name, transaction, lines, written }) => [
    name,
    transaction,
    lines.map(({ text }) => text),
    written,
  ]);

const done = (name: string): string => `INSERT INTO knex_migrations (name) VALUES ('${name}')`;

describe("what was recorded", () => {
  it("belongs to the next write to the history, without what the runner does for itself", () => {
    expect(
      shapes([
        "SELECT version()",
        "CREATE TABLE knex_migrations (id int, name text)",
        "WITH t AS (SELECT set_config('lock_timeout', '1', true)) SELECT pg_advisory_lock(1) FROM t",
        "SELECT name FROM pg_catalog.pg_class",
        "ALTER TABLE a ADD b int",
        done("1"),
        "SELECT make_it()",
        done("2"),
        "UPDATE knex_migrations_lock SET is_locked = 0",
      ]),
    ).toEqual([
      ["1", "none", ["ALTER TABLE a ADD b int"], true],
      ["2", "none", ["SELECT make_it()"], true],
    ]);
  });

  it("is in a transaction of its own, in one with others, or one query", () => {
    expect(
      shapes([
        "BEGIN",
        "SELECT f()",
        done("1"),
        "COMMIT",
        "BEGIN",
        "SELECT g()",
        done("2"),
        "SELECT h()",
        done("3"),
        "COMMIT",
      ]).map(([, mode]) => mode),
    ).toEqual(["file", "batch", "batch"]);
    expect(shapes(["SELECT f(); SELECT g()", done("1")]).map(([, mode]) => mode)).toEqual(["query"]);
    expect(shapes(["SET search_path = a", "BEGIN", "SELECT f()", "COMMIT", done("1")])).toEqual([
      ["1", "file", ["SET search_path = a", "SELECT f()"], true],
    ]);
  });

  it("keeps the transactions of a migration that has several", () => {
    expect(shapes(["BEGIN", "SELECT f()", "COMMIT", "SELECT g()", "BEGIN", "SELECT h()", "COMMIT", done("1")])).toEqual(
      [["1", "none", ["BEGIN", "SELECT f()", "COMMIT", "SELECT g()", "BEGIN", "SELECT h()", "COMMIT"], true]],
    );
  });

  it("has names that a runner gives before and after, also of the one that did not end", () => {
    const dirty = (version: number, value: boolean): string =>
      `INSERT INTO schema_migrations (version, dirty) VALUES (${version}, ${value})`;
    expect(
      shapes(
        [
          dirty(1, true),
          "SELECT f()",
          dirty(1, false),
          dirty(2, true),
          { sql: "SELECT g()", error: { sqlstate: "42883", message: "", while: "running" } },
        ],
        [migrate],
      ),
    ).toEqual([
      ["1", "none", ["SELECT f()"], true],
      ["2", "none", ["SELECT g()"], false],
    ]);
  });

  it("is told by transactions where nothing was written, and was undone where its transaction was", () => {
    const [first, second] = recordedMigrations(
      sent([
        "BEGIN",
        "SELECT f()",
        { sql: "SELECT g()", error: { sqlstate: "42883", message: "no", while: "running" } },
        "ROLLBACK",
        "SELECT h()",
      ]),
      [],
      18,
    );
    expect(first?.lines.map(({ undone, error }) => [undone, error?.sqlstate])).toEqual([
      [true, undefined],
      [true, "42883"],
    ]);
    expect(second?.lines.map(({ undone }) => undone)).toEqual([undefined]);
    expect([first?.written, second?.written]).toEqual([false, false]);
  });

  it("has no statement that came after an error in the same query", () => {
    expect(
      shapes(
        [
          {
            sql: "SELECT f(); SELECT g(); SELECT h()",
            tags: ["SELECT 1"],
            error: { sqlstate: "42883", message: "", while: "running" },
          },
        ],
        [],
      ).flatMap(([, , lines]) => lines),
    ).toEqual(["SELECT f()", "SELECT g()"]);
    expect(
      shapes([{ sql: "SELECT f()", skipped: true }, { sql: "SELECT g()" }], []).flatMap(([, , lines]) => lines),
    ).toEqual(["SELECT g()"]);
  });

  it("has the values of parameters in their places, by their types", () => {
    const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
    const value = (type: number, text: string | undefined, binary?: Uint8Array) => ({ type, text, binary });
    const [migration] = recordedMigrations(
      sent([
        {
          how: "extended",
          sql: "SELECT f($1, $2, $3, $10, $4, $5, $6, '$1', $7, $8, $9)",
          values: [
            value(23, undefined, bytes(0xff, 0xff, 0xff, 0xfe)),
            value(20, undefined, bytes(0, 0, 0, 0, 0, 0, 1, 0)),
            value(25, "it's\\n"),
            value(16, undefined, bytes(1)),
            value(2950, undefined, bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)),
            value(17, undefined, bytes(222, 173)),
            value(1114, undefined, bytes(0, 0, 0, 0, 0, 15, 66, 64)),
            value(1184, undefined, bytes(255, 255, 255, 255, 255, 255, 255, 255)),
            value(0, undefined),
            value(0, "0"),
          ],
        },
      ]),
      [],
      18,
    );
    expect(migration?.lines[0]?.text).toBe(
      "SELECT f('-2'::integer, 256, E'it''s\\\\n', '0', TRUE, '00010203-0405-0607-0809-0a0b0c0d0e0f'::uuid, E'\\\\xdead'::bytea, '$1', '2000-01-01 00:00:01.000000'::timestamp, '1999-12-31 23:59:59.999999+00'::timestamptz, NULL)",
    );
    expect(migration?.lines[0]?.unknown).toBeUndefined();
  });

  it("is not known as a whole where a value has a form that nobody reads", () => {
    const [migration] = recordedMigrations(
      sent([
        {
          how: "extended",
          sql: "SELECT f($1)",
          values: [{ type: 600, text: undefined, binary: Uint8Array.from([1]) }],
        },
      ]),
      [],
      18,
    );
    expect(migration?.lines[0]).toMatchObject({ text: "SELECT f($1)", unknown: true });
  });

  it("has the version beside a name that does not tell it", () => {
    const refinery = { tool: "refinery", name: "refinery_schema_history", columns: ["version", "name"] };
    const row = (version: number, name: string): string =>
      `INSERT INTO refinery_schema_history (version, name) VALUES (${version}, '${name}')`;
    expect(shapes(["SELECT f()", row(1, "a"), "SELECT g()", row(2, "2_b")], [refinery]).map(([name]) => name)).toEqual([
      "1_a",
      "2_b",
    ]);
  });

  it("makes files whose names say what they are, whatever the runner calls them", () => {
    const files = recordedFiles(
      recordedMigrations(sent(["SELECT f()", done("../../etc/x y.ts"), "SELECT g()", done("..")]), [knex], 18),
    );
    expect(files.map(({ path }) => path)).toEqual(["0001_etc_x_y.sql", "0002_recorded.sql"]);
    expect(files[0]?.text).toBe(
      "-- Recorded by release-gate, transaction: none, by knex, as ../../etc/x y.ts\n\nSELECT f();\n",
    );
  });
});
