import { beforeAll, describe, expect, test } from "vitest";
import { connectPostgres } from "../../packages/adapters/src/postgres.js";
import { traceOn, type Trace } from "../../packages/adapters/src/trace.js";
import type { TraceTarget } from "../../packages/adapters/src/trace-target.js";
import { loadParser, parseStatements } from "../../packages/core/src/sql/parse.js";
import type { Marks } from "../../packages/core/src/source/marks.js";
import type { Migration, TransactionMode } from "../../packages/core/src/source/migration.js";
import { readMigrations } from "../../packages/core/src/source/read-migrations.js";
import { sourceOf } from "../../packages/core/src/source/source.js";
import { UserError } from "../../packages/core/src/text/user-error.js";
import { english } from "../../packages/core/src/text/message.js";
import { available, freshDatabase, stopServersAfterwards } from "./server.js";

stopServersAfterwards();
beforeAll(() => loadParser());

const pglite: TraceTarget = { kind: "pglite" };
const history =
  "CREATE TABLE users (id int PRIMARY KEY, age int); INSERT INTO users SELECT g, g FROM generate_series(1, 10) g;";

function migration(text: string, transaction: TransactionMode = "none"): Migration {
  const { statements, comments } = parseStatements(text, { postgres: 18 });
  return {
    source: { path: "a.sql", text, bom: false },
    name: "a",
    version: undefined,
    framework: "plain",
    direction: "up",
    transaction,
    multiStatementQuery: false,
    span: { start: 0, end: text.length },
    statements,
    comments,
  };
}

function trace(
  target: TraceTarget,
  before: string,
  text: string,
  options: { transaction?: TransactionMode; timeLimitMs?: number } = {},
): Promise<Trace> {
  const { transaction, ...rest } = options;
  return traceOn(target, {
    history: before ? [migration(before)] : [],
    deployment: [migration(text, transaction)],
    ...rest,
  });
}

describe("a trace on PGlite", () => {
  test("tells what each statement locked, rewrote and how long it took", async () => {
    const { statements, server, historyErrors } = await trace(
      pglite,
      history,
      "ALTER TABLE users ALTER COLUMN age TYPE bigint; CREATE INDEX users_age ON users (age);",
    );
    expect(server).toMatch(/^PGlite \(PostgreSQL 18\.\d+\)$/);
    expect(historyErrors).toEqual([]);
    expect(statements).toMatchObject([
      {
        migration: 0,
        statement: 0,
        locksSeen: true,
        observed: {
          locks: [{ relation: "public.users", mode: "ACCESS EXCLUSIVE" }, { relation: "public.users_pkey" }],
          rewrites: ["public.users", "public.users_pkey"],
        },
      },
      {
        migration: 0,
        statement: 1,
        observed: {
          locks: [{ relation: "public.users", mode: "SHARE" }],
          indexBuilds: [{ index: "public.users_age" }],
        },
      },
    ]);
    expect(statements[0]?.observed?.durationMs).toBeGreaterThan(0);
  });

  test("counts a statement that needs a missing extension as not run, and goes on", async () => {
    const traced = await trace(
      pglite,
      "CREATE EXTENSION IF NOT EXISTS pg_trgm;",
      "CREATE EXTENSION postgis; CREATE TABLE place (at geometry); CREATE TABLE other (name text); CREATE INDEX ON other USING gin (name gin_trgm_ops);",
    );
    expect(traced.statements.map((each) => each.notRun !== undefined)).toEqual([true, true, false, false]);
    expect(traced.notRun).toBe(2);
    expect(traced.statements[3]?.observed?.error).toBeUndefined();
  });

  test("does not run COPY FROM STDIN, which would never end", async () => {
    const { statements } = await trace(pglite, history, "COPY users FROM stdin;\n1\t2\n\\.\nSELECT 1;");
    expect(statements[0]).toMatchObject({ locksSeen: false });
    expect(english(statements[0]!.notRun!.text)).toContain("COPY FROM STDIN is not run");
  });

  test("ends a statement that never ends, and says which", async () => {
    const endless = trace(pglite, "", "DO $$ BEGIN LOOP NULL; END LOOP; END $$;", { timeLimitMs: 3_000 });
    await expect(endless).rejects.toThrow(UserError);
    await expect(endless).rejects.toMatchObject({ hint: { values: [expect.stringContaining("LOOP")] } });
  });

  test("runs what wants no transaction, and says that its locks were not seen", async () => {
    const { statements } = await trace(pglite, history, "CREATE INDEX CONCURRENTLY users_age ON users (age);");
    expect(statements).toMatchObject([{ locksSeen: false, observed: { locks: [] } }]);
    expect(statements[0]?.observed?.error).toBeUndefined();
  });
});

