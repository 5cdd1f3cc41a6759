import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { collectStatistics } from "../../packages/adapters/src/collect-statistics.js";
import type { Session } from "../../packages/adapters/src/session.js";
import { postgresMajors, roleSettings, type Statistics } from "@release-gate/core";
import { connectPostgres } from "../../packages/adapters/src/postgres.js";
import { project, releaseGate } from "../support/cli.js";
import { available, freshDatabase, server, stopServersAfterwards } from "./server.js";

stopServersAfterwards();
const sessions: Session[] = [];
afterAll(() => Promise.all(sessions.map((session) => session.close())));

async function database(major: number, sql: string): Promise<Session> {
  const running = await server(major);
  const session = await running.connect(await running.createDatabase());
  sessions.push(session);
  for (const statement of sql.split(";\n").filter((each) => each.trim() !== "")) await session.run(statement);
  return session;
}

const now = Date.parse("2026-11-22T01:00:00Z");
const sizeIn = ({ relations }: Statistics, name: string) => relations.find((relation) => relation.name === name);

describe.each(postgresMajors.map((major) => ({ major })))("statistics of PostgreSQL $major", ({ major }) => {
  it.skipIf(!available(major))("have rows as the planner estimates them, bytes, and invalid indexes", async () => {
    const session = await database(
      major,
      `CREATE TABLE big AS SELECT n, n % 2 AS half FROM generate_series(1, 20000) n;
ANALYZE big;
INSERT INTO big SELECT n, 0 FROM generate_series(1, 20000) n;
CREATE TABLE never (a int);
CREATE TABLE few (a int);
INSERT INTO few SELECT generate_series(1, 100);
CREATE TABLE unknown AS SELECT generate_series(1, 20000) AS a;
CREATE TABLE parts (a int) PARTITION BY LIST (a);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF parts FOR VALUES IN (2);
INSERT INTO parts SELECT 1 FROM generate_series(1, 5000);
ANALYZE part_1;
`,
    );
    await session.run("CREATE UNIQUE INDEX CONCURRENTLY big_half ON big (half)").catch(() => undefined);
    const { statistics } = await collectStatistics(session, now);
    expect(statistics.postgres.major).toBe(major);
    expect(statistics.collectedAt).toBe("2026-11-22T01:00:00.000Z");
    expect(sizeIn(statistics, "public.big")?.rows).toBeGreaterThan(36_000);
    expect(sizeIn(statistics, "public.big")?.rows).toBeLessThan(44_000);
    expect(sizeIn(statistics, "public.never")).toMatchObject({ rows: 0, bytes: 0 });
    // Nobody has analysed these two: of one page at most so many rows can be, of many pages nobody knows.
    expect(sizeIn(statistics, "public.few")?.rows).toBe(291);
    expect(sizeIn(statistics, "public.unknown")?.rows).toBeUndefined();
    expect(sizeIn(statistics, "public.parts")?.rows).toBe(5000);
    expect(statistics.invalidIndexes).toEqual(["public.big_half"]);
    // What no-hidden-invalid-index says of it.
    await expect(session.run("CREATE INDEX CONCURRENTLY big_half ON big (half)")).rejects.toMatchObject({
      sqlstate: "42P07",
    });
    await session.run("CREATE INDEX CONCURRENTLY IF NOT EXISTS big_half ON big (half)");
    expect((await collectStatistics(session, now)).statistics.invalidIndexes).toEqual(["public.big_half"]);
  });

  it.skipIf(!available(major))("never have fewer rows than a page can hold of them", async () => {
    const session = await database(
      major,
      "CREATE TABLE thin ();\nINSERT INTO thin SELECT FROM generate_series(1, 2000);\n",
    );
    await session.run("INSERT INTO thin SELECT FROM generate_series(1, 10)").catch(() => undefined);
    const [densest] = await session.run(
      "SELECT max(n)::int4 AS most FROM (SELECT count(*) AS n FROM thin GROUP BY (ctid::text::point)[0]) x",
    );
    expect(densest?.most).toBe(291);
  });

  it.skipIf(!available(major))("are read without a lock, a write or a change of the session that stays", async () => {
    const session = await database(major, "CREATE TABLE t (a int);\nSET lock_timeout = '7s';\n");
    const { statistics } = await collectStatistics(session, now);
    expect(statistics.settings).toMatchObject({ lock_timeout: "7s", statement_timeout: "0" });
    const [after] = await session.run(
      "SELECT current_setting('lock_timeout') AS timeout, current_setting('search_path') AS path, (SELECT count(*)::int4 FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384) AS locks",
    );
    expect(after).toEqual({ timeout: "7s", path: '"$user", public', locks: 0 });
  });
});

