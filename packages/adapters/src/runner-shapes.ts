/** How the table of one runner is told and read. */
export interface Shape {
  /** The name of our framework, or of a runner that is none of ours. */
  readonly tool: string;
  readonly table: string;
  /** The schema that it must be in, where the runner allows no other. */
  readonly schema?: string;
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
export const shapes: readonly Shape[] = [
  {
    // prisma/prisma-engines: sql-schema-connector/src/sql_migration_persistence.rs, schema-connector/src/migration_persistence.rs
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
    // hasura/graphql-engine until 1.3: cli/migrate/database/hasuradb/hasuradb.go (ensureVersionTable); a row for each version
    tool: "hasura",
    table: "schema_migrations",
    schema: "hdb_catalog",
    columns: ["version", "dirty"],
    query: list("version::text AS version", "WHERE NOT dirty ORDER BY version"),
  },
  {
    // hasura/graphql-engine: cli/internal/client/catalog_state.go; by database and version whether it failed
    tool: "hasura",
    table: "hdb_version",
    schema: "hdb_catalog",
    columns: ["hasura_uuid", "cli_state"],
    query: (table) => `SELECT DISTINCT number AS version FROM ${table} CROSS JOIN
        jsonb_path_query(cli_state, '$.migrations.* ? (@.type() == "object")') AS versions CROSS JOIN
        jsonb_each_text(versions) AS ran(number, dirty)
      WHERE dirty <> 'true' ORDER BY number`,
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
    // launchbadge/sqlx: sqlx-postgres/src/migrate.rs (ensure_migrations_table); sqlx-core/src/config/migrate.rs (table_name)
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
    // gobuffalo/pop: schema_migrations.go, connection_details.go; ory/x: popx/migrator.go, with version_self besides
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
    // riverqueue/river: riverdriver/riverpgxv5/internal/dbsqlc/river_migration.sql; other lines than "main" have their own numbers
    tool: "river",
    table: "river_migration",
    columns: ["version", "created_at"],
    query: (table) =>
      `SELECT version::text AS version FROM ${table} AS migration
      WHERE coalesce(to_jsonb(migration) ->> 'line', 'main') = 'main' ORDER BY migration.version`,
  },
  {
    // graphile/worker: src/migrate.ts (installSchema)
    tool: "graphile-worker",
    table: "migrations",
    columns: ["id", "ts"],
    query: list("id::text AS version", "ORDER BY id"),
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
  {
    // knex/knex: lib/migrations/migrate/table-creator.js, migrator-configuration-merger.js; names with the ending of the script
    tool: "knex",
    table: "knex_migrations",
    columns: ["name", "batch", "migration_time"],
    query: list("name::text AS name", "ORDER BY id"),
  },
  {
    // typeorm/typeorm: src/migration/MigrationExecutor.ts; the name is the class's, with the time in milliseconds at its end
    tool: "typeorm",
    table: "migrations",
    columns: ["id", "timestamp", "name"],
    query: list('"timestamp"::text AS version, name::text AS name', "ORDER BY id"),
  },
  {
    // sequelize/umzug: src/storage/sequelize.ts; sequelize/cli: src/helpers/umzug-helper.js
    tool: "sequelize",
    table: "SequelizeMeta",
    columns: ["name"],
    query: list("name::text AS name", "ORDER BY name"),
  },
  {
    // salsita/node-pg-migrate: src/runner.ts, src/cli/config.ts; names without an ending (src/migration.ts)
    tool: "node-pg-migrate",
    table: "pgmigrations",
    columns: ["id", "name", "run_on"],
    query: list("name::text AS name", "ORDER BY run_on, id"),
  },
  {
    // db-migrate/node-db-migrate: lib/commands/set-default-argv.js, lib/walker.js (a slash before the name); db-migrate/pg: index.js
    tool: "db-migrate",
    table: "migrations",
    columns: ["id", "name", "run_on"],
    query: list("name::text AS name", "ORDER BY run_on, id"),
  },
  {
    // mikro-orm/mikro-orm: packages/migrations/src/MigrationStorage.ts, packages/core/src/utils/Configuration.ts
    tool: "mikro-orm",
    table: "mikro_orm_migrations",
    columns: ["id", "name", "executed_at"],
    query: list("name::text AS name", "ORDER BY id"),
  },
  {
    // kysely-org/kysely: src/migration/migrator.ts
    tool: "kysely",
    table: "kysely_migration",
    columns: ["name", "timestamp"],
    query: list("name::text AS name", "ORDER BY name"),
  },
];