/** Traces files as their framework runs them, after a history; where PostgreSQL and the replay see a transaction. */
async function transactions(files: Readonly<Record<string, string>>, marks?: Marks) {
  const sources = Object.entries(files).map(([path, text]) => sourceOf(path, text));
  const options = { postgres: 18, ...(marks ? { marks } : {}) } as const;
  const before = { transaction: "none", framework: "plain" } as const;
  const deployment = readMigrations(sources, options);
  const { statements, historyErrors } = await traceOn(pglite, {
    history: readMigrations([sourceOf("1.sql", history)], { postgres: 18, ...before }),
    deployment,
  });
  expect(historyErrors).toEqual([]);
  return statements.map(({ migration: of, statement, observed }) => ({
    sql: deployment[of]?.statements[statement]?.text ?? "",
    error: observed?.error?.sqlstate,
    locks: observed?.locks.filter(({ relation }) => relation === "public.users").map(({ mode }) => mode),
  }));
}

const alter = (column: string) => `ALTER TABLE users ADD COLUMN ${column} int;`;
const index = "CREATE INDEX CONCURRENTLY users_age ON users (age);";

describe("a trace runs the files of", () => {
  test("a batch in one transaction: what one locks, the next ones have", async () => {
    const drizzle = (text: string) => `${text}\n--> statement-breakpoint\nSELECT 1;`;
    const seen = await transactions({ "0001_a.sql": drizzle(alter("a")), "0002_b.sql": drizzle(alter("b")) });
    expect(seen.map(({ locks }) => locks)).toEqual([["ACCESS EXCLUSIVE"], [], [], []]);
    const plain = await transactions({ "1.sql": alter("a"), "2.sql": alter("b") });
    expect(plain.map(({ locks }) => locks)).toEqual([["ACCESS EXCLUSIVE"], ["ACCESS EXCLUSIVE"]]);
  });

  test("goose without a transaction by statement, and a block as one query", async () => {
    const up = "-- +goose NO TRANSACTION\n-- +goose Up\n";
    const block = (text: string) => `-- +goose StatementBegin\n${text}\n-- +goose StatementEnd\n`;
    expect(
      (await transactions({ "1_a.sql": up + block(index) + "DROP INDEX CONCURRENTLY users_age;" })).map(
        ({ error }) => error,
      ),
    ).toEqual([undefined, undefined]);
    const seen = await transactions({ "1_a.sql": up + block(`${alter("a")} ${index} ${alter("b")}`) + alter("c") });
    expect(seen.map(({ error, locks }) => error ?? locks)).toEqual([
      ["ACCESS EXCLUSIVE"],
      "25001",
      [],
      ["ACCESS EXCLUSIVE"],
    ]);
  });

  test("Supabase as a pipeline, which begins its transaction behind a first CONCURRENTLY", async () => {
    const file = (text: string) => ({ "supabase/migrations/20260101000000_a.sql": text });
    const seen = await transactions(file(`${index} ${alter("a")} DROP INDEX CONCURRENTLY users_age; ${alter("b")}`));
    expect(seen.map(({ error, locks }) => error ?? locks)).toEqual([[], ["ACCESS EXCLUSIVE"], "25001", []]);
  });

  test("a runner with marks: the parts outside in no transaction, with settings of their own", async () => {
    const text = `SET LOCAL lock_timeout = '5s'; ${alter("a")}
-- SPLIT OUTSIDE
${index} SELECT 1 / (current_setting('lock_timeout') = '0')::int;
-- SPLIT
SELECT 1 / (current_setting('lock_timeout') = '5s')::int; DROP INDEX CONCURRENTLY users_age;`;
    const seen = await transactions({ "1.sql": text }, { split: "SPLIT", outside: "OUTSIDE" });
    expect(seen.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined, undefined, "25001"]);
  });
});