/** What is set for which sessions; `{db}` is the database. Roles belong to the whole server, so each test takes its own away. */
const alter = [
  "ALTER ROLE ALL SET lock_timeout = '11s'",
  "ALTER ROLE ALL SET statement_timeout = '12s'",
  "ALTER DATABASE {db} SET lock_timeout = '21s'",
  "ALTER DATABASE {db} SET \"rg.secret\" = 'hunter2'",
  "ALTER ROLE rg_deploy SET lock_timeout = '31s'",
  "ALTER ROLE rg_deploy SET idle_in_transaction_session_timeout = '32s'",
  "ALTER ROLE rg_deploy IN DATABASE {db} SET TimeZone = 'Asia/Tokyo'",
  "ALTER ROLE rg_deploy IN DATABASE {db} SET lock_timeout = '41s'",
  "ALTER ROLE rg_deploy IN DATABASE postgres SET lock_timeout = '51s'",
  "ALTER ROLE rg_app SET statement_timeout = '61s'",
];

describe.each(postgresMajors.map((major) => ({ major })))("the settings of roles on PostgreSQL $major", ({ major }) => {
  it.skipIf(!available(major))("are those that their sessions begin with, whoever asks", async () => {
    const url = new URL(await freshDatabase(major));
    const roles = ["rg_deploy", "rg_app", "rg_other"];
    const admin = await connectPostgres(url.href);
    sessions.push(admin);
    try {
      for (const role of roles) await admin.run(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
      for (const each of alter) await admin.run(each.replace("{db}", `"${url.pathname.slice(1)}"`));
      for (const asking of roles) {
        const session = await sessionOf(url, asking);
        const { statistics } = await collectStatistics(session, now);
        expect(JSON.stringify(statistics)).not.toContain("hunter2");
        for (const role of roles) {
          const expected = (await collectStatistics(await sessionOf(url, role), now)).statistics.settings;
          const told = roleSettings(statistics, role);
          // Only what the asking role has for itself hides what others begin with, and then nothing is said.
          expect({ asking, role, ...told }).toEqual({
            asking,
            role,
            ...Object.fromEntries(Object.entries(expected).filter(([name]) => name in told)),
          });
          const hidden = Object.keys(expected).filter((name) => !(name in told));
          expect(
            hidden.every((name) => statistics.roles?.some((each) => each.role === asking && name in each.settings)),
          ).toBe(true);
        }
      }
    } finally {
      for (const name of ["lock_timeout", "statement_timeout"]) await admin.run(`ALTER ROLE ALL RESET ${name}`);
      for (const role of roles) await admin.run(`DROP ROLE ${role}`);
    }
  });
});

async function sessionOf(database: URL, role: string): Promise<Session> {
  const url = new URL(database);
  url.username = role;
  url.password = "x";
  const session = await connectPostgres(url.href);
  sessions.push(session);
  return session;
}

/** Each runner's table as the runner itself makes and fills it, and what is to be known from it. */
const runners: readonly (readonly [tool: string, sql: string, expected: object])[] = [
  [
    "prisma",
    `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, rolled_back_at) VALUES ('1', 'abc', now(), '20260101000000_a', NULL), ('2', 'def', NULL, '20260102000000_failed', NULL), ('3', 'def', now(), '20260103000000_back', now());
`,
    { table: "public._prisma_migrations", ran: [{ name: "20260101000000_a", checksum: "abc" }] },
  ],
  [
    "flyway",
    `CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);
INSERT INTO flyway_schema_history VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"app"', NULL, 'a', now(), 0, true), (1, '3', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'a', now(), 0, true), (2, '4.1', 'b', 'SQL', 'V4_1__b.sql', -123, 'a', now(), 0, true), (3, '5', 'c', 'SQL', 'V5__c.sql', 5, 'a', now(), 0, true), (4, '5', 'c', 'UNDO_SQL', 'U5__c.sql', 5, 'a', now(), 0, true), (5, '6', 'd', 'SQL', 'V6__d.sql', 6, 'a', now(), 0, false), (6, NULL, 'views', 'SQL', 'R__views.sql', 7, 'a', now(), 0, true), (7, NULL, 'views', 'SQL', 'R__views.sql', 8, 'a', now(), 0, true);
`,
    {
      upTo: "3",
      ran: [
        { version: "3", name: "<< Flyway Baseline >>" },
        { version: "4.1", name: "V4_1__b.sql", checksum: "-123" },
        { name: "R__views.sql", checksum: "8" },
      ],
    },
  ],
  [
    "golang-migrate",
    "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);\nINSERT INTO schema_migrations VALUES (42, false);\n",
    { upTo: "42", ran: [] },
  ],
  [
    "golang-migrate",
    "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);\nINSERT INTO schema_migrations VALUES (42, true);\n",
    { upTo: "41", ran: [] },
  ],
  [
    "dbmate",
    "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);\nINSERT INTO schema_migrations VALUES ('20260102'), ('20260101');\n",
    { ran: [{ version: "20260101" }, { version: "20260102" }] },
  ],
  [
    "supabase",
    "CREATE SCHEMA supabase_migrations;\nCREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[], name text);\nINSERT INTO supabase_migrations.schema_migrations VALUES ('20260101', '{}', 'a');\n",
    { table: "supabase_migrations.schema_migrations", ran: [{ version: "20260101" }] },
  ],
  [
    "goose",
    "CREATE TABLE goose_db_version (id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());\nINSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (2, false);\n",
    { ran: [{ version: "1" }] },
  ],
  [
    "diesel",
    "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL, run_on timestamp NOT NULL DEFAULT current_timestamp);\nINSERT INTO __diesel_schema_migrations VALUES ('20260101000000');\n",
    { ran: [{ version: "20260101000000" }] },
  ],
  [
    "sqlx",
    "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL, execution_time bigint NOT NULL);\nINSERT INTO _sqlx_migrations VALUES (1, 'a', now(), true, '\\xabcd', 0), (2, 'b', now(), false, '\\xabcd', 0);\n",
    { ran: [{ version: "1", checksum: "abcd" }] },
  ],
  [
    "sql-migrate",
    "CREATE TABLE gorp_migrations (id text NOT NULL PRIMARY KEY, applied_at timestamptz);\nINSERT INTO gorp_migrations VALUES ('1_a.sql', now());\n",
    { ran: [{ name: "1_a.sql" }] },
  ],
  [
    "drizzle",
    "CREATE SCHEMA drizzle;\nCREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);\nINSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('b', 2), ('a', 1);\n",
    { table: "drizzle.__drizzle_migrations", count: 2, ran: [{ checksum: "a" }, { checksum: "b" }] },
  ],
  [
    "tern",
    "CREATE TABLE schema_version (version int4 NOT NULL PRIMARY KEY);\nINSERT INTO schema_version VALUES (7);\n",
    { upTo: "7", ran: [] },
  ],
  [
    "pop",
    "CREATE TABLE schema_migration (version varchar(48) NOT NULL, version_self int NOT NULL DEFAULT 0);\nINSERT INTO schema_migration VALUES ('20260101', 0);\n",
    { ran: [{ version: "20260101" }] },
  ],
  [
    "postgres-migrations",
    "CREATE TABLE migrations (id integer PRIMARY KEY, name varchar(100) UNIQUE NOT NULL, hash varchar(40) NOT NULL, executed_at timestamp DEFAULT current_timestamp);\nINSERT INTO migrations VALUES (0, 'create-migrations-table', 'x'), (1, 'a', 'y');\n",
    { ran: [{ version: "1", checksum: "y" }] },
  ],
  [
    "graphile-migrate",
    "CREATE SCHEMA graphile_migrate;\nCREATE TABLE graphile_migrate.migrations (hash text PRIMARY KEY, previous_hash text, filename text NOT NULL, date timestamptz NOT NULL DEFAULT now());\nINSERT INTO graphile_migrate.migrations VALUES ('sha1:a', NULL, '000001.sql');\n",
    { ran: [{ name: "000001.sql" }] },
  ],
  [
    "sqitch",
    "CREATE SCHEMA sqitch;\nCREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, project text NOT NULL, committed_at timestamptz NOT NULL DEFAULT now());\nINSERT INTO sqitch.changes VALUES ('1', 'aa', 'users', 'app');\n",
    { ran: [{ name: "users", checksum: "aa" }] },
  ],
  [
    "river",
    "CREATE TABLE river_migration (line text NOT NULL, version bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (line, version));\nINSERT INTO river_migration VALUES ('main', 1), ('pro', 1), ('pro', 2);\n",
    { ran: [{ version: "1" }] },
  ],
  [
    "river",
    "CREATE TABLE river_migration (id bigserial PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), version bigint NOT NULL);\nINSERT INTO river_migration (version) VALUES (1), (2);\n",
    { ran: [{ version: "1" }, { version: "2" }] },
  ],
  [
    "graphile-worker",
    "CREATE SCHEMA graphile_worker;\nCREATE TABLE graphile_worker.migrations (id int PRIMARY KEY, ts timestamptz DEFAULT now() NOT NULL, breaking boolean NOT NULL DEFAULT false);\nINSERT INTO graphile_worker.migrations (id) VALUES (1), (2);\n",
    { table: "graphile_worker.migrations", ran: [{ version: "1" }, { version: "2" }] },
  ],
  [
    "hasura",
    "CREATE SCHEMA hdb_catalog;\nCREATE TABLE hdb_catalog.schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);\nINSERT INTO hdb_catalog.schema_migrations VALUES (1700000000001, false), (1700000000000, false), (1700000000002, true);\n",
    { table: "hdb_catalog.schema_migrations", ran: [{ version: "1700000000000" }, { version: "1700000000001" }] },
  ],
  [
    "hasura",
    `CREATE SCHEMA hdb_catalog;
CREATE TABLE hdb_catalog.hdb_version (hasura_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), version text NOT NULL, upgraded_on timestamptz NOT NULL, cli_state jsonb NOT NULL DEFAULT '{}', console_state jsonb NOT NULL DEFAULT '{}');
INSERT INTO hdb_catalog.hdb_version (version, upgraded_on, cli_state) VALUES ('48', now(), '{"settings": {"migration_mode": "true"}, "migrations": {"default": {"1700000000001": false, "1700000000000": false, "1700000000002": true}, "other": null}}');
`,
    { table: "hdb_catalog.hdb_version", ran: [{ version: "1700000000000" }, { version: "1700000000001" }] },
  ],
  [
    "knex",
    "CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz);\nINSERT INTO knex_migrations (name, batch, migration_time) VALUES ('20260101000000_a.js', 1, now());\n",
    { ran: [{ name: "20260101000000_a.js" }] },
  ],
  [
    "typeorm",
    'CREATE TABLE migrations (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name varchar NOT NULL);\nINSERT INTO migrations ("timestamp", name) VALUES (1700000000000, \'Users1700000000000\');\n',
    { ran: [{ version: "1700000000000", name: "Users1700000000000" }] },
  ],
  [
    "sequelize",
    'CREATE TABLE "SequelizeMeta" (name varchar(255) NOT NULL PRIMARY KEY);\nINSERT INTO "SequelizeMeta" VALUES (\'20260101000000-a.js\');\n',
    { table: "public.SequelizeMeta", ran: [{ name: "20260101000000-a.js" }] },
  ],
  [
    "node-pg-migrate",
    "CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);\nINSERT INTO pgmigrations (name, run_on) VALUES ('1700000000000_a', now());\n",
    { ran: [{ name: "1700000000000_a" }] },
  ],
  [
    "db-migrate",
    "CREATE TABLE migrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);\nINSERT INTO migrations (name, run_on) VALUES ('/20260101000000-a', now());\n",
    { ran: [{ name: "/20260101000000-a" }] },
  ],
  [
    "mikro-orm",
    "CREATE TABLE mikro_orm_migrations (id serial PRIMARY KEY, name varchar(255), executed_at timestamptz DEFAULT current_timestamp);\nINSERT INTO mikro_orm_migrations (name) VALUES ('Migration20260101000000');\n",
    { ran: [{ name: "Migration20260101000000" }] },
  ],
  [
    "kysely",
    "CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL);\nINSERT INTO kysely_migration VALUES ('20260101_a', '2026-01-01T00:00:00.000Z');\n",
    { ran: [{ name: "20260101_a" }] },
  ],
  [
    "atlas",
    "CREATE SCHEMA atlas_schema_revisions;\nCREATE TABLE atlas_schema_revisions.atlas_schema_revisions (version varchar PRIMARY KEY, description varchar NOT NULL, applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, hash varchar NOT NULL);\nINSERT INTO atlas_schema_revisions.atlas_schema_revisions VALUES ('1', 'a', 2, 2, 'h'), ('2', 'b', 1, 2, 'h');\n",
    { ran: [{ version: "1" }] },
  ],
];

const newest = postgresMajors.at(-1) ?? 18;

describe.skipIf(!available(newest))("the table of a runner", () => {
  it.each(runners)("%s tells what has run: %s", async (tool, sql, expected) => {
    const { statistics } = await collectStatistics(await database(newest, sql), now);
    expect(statistics.runners).toHaveLength(1);
    expect(statistics.runners[0]).toMatchObject({ tool, ...expected });
  });

  it("that the role may not read is told by its name", async () => {
    const session = await database(
      newest,
      "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);\nDROP ROLE IF EXISTS nobody;\nCREATE ROLE nobody;\nSET ROLE nobody;\n",
    );
    const { statistics, unreadable } = await collectStatistics(session, now);
    expect(statistics.runners).toEqual([]);
    expect(unreadable).toEqual(["public.schema_migrations"]);
  });

  it("of another kind with the same name is not taken for one", async () => {
    const session = await database(newest, "CREATE TABLE migrations (a int);\nCREATE TABLE changes (b int);\n");
    expect((await collectStatistics(session, now)).statistics.runners).toEqual([]);
  });
});

const policy = `version: 1
postgres: 18
migrations:
  path: migrations
  framework: sqlx
  complete: true
  statistics: statistics.json
  rules:
    require-lock-timeout: off
`;
const files = {
  "release-gate.yaml": policy,
  "migrations/1_users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE TABLE kinds (id int);\n",
  "migrations/2_index.sql": "CREATE INDEX users_email ON users (email);\n",
  "migrations/3_index.sql": "CREATE INDEX kinds_id ON kinds (id);\n",
};
const at = ["--now", "2026-11-22T12:00:00Z"];

async function released(checksum: string): Promise<string> {
  const url = await freshDatabase(newest);
  const running = await server(newest);
  const session = await running.connect(new URL(url).pathname.slice(1));
  sessions.push(session);
  await session.run(`CREATE TABLE users AS SELECT n AS id, 'x' AS email FROM generate_series(1, 20000) n`);
  await session.run("CREATE TABLE kinds (id int)");
  await session.run(
    "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, success boolean NOT NULL, checksum bytea NOT NULL)",
  );
  await session.run(`INSERT INTO _sqlx_migrations VALUES (1, 'users', true, '\\x${checksum}')`);
  await session.run("ANALYZE");
  return url;
}

const sha384 = (text: string): string => createHash("sha384").update(text).digest("hex");

describe.skipIf(!available(newest))("release-gate collect --statistics", () => {
  it("writes what lint then goes by: what is released, and which tables are tiny", async () => {
    const folder = project(files);
    const url = await released(sha384(files["migrations/1_users.sql"]));
    const collected = await releaseGate(folder, ["collect", "--statistics", url, ...at]);
    expect(collected.stderr).toBe("");
    expect(collected.stdout).toMatch(/released by public\._sqlx_migrations \(1\)\nWritten: statistics\.json\n$/);
    const { stdout } = await releaseGate(folder, ["lint", "--format", "json", ...at]);
    const report = JSON.parse(stdout) as { files: { path: string; migrations: { findings: { rule: string }[] }[] }[] };
    const found = report.files.map(({ path, migrations }) => [
      path,
      migrations.flatMap(({ findings }) => findings.map(({ rule }) => rule)),
    ]);
    expect(found).toEqual([
      ["migrations/2_index.sql", ["require-concurrent-index"]],
      ["migrations/3_index.sql", []],
    ]);
  });

  it("lets lint find a migration that has run with another text", async () => {
    const folder = project(files);
    const url = await released(sha384("something else"));
    await releaseGate(folder, ["collect", "--statistics", ...at], { env: { DATABASE_URL: url } });
    const { stdout, exitCode } = await releaseGate(folder, ["lint", ...at]);
    expect(stdout).toContain("migrations/1_users.sql:1:1 error no-edited-migration");
    expect(stdout).toContain("This migration has run (public._sqlx_migrations) with another text.");
    expect(exitCode).toBe(1);
    const check = await releaseGate(folder, ["check", "--format", "json", ...at]);
    expect(check.stdout).toContain('"id": "migrations/1_users"');
    expect(check.exitCode).toBe(1);
  });

  it("whose sizes are too old lets every table count as large, and says so", async () => {
    const folder = project(files);
    const url = await released(sha384(files["migrations/1_users.sql"]));
    await releaseGate(folder, ["collect", "--statistics", url, ...at]);
    const later = ["--now", "2026-12-02T12:00:00Z"];
    const { stdout } = await releaseGate(folder, ["lint", ...later]);
    expect(stdout).toContain("migrations/3_index.sql:1:8 error require-concurrent-index");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("The statistics are 9 days old: their sizes do not count");
    const check = await releaseGate(folder, ["check", "--format", "json", ...later]);
    expect(JSON.parse(check.stdout)).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ id: "migrations/statistics", outcome: "warn", reason: "stale" }),
      ]) as unknown,
    });
  });

  it("--schema writes the schema that production has, on which lint then begins", async () => {
    const folder = project({
      "release-gate.yaml": policy.replace(
        "statistics: statistics.json",
        "schema: { file: schema.sql, contains: released }\n  released: '1'",
      ),
      "migrations/1_users.sql": "SELECT 1;\n",
      "migrations/2_index.sql": "CREATE INDEX users_email ON users (email);\nCREATE INDEX a ON nothing (id);\n",
    });
    const url = await released("00");
    const collected = await releaseGate(folder, ["collect", "--schema", url]);
    expect(collected.stdout).toBe("Written: schema.sql\n");
    expect(readFileSync(join(folder, "schema.sql"), "utf8")).toContain(
      "CREATE TABLE public.users (id integer, email text)",
    );
    const { stdout } = await releaseGate(folder, ["lint"]);
    expect(stdout).toContain("Writes to public.users wait until the index is built.");
    expect(stdout).toContain("42P01");
  });
});

