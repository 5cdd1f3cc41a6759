import type { RanMigration, RunnerTable } from "@release-gate/core";
import type { Row, Session } from "./session.js";

/** How the table of one runner is told and read. */
interface Shape {
  /** The name of our framework, or of a runner that is none of ours. */
  readonly tool: string;
  readonly table: string;
  /** Columns that it must have to be that runner's. */
  readonly columns: readonly string[];
  /** Columns that it must not have: another runner's table has the same name. */
  readonly without?: readonly string[];
  /** Gives text columns `version`, `name`, `checksum` for each migration that has run, or `up_to`. */
  readonly query: (table: string) => string;
  /** The rows count from the first migration on: the runner goes by the order of its list. */
  readonly counts?: boolean;
}

const list =
  (columns: string, rest = "") =>
  (table: string): string =>
    `SELECT ${columns} FROM ${table} ${rest}`;

/** The tables of the runners, each with the file of its source that was read for it. */
const shapes: readonly Shape[] = [
  {
    // prisma-engines, the migration persistence of the SQL connectors
    tool: "prisma",
    table: "_prisma_migrations",
    columns: ["migration_name", "checksum", "finished_at", "rolled_back_at"],
    query: list(
      "migration_name AS name, checksum",
      "WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at",
    ),
  },
  {
    // flyway: PostgreSQLDatabase.java, CoreMigrationType.java; the last row of a version counts, an undone one is not there
    tool: "flyway",
    table: "flyway_schema_history",
    columns: ["installed_rank", "version", "type", "script", "checksum", "success"],
    query: (table) => `SELECT version, script AS name, checksum::text AS checksum,
        CASE WHEN type IN ('BASELINE', 'SQL_BASELINE', 'JDBC_BASELINE') THEN version END AS up_to
      FROM (SELECT DISTINCT ON (coalesce(version, script)) * FROM ${table} ORDER BY coalesce(version, script), installed_rank DESC) last
      WHERE success AND type NOT LIKE 'UNDO%' AND type NOT IN ('SCHEMA', 'DELETE') ORDER BY installed_rank`,
  },
  {
    // golang-migrate: database/postgres/postgres.go; one row, and where it is dirty its version has failed half-way
    tool: "golang-migrate",
    table: "schema_migrations",
    columns: ["version", "dirty"],
    query: list("(CASE WHEN dirty THEN version - 1 ELSE version END)::text AS up_to"),
  },
  {
    // supabase/cli: pkg/migration/history.go
    tool: "supabase",
    table: "schema_migrations",
    columns: ["version", "statements", "name"],
    query: list("version::text AS version", "ORDER BY 1"),
  },
  {
    // dbmate: pkg/driver/postgres/postgres.go; Rails has the same
    tool: "dbmate",
    table: "schema_migrations",
    columns: ["version"],
    without: ["dirty", "statements", "name"],
    query: list("version::text AS version", "ORDER BY 1"),
  },
  {
    // goose: internal/dialects/postgres.go; the last row of a version counts
    tool: "goose",
    table: "goose_db_version",
    columns: ["id", "version_id", "is_applied"],
    query: (table) => `SELECT version_id::text AS version FROM
        (SELECT DISTINCT ON (version_id) version_id, is_applied FROM ${table} ORDER BY version_id, id DESC) last
      WHERE is_applied AND version_id > 0 ORDER BY version_id`,
  },
  {
    // diesel: migration/setup_migration_table.sql
    tool: "diesel",
    table: "__diesel_schema_migrations",
    columns: ["version", "run_on"],
    query: list("version::text AS version", "ORDER BY 1"),
  },
  {
    // sqlx: sqlx-postgres/src/migrate.rs
    tool: "sqlx",
    table: "_sqlx_migrations",
    columns: ["version", "success", "checksum"],
    query: list("version::text AS version, encode(checksum, 'hex') AS checksum", "WHERE success ORDER BY version"),
  },
  {
    // sql-migrate: migrate.go
    tool: "sql-migrate",
    table: "gorp_migrations",
    columns: ["id", "applied_at"],
    query: list("id::text AS name", "ORDER BY 1"),
  },
  {
    // drizzle-orm: pg-core/dialect.ts; neither names nor versions
    tool: "drizzle",
    table: "__drizzle_migrations",
    columns: ["id", "hash", "created_at"],
    counts: true,
    query: list("hash AS checksum", "ORDER BY created_at, id"),
  },
  {
    // tern: migrate/migrate.go; one row with the number of the last one, 0 before the first
    tool: "tern",
    table: "schema_version",
    columns: ["version"],
    without: ["installed_rank"],
    query: list("version::text AS up_to", "WHERE version::text <> '0'"),
  },
  {
    // pop: migrator.go, and popx: popx/migrator.go
    tool: "pop",
    table: "schema_migration",
    columns: ["version"],
    query: list("version::text AS version", "ORDER BY 1"),
  },
  {
    // postgres-migrations: src/migrations/0_create-migrations-table.sql, which is its own number 0
    tool: "postgres-migrations",
    table: "migrations",
    columns: ["id", "name", "hash", "executed_at"],
    query: list("id::text AS version, hash AS checksum", "WHERE id > 0 ORDER BY id"),
  },
  {
    // graphile-migrate: src/migration.ts; its hashes are of more than the file
    tool: "graphile-migrate",
    table: "migrations",
    columns: ["hash", "previous_hash", "filename"],
    query: list("filename AS name", "ORDER BY filename"),
  },
  {
    // sqitch: lib/App/Sqitch/Engine/pg.sql
    tool: "sqitch",
    table: "changes",
    columns: ["change_id", "script_hash", "change", "project"],
    query: list("change AS name, script_hash AS checksum", "ORDER BY committed_at"),
  },
  {
    // morph: commands/apply.go
    tool: "morph",
    table: "db_migrations",
    columns: ["version", "name"],
    query: list("version::text AS version", "ORDER BY version"),
  },
  {
    // river: riverpgxv5/internal/dbsqlc/river_migration.sql
    tool: "river",
    table: "river_migration",
    columns: ["version"],
    query: list("version::text AS version", "ORDER BY version"),
  },
  {
    // yuniql: PostgreSqlDataService.cs
    tool: "yuniql",
    table: "__yuniql_schema_version",
    columns: ["version", "status", "applied_by_tool"],
    query: list("version::text AS version", "WHERE lower(status) = 'successful' ORDER BY sequence_id"),
  },
  {
    // atlas: cmd/atlas/internal/migrate/ent/migrate/schema.go
    tool: "atlas",
    table: "atlas_schema_revisions",
    columns: ["version", "applied", "total", "hash"],
    query: list(
      "version::text AS version",
      "WHERE applied = total AND version <> '.atlas_cloud_identifier' ORDER BY 1",
    ),
  },
];