describe.skipIf(!available(16))("a trace on a server", () => {
  const embedded: TraceTarget = { kind: "embedded", major: 16 };

  test("sees the locks of CONCURRENTLY too", async () => {
    const { statements, server } = await trace(
      embedded,
      history,
      "CREATE INDEX CONCURRENTLY users_age ON users (age);",
    );
    expect(server).toMatch(/^PostgreSQL 16\.\d+$/);
    expect(statements).toMatchObject([
      { locksSeen: true, observed: { locks: [{ relation: "public.users", mode: "SHARE UPDATE EXCLUSIVE" }] } },
    ]);
  });

  test("runs a file in one transaction where its runner does, and tells the error of CONCURRENTLY in it", async () => {
    const { statements } = await trace(
      embedded,
      history,
      "ALTER TABLE users ADD COLUMN name text; CREATE INDEX CONCURRENTLY users_age ON users (age); ALTER TABLE users ADD COLUMN more text;",
      { transaction: "file" },
    );
    expect(statements.map((each) => each.observed?.error?.sqlstate)).toEqual([undefined, "25001", undefined]);
    expect(statements[2]?.observed?.locks).toEqual([]); // held since the first
  });

  test("tells what of the history failed", async () => {
    const { historyErrors } = await trace(
      embedded,
      "SELECT * FROM absent; CREATE TABLE users (id int);",
      "DROP TABLE users;",
    );
    expect(historyErrors).toMatchObject([{ sqlstate: "42P01" }]);
  });
});

test("COPY with PROGRAM is not run on PGlite, however often it stands there, and the rest is traced", async () => {
  const { statements, notRun } = await trace(
    pglite,
    history,
    "COPY users TO PROGRAM 'cat';".repeat(6) + "DROP TABLE users",
  );
  expect(notRun).toBe(6);
  expect(statements[0]?.notRun?.why).toBe("program");
  expect(statements.at(-1)?.observed?.error).toBeUndefined();
  expect(statements.at(-1)?.observed?.locks).toContainEqual({ relation: "public.users", mode: "ACCESS EXCLUSIVE" });
});

describe("COPY with PROGRAM within a body, on PGlite", () => {
  const copy = "COPY users TO PROGRAM 'cat';";

  test.each([
    ["in a loop of a DO block", `DO $$ BEGIN FOR i IN 1..20 LOOP ${copy} END LOOP; END $$;`, 1],
    ["as a text that is run", `DO $$ BEGIN EXECUTE 'COPY users FROM  PROGRAM ''cat'''; END $$;`.repeat(8), 8],
    ["in a function that is called", `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ ${copy} $$; SELECT f();`, 2],
  ])("is not run, and the rest is traced: %s", async (_, sql, count) => {
    const { statements, notRun } = await trace(pglite, history, `${sql} DROP TABLE users`);
    expect(notRun).toBe(count);
    expect(statements[0]?.notRun?.why).toBe("program");
    expect(statements.at(-1)?.observed?.locks).toContainEqual({ relation: "public.users", mode: "ACCESS EXCLUSIVE" });
  });

  test("that nobody sees in the text ends the trace with the statement's name", async () => {
    const hidden = "DO $$ BEGIN EXECUTE 'CO' || 'PY users TO PROGRAM ''cat'''; END $$;".repeat(20);
    const lost = trace(pglite, history, hidden);
    await expect(lost).rejects.toThrow(UserError);
    await expect(lost).rejects.toThrow(/went away while it ran a statement/);
  });
});