describe("release-gate collect --statistics that cannot be done ends with 2 and tells no password:", () => {
  it.each([
    [
      "a server that is not there",
      "postgresql://me:s3cret%21@127.0.0.1:1/db",
      "The database cannot be reached: connect ECONNREFUSED",
    ],
    [
      "another kind of URL",
      "mysql://me:s3cret%21@127.0.0.1:1/db",
      "--statistics is not the URL of a PostgreSQL database.",
    ],
    ["no URL", "s3cret!", "--statistics is not the URL of a PostgreSQL database."],
  ])("%s", async (_name, url, text) => {
    const { stdout, stderr, exitCode } = await releaseGate(project({}), ["collect", "--statistics", url]);
    expect(stderr).toContain(text);
    expect(stdout + stderr).not.toMatch(/s3cret/);
    expect(exitCode).toBe(2);
  });

  it("no URL at all", async () => {
    const { stderr, exitCode } = await releaseGate(project({}), ["collect", "--schema"], { env: { DATABASE_URL: "" } });
    expect(stderr).toContain("--schema needs the URL of a database.");
    expect(stderr).toContain("DATABASE_URL");
    expect(exitCode).toBe(2);
  });

  it.skipIf(!available(newest))("a wrong password", async () => {
    const url = new URL(await freshDatabase(newest));
    url.username = "nobody_known";
    url.password = "s3cret";
    const { stderr, exitCode } = await releaseGate(project({}), ["collect", "--statistics", url.href]);
    expect(stderr).toContain("The database cannot be reached:");
    expect(stderr).not.toContain("s3cret");
    expect(exitCode).toBe(2);
  });
});
