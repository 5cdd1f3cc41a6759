import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf } from "@release-gate/core";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const history = `
CREATE TABLE t (id bigint PRIMARY KEY, v text);
CREATE FUNCTION changes() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; RETURN 1; END $$;
`;

/** What holds, and what is said of it. */
function held(text: string, before = ""): string[] {
  const report = lintFlat([sourceOf("1_start.sql", history + before), sourceOf("2_change.sql", text)], {
    postgres: 18,
    released: "1_start",
  });
  if (!migrationChecks(report).some(({ outcome }) => outcome === "hold")) return [];
  return report.files.flatMap(({ migrations }) =>
    migrations.flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity === "error").map(({ message }) => english(message)),
    ),
  );
}

describe("a function that gets a query as a value", () => {
  it.each([
    "SELECT query_to_xml('SELECT changes()', true, true, '')",
    "SELECT pg_catalog.query_to_xml_and_xmlschema('SELECT changes()', true, true, '')",
    "SELECT id, query_to_xml('SELECT changes()', true, true, '') FROM t",
    "SELECT table_to_xml('a_view', true, true, '')",
    "SELECT schema_to_xml('public', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT cursor_to_xml('c', 1, true, true, '')",
    "SELECT * FROM ts_stat('SELECT changes()::text::tsvector')",
    "SELECT ts_rewrite('a'::tsquery, 'SELECT changes()::text::tsquery, null')",
    "SELECT dblink_exec('dbname=other', 'DROP TABLE t')",
    "SELECT * FROM dblink('dbname=other', 'DROP TABLE t') AS x (a text)",
    "SELECT cron.schedule('* * * * *', 'DROP TABLE t')",
    "DO $$ BEGIN PERFORM query_to_xml('SELECT changes()', true, true, ''); END $$",
    "CREATE TABLE n AS SELECT query_to_xml('SELECT changes()', true, true, '')",
    "WITH x AS (SELECT query_to_xml('SELECT changes()', true, true, '')) SELECT * FROM x",
  ])("is not followed, and holds: %s", (statement) => {
    expect(held(statement).join()).toMatch(/is not followed/);
  });

  it("is not run by what only looks at it", () => {
    expect(held("SELECT query_to_xmlschema('SELECT changes()', true, true, '')")).toEqual([]);
    expect(held("CREATE VIEW w AS SELECT query_to_xml('SELECT 1', true, true, '') AS x")).toEqual([]);
    expect(held("SELECT ts_rewrite('a'::tsquery, 'a'::tsquery, 'b'::tsquery)")).toEqual([]);
  });
});

describe("a function that reaches files of the server", () => {
  it.each(["SELECT lo_import('/etc/hostname')", "SELECT lo_export(1, '/tmp/a')"])("holds: %s", (statement) => {
    expect(held(statement).join()).toMatch(/a file of the server/);
  });
});

