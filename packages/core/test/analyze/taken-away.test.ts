import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf } from "@release-gate/core";
import { migrationChecks } from "../../src/gate/migrations/checks.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

const history = `
CREATE TABLE t (id bigint PRIMARY KEY, v text);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION refuse_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
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

describe("access that a migration takes away", () => {
  it.each([
    ["ALTER ROLE app NOLOGIN", /role app are refused/],
    ["ALTER USER app CONNECTION LIMIT 0", /role app are refused/],
    ["ALTER ROLE app PASSWORD 'other'", /role app/],
    ["ALTER ROLE app PASSWORD NULL", /role app/],
    ["ALTER ROLE app VALID UNTIL '2020-01-01'", /role app/],
    ["ALTER ROLE app NOBYPASSRLS", /role app/],
    ["ALTER ROLE app SET default_transaction_read_only = on", /role app can no longer write/],
    ["ALTER ROLE app IN DATABASE d SET default_transaction_read_only = 'true'", /can no longer write/],
    ["ALTER ROLE ALL SET default_transaction_read_only TO on", /all roles can no longer write/],
    ["ALTER ROLE app RENAME TO other", /role app is no longer found/],
    ["REVOKE writers FROM app", /role app/],
    ["DROP ROLE app", /role app/],
    ["REVOKE ALL ON t FROM app", /public\.t/],
    ["REVOKE SELECT ON t FROM PUBLIC", /public\.t/],
    ["REVOKE ALL ON ALL TABLES IN SCHEMA public FROM app", /public\.t/],
    ["REVOKE USAGE ON SCHEMA public FROM app", /schema public/],
    ["REVOKE ALL ON SCHEMA public FROM PUBLIC", /schema public/],
    ["REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC", /public\.f/],
    ["REVOKE CONNECT ON DATABASE d FROM PUBLIC", /database d/],
    ["ALTER DATABASE d CONNECTION LIMIT 0", /database d/],
    ["ALTER DATABASE d ALLOW_CONNECTIONS false", /database d/],
    ["ALTER DATABASE d SET default_transaction_read_only = on", /database d can no longer write/],
    ["ALTER DATABASE d RENAME TO e", /database d is no longer found/],
    ["ALTER SYSTEM SET max_connections = 1", /the server/],
    ["ALTER SYSTEM SET listen_addresses = ''", /the server/],
    ["ALTER SYSTEM SET port = 6000", /the server/],
    ["ALTER SYSTEM SET default_transaction_read_only = on", /the server can no longer write/],
    ["DO $$ BEGIN ALTER ROLE app NOLOGIN; END $$", /role app are refused/],
  ])("holds: %s", (statement, told) => {
    expect(held(statement).join()).toMatch(told);
  });

  it.each([
    "GRANT SELECT ON t TO app",
    "REVOKE GRANT OPTION FOR SELECT ON t FROM app",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "REVOKE TEMPORARY ON DATABASE d FROM PUBLIC",
    "CREATE ROLE app LOGIN; ALTER ROLE app NOLOGIN; ALTER ROLE app SET default_transaction_read_only = on; DROP ROLE app",
    "CREATE SCHEMA s; CREATE TABLE s.n (a int); REVOKE ALL ON SCHEMA s FROM PUBLIC; REVOKE ALL ON s.n FROM PUBLIC",
    "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION g() FROM PUBLIC",
    "ALTER ROLE app LOGIN CONNECTION LIMIT 10 VALID UNTIL 'infinity'",
    "ALTER ROLE app SET default_transaction_read_only = off",
    "ALTER ROLE app RESET default_transaction_read_only",
    "ALTER ROLE app SET lock_timeout = '5s'",
    "GRANT writers TO app",
    "REVOKE ADMIN OPTION FOR writers FROM app",
    "ALTER DATABASE d CONNECTION LIMIT 100",
  ])("says nothing of %s", (statement) => {
    expect(held(statement)).toEqual([]);
  });

  it("is only a warning where ALTER SYSTEM leaves the doors as they are", () => {
    expect(held("ALTER SYSTEM SET max_connections = 500")).toEqual([]);
    expect(held("ALTER SYSTEM SET work_mem = '64MB'")).toEqual([]);
  });
});

describe("writes that a migration stops", () => {
  const off =
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse(); ALTER TABLE t DISABLE TRIGGER g;";
  const on = "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION pass();";
  it.each([
    [
      "CREATE TRIGGER g BEFORE INSERT OR UPDATE OR DELETE ON t EXECUTE FUNCTION refuse()",
      /Each write to public\.t/,
      "",
    ],
    ["CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION refuse()", /Each update on public\.t/, ""],
    ["CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING", /Each insert on public\.t/, ""],
    ["ALTER TABLE t ENABLE TRIGGER g", /Each insert on public\.t/, off],
    [
      "CREATE OR REPLACE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
      /Each insert on public\.t/,
      on,
    ],
    [
      "CREATE OR REPLACE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
      /Each insert on public\.t/,
      on,
    ],
    [
      "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION refuse_ddl()",
      /Each later change of the schema/,
      "",
    ],
    ["DO $$ BEGIN CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; END $$", /Each delete on public\.t/, ""],
  ])("holds: %s", (statement, told, before) => {
    expect(held(statement, before).join()).toMatch(told);
  });

  it.each([
    ["a trigger that passes", "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION pass()"],
    ["a condition", "CREATE TRIGGER g BEFORE DELETE ON t FOR EACH ROW WHEN (OLD.id < 9) EXECUTE FUNCTION refuse()"],
    ["one column", "CREATE TRIGGER g BEFORE UPDATE OF v ON t FOR EACH ROW EXECUTE FUNCTION refuse()"],
    ["a new table", "CREATE TABLE n (a int); CREATE RULE r AS ON INSERT TO n DO INSTEAD NOTHING"],
    ["a rule with a condition", "CREATE RULE r AS ON DELETE TO t WHERE OLD.id < 9 DO INSTEAD NOTHING"],
    ["a rule beside the write", "CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING"],
    [
      "a rule that writes elsewhere",
      "CREATE TABLE n (a bigint); CREATE RULE r AS ON INSERT TO t DO INSTEAD INSERT INTO n VALUES (NEW.id)",
    ],
  ])("says nothing of %s", (_, statement) => {
    expect(held(statement)).toEqual([]);
  });
});