describe.skipIf(!available(18))("a trace on a database given by its URL", () => {
  test("is refused unless somebody says that it may be written to", async () => {
    await expect(trace({ kind: "url", url: await freshDatabase(18) }, "", "SELECT 1")).rejects.toThrow(
      /the flag --scratch has to allow it/,
    );
  });

  test("is refused when the database is not empty, and touches nothing", async () => {
    const url = await freshDatabase(18);
    const owner = await connectPostgres(url);
    await owner.run("CREATE TABLE precious (id int); INSERT INTO precious VALUES (1)");
    await expect(trace({ kind: "url", url, use: "scratch" }, "", "DROP TABLE precious")).rejects.toThrow(
      /not empty.*public\.precious/,
    );
    expect(await owner.run("SELECT * FROM precious")).toEqual([{ id: 1 }]);
    await owner.close();
  });

  test.each([
    ["SELECT lo_create(4711)", /not empty.*large object 4711/],
    ["CREATE PUBLICATION thing", /not empty.*thing/],
    ["CREATE SUBSCRIPTION thing CONNECTION '' PUBLICATION p WITH (connect = false)", /not empty.*thing/],
    ["CREATE OPERATOR public.### (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)", /not empty.*###/],
    ["CREATE OPERATOR FAMILY public.thing USING btree", /not empty.*thing/],
    ["CREATE ACCESS METHOD thing TYPE INDEX HANDLER bthandler", /not empty.*thing/],
    ["CREATE FOREIGN DATA WRAPPER thing", /not empty.*thing/],
    ["CREATE CAST (int AS point) WITH INOUT", /not empty.*cast from integer to point/],
    ["CREATE TEXT SEARCH CONFIGURATION public.thing (COPY = simple)", /not empty.*thing/],
    ["CREATE TEXT SEARCH DICTIONARY public.thing (TEMPLATE = simple)", /not empty.*thing/],
    ["CREATE LANGUAGE thing HANDLER plpgsql_call_handler", /not empty.*thing/],
    ["CREATE CONVERSION public.thing FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", /not empty.*thing/],
    ["ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", /not empty.*default privileges of postgres/],
  ])("is refused when the database holds no table but what this made: %s", async (sql, message) => {
    const url = await freshDatabase(18);
    const owner = await connectPostgres(url);
    await owner.run(sql);
    const refused = trace({ kind: "url", url, use: "scratch" }, "", "SELECT 1");
    await expect(refused).rejects.toThrow(message);
    if (sql.startsWith("CREATE SUBSCRIPTION")) await owner.run("ALTER SUBSCRIPTION thing SET (slot_name = NONE)");
    if (sql.startsWith("CREATE SUBSCRIPTION")) await owner.run("DROP SUBSCRIPTION thing");
    await owner.close();
  });

  test("runs in an empty database when told that it is for that", async () => {
    const { statements } = await trace(
      { kind: "url", url: await freshDatabase(18), use: "scratch" },
      history,
      "DROP TABLE users",
    );
    expect(statements).toMatchObject([
      {
        observed: {
          locks: [
            { relation: "public.users", mode: "ACCESS EXCLUSIVE" },
            { relation: "public.users_pkey", mode: "ACCESS EXCLUSIVE" },
          ],
        },
      },
    ]);
  });

  test("leaves no database behind when it made one for itself", async () => {
    const url = await freshDatabase(18);
    const owner = await connectPostgres(url);
    const { statements } = await trace(
      { kind: "url", url, use: "create" },
      history,
      "CREATE INDEX CONCURRENTLY users_age ON users (age)",
    );
    expect(statements).toMatchObject([
      { locksSeen: true, observed: { locks: [{ relation: "public.users", mode: "SHARE UPDATE EXCLUSIVE" }] } },
    ]);
    expect(await owner.run("SELECT datname FROM pg_database WHERE datname LIKE 'release_gate_%'")).toEqual([]);
    await owner.close();
  });

  test("ends with a clear error when the server goes away meanwhile", async () => {
    const url = await freshDatabase(18);
    const lost = trace({ kind: "url", url, use: "scratch" }, "", "SELECT pg_terminate_backend(pg_backend_pid());");
    await expect(lost).rejects.toThrow(UserError);
    await expect(lost).rejects.toThrow(/went away/);
  });

  test("says so when nobody answers at the address", async () => {
    await expect(
      trace({ kind: "url", url: "postgresql://postgres@127.0.0.1:1/none", use: "scratch" }, "", "SELECT 1"),
    ).rejects.toThrow(/cannot be reached/);
  });
});