describe("what no catalog shows", () => {
  it.each([
    ["a program that COPY runs", "COPY (SELECT 1) TO PROGRAM 'psql -c \"DROP TABLE t\"'", /program/],
    ["a program that COPY reads", "COPY t FROM PROGRAM 'cat x'", /program/],
    ["rows of the system catalog", "UPDATE pg_catalog.pg_class SET relname = 'gone' WHERE relname = 't'", /pg_class/],
    ["rows of the system catalog, without its schema", "DELETE FROM pg_attribute WHERE attname = 'v'", /pg_attribute/],
    ["the end of other sessions", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity", /other sessions/],
    ["a long pause", "SELECT pg_sleep(600)", /pg_sleep/],
    ["a pause of unknown length", "SELECT pg_sleep(id) FROM t", /pg_sleep/],
    [
      "strings that are read otherwise",
      "SET standard_conforming_strings = off; SELECT 'a\\''; DROP TABLE t; --'",
      /read/,
    ],
    ["strings, by a function", "SELECT set_config('standard_conforming_strings', 'off', false)", /standard_conforming/],
  ])("holds: %s", (_, statement, told) => {
    expect(held(statement).join()).toMatch(told);
  });

  it.each([
    "SELECT pg_sleep(0.1)",
    "SELECT pg_sleep(0)",
    "SET standard_conforming_strings = on",
    "SELECT * FROM pg_class LIMIT 1",
  ])("says nothing of %s", (statement) => {
    expect(held(statement)).toEqual([]);
  });
});

describe("a routine that no migration makes", () => {
  it.each(["SELECT create_hypertable('t', 'id')", "CALL refresh_all()", "DO $$ BEGIN PERFORM other.work(); END $$"])(
    "holds where it is called for what it does: %s",
    (statement) => {
      expect(held(statement).join()).toMatch(/is not known: no migration makes it/);
    },
  );

  it("is no matter where it is the system's, a known extension's, or one among the values of a query", () => {
    expect(held("SELECT setval('t_id_seq', 5)")).toEqual([]);
    expect(held("SELECT count(*), now(), uuid_generate_v4()")).toEqual([]);
    expect(held("SELECT slug(v) FROM t WHERE id = 1")).toEqual([]);
  });
});

describe("what a statement calls without naming it", () => {
  it.each([
    ["a default", "CREATE TABLE d (a int DEFAULT changes(), b int);", "INSERT INTO d (b) VALUES (1)"],
    [
      "a default that is asked for",
      "CREATE TABLE d (a int DEFAULT changes(), b int);",
      "INSERT INTO d VALUES (DEFAULT, 1)",
    ],
    ["a default of COPY", "CREATE TABLE d (a int DEFAULT changes(), b int);", "COPY d (b) FROM '/tmp/x'"],
    [
      "a default of a domain",
      "CREATE DOMAIN n AS int DEFAULT changes(); CREATE TABLE d (a n, b int);",
      "INSERT INTO d (b) VALUES (1)",
    ],
    ["a view", "CREATE VIEW w AS SELECT changes() AS a;", "SELECT * FROM w"],
    [
      "an operator",
      "CREATE FUNCTION two(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; RETURN 1; END $$; CREATE OPERATOR <<@ (FUNCTION = two, LEFTARG = int, RIGHTARG = int);",
      "SELECT 1 <<@ 2",
    ],
    [
      "a cast",
      "CREATE FUNCTION made(text) RETURNS point LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; RETURN NULL; END $$; CREATE CAST (text AS point) WITH FUNCTION made(text);",
      "SELECT (v || '')::point FROM t WHERE id = 1",
    ],
  ])("is followed: %s", (_, before, statement) => {
    expect(held(statement, before).join()).toMatch(/public\.t\b|"t"/);
    expect(held(statement, before.replaceAll("DROP TABLE t", "NULL").replaceAll("changes()", "1"))).not.toContain(
      "public.t",
    );
  });
});

describe("an event trigger", () => {
  const trigger = (body: string, when = "", event = "ddl_command_end"): string =>
    `CREATE FUNCTION fires() RETURNS event_trigger LANGUAGE plpgsql AS $$ ${body} $$;
     CREATE EVENT TRIGGER watch ON ${event} ${when} EXECUTE FUNCTION fires();`;
  const drops = "BEGIN DROP TABLE t; END";
  const make = "CREATE TABLE n (a int)";

  it.each([
    ["made before", trigger(drops), make],
    ["made with it", "", `${trigger(drops)} ${make}`],
    ["for its tag", trigger(drops, "WHEN TAG IN ('CREATE TABLE', 'DROP INDEX')"), make],
    ["that puts SQL together", trigger("BEGIN EXECUTE 'DROP TABLE ' || current_user; END"), make],
    ["for what is dropped", trigger(drops, "", "sql_drop"), "DROP VIEW IF EXISTS w"],
  ])("holds what it fires for: %s", (_, before, statement) => {
    expect(held(statement, before).join()).toMatch(/event trigger watch does here is not followed/);
  });

  it.each([
    ["other tags", trigger(drops, "WHEN TAG IN ('ALTER TABLE')"), make],
    ["another event", trigger(drops, "", "table_rewrite"), make],
    ["one that is off", `${trigger(drops)} ALTER EVENT TRIGGER watch DISABLE;`, make],
    ["one that is gone", `${trigger(drops)} DROP EVENT TRIGGER watch;`, make],
    ["one that only notes", trigger("BEGIN INSERT INTO t (v) VALUES (tg_tag); NOTIFY x; END"), make],
    ["rows", trigger(drops), "INSERT INTO t (id) VALUES (1)"],
  ])("says nothing for %s", (_, before, statement) => {
    expect(held(statement, before)).toEqual([]);
  });
});