const found = `SELECT n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) AS quoted,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
    (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relname IN (${shapes.map(({ table }) => `'${table}'`).join(", ")}) ORDER BY 1, 2`;

/** The runners' tables of a database, and the names of those that the role may not read. */
export async function readRunnerTables(
  session: Session,
): Promise<{ readonly tables: readonly RunnerTable[]; readonly unreadable: readonly string[] }> {
  const tables: RunnerTable[] = [];
  const unreadable: string[] = [];
  for (const row of await session.run(found)) {
    const table = `${String(row.nspname)}.${String(row.relname)}`;
    const shape = shapes.find((each) => each.table === row.relname && fits(each, row.columns));
    if (!shape) continue;
    if (row.readable !== true) unreadable.push(table);
    else tables.push(tableOf(shape, table, await session.run(shape.query(String(row.quoted)))));
  }
  return { tables, unreadable };
}

function fits({ columns, without = [] }: Shape, actual: unknown): boolean {
  if (!Array.isArray(actual)) return false;
  return columns.every((column) => actual.includes(column)) && !without.some((column) => actual.includes(column));
}

function tableOf({ tool, counts }: Shape, table: string, rows: readonly Row[]): RunnerTable {
  const ran = rows.map(({ version, name, checksum }): RanMigration => ({
    ...(typeof version === "string" ? { version } : {}),
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof checksum === "string" ? { checksum } : {}),
  }));
  const upTo = rows.findLast((row) => typeof row.up_to === "string")?.up_to;
  return {
    tool,
    table,
    ran: ran.filter((each) => Object.keys(each).length > 0),
    ...(typeof upTo === "string" ? { upTo } : {}),
    ...(counts === true ? { count: rows.length } : {}),
  };
}
