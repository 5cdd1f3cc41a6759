import { createHash } from "node:crypto";
import { npm } from "./programs.mjs";

const names = ["1_a", "2_b", "10_c", "003_d", "20240101000000_f"];
/** Files of some names: `each("m", ".js", names, (name) => text)`. */
const each = (folder, ending, list, text) =>
  Object.fromEntries(list.map((name) => [`${folder}/${name}${ending}`, text(name)]));
const js = JSON.stringify;

export const nodeRunners = [
  {
    name: "knex",
    version: "3.3.0",
    language: "Node",
    install: npm("knex@3.3.0", "pg@8.16.3"),
    migrations: "migrations",
    files: (sql) => ({
      "knexfile.js": "module.exports = { client: 'pg', connection: process.env.DATABASE_URL };\n",
      ...each(
        "migrations",
        ".js",
        [...names, "7-h"],
        (name) => `exports.up = (knex) => knex.raw(${js(sql(name))});\nexports.down = () => {};\n`,
      ),
    }),
    command: (from) => `${from}/node_modules/.bin/knex migrate:latest`,
  },
  {
    name: "kysely",
    version: "0.28.19",
    language: "Node",
    install: npm("kysely@0.28.19", "pg@8.16.3"),
    migrations: "m",
    files: (sql) => ({
      "run.cjs": `const { Kysely, Migrator, PostgresDialect, FileMigrationProvider } = require("kysely");
const { Pool } = require("pg"); const fs = require("fs").promises; const path = require("path");
const db = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) }) });
new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder: path.join(__dirname, "m") }) }).migrateToLatest()
  .then(({ error }) => { if (error) { console.error(error); process.exitCode = 1; } return db.destroy(); });`,
      ...each(
        "m",
        ".js",
        [...names, "7-h"],
        (name) =>
          `const { sql } = require("kysely");\nexports.up = async (db) => { for (const part of ${js(sql(name).trim().split("\n"))}) await sql.raw(part).execute(db); };\n`,
      ),
    }),
    command: () => "node run.cjs",
  },
  {
    name: "umzug",
    version: "3.8.3",
    language: "Node",
    install: npm("umzug@3.8.3", "sequelize@6.37.8", "pg@8.16.3"),
    migrations: "m",
    files: (sql) => ({
      "run.cjs": `const { Umzug, SequelizeStorage } = require("umzug"); const { Sequelize } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL, { logging: false });
new Umzug({ migrations: { glob: "m/*.js" }, context: sequelize.getQueryInterface(), storage: new SequelizeStorage({ sequelize }), logger: undefined }).up()
  .then(() => sequelize.close());`,
      ...each(
        "m",
        ".js",
        [...names, "7-h"],
        (name) => `exports.up = ({ context }) => context.sequelize.query(${js(sql(name))});\n`,
      ),
    }),
    command: () => "node run.cjs",
  },
  {
    name: "sequelize-cli",
    version: "6.6.5",
    language: "Node",
    install: npm("sequelize-cli@6.6.5", "sequelize@6.37.8", "pg@8.16.3"),
    migrations: "migrations",
    files: (sql) => ({
      "config/config.json": js({
        development: { use_env_variable: "DATABASE_URL", dialect: "postgres", logging: false },
      }),
      ...each(
        "migrations",
        ".js",
        [...names, "7-h", "sub/8_i"],
        (name) => `exports.up = (q) => q.sequelize.query(${js(sql(name))});\nexports.down = () => {};\n`,
      ),
    }),
    command: (from) => `${from}/node_modules/.bin/sequelize db:migrate`,
  },
  {
    name: "typeorm",
    version: "1.1.1",
    language: "Node",
    install: npm("typeorm@1.1.1", "pg@8.16.3", "reflect-metadata@0.2.2"),
    migrations: "m",
    files: (sql) => ({
      "data-source.js": `const { DataSource } = require("typeorm");
module.exports = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, migrations: ["m/*.js"], entities: [] });\n`,
      // The last 13 digits of the class count, not the file.
      ...Object.fromEntries(
        [
          ["z", "First1700000000001"],
          ["a", "Second1700000000002"],
          ["m", "Tenth1700000000010"],
        ].map(([file, name]) => [
          `m/${file}.js`,
          `exports.${name} = class ${name} { async up(q) { await q.query(${js(sql(name))}); } async down() {} };\n`,
        ]),
      ),
    }),
    command: (from) => `node ${from}/node_modules/typeorm/cli.js migration:run -d data-source.js`,
  },
  {
    name: "mikro-orm",
    version: "6.6.16",
    language: "Node",
    install: npm("@mikro-orm/core@6.6.16", "@mikro-orm/postgresql@6.6.16", "@mikro-orm/migrations@6.6.16"),
    migrations: "m",
    files: (sql) => ({
      "run.cjs": `const { MikroORM } = require("@mikro-orm/postgresql"); const { Migrator } = require("@mikro-orm/migrations");
(async () => { const orm = await MikroORM.init({ clientUrl: process.env.DATABASE_URL, entities: [], discovery: { warnWhenNoEntities: false }, extensions: [Migrator], migrations: { path: "m", glob: "*.js", snapshot: false } });
await orm.getMigrator().up(); await orm.close(true); })().catch((e) => { console.error(e); process.exit(1); });`,
      ...each(
        "m",
        ".js",
        ["Migration1", "Migration2", "Migration10"],
        (name) =>
          `const { Migration } = require("@mikro-orm/migrations");\nexports.${name} = class ${name} extends Migration { async up() { for (const part of ${js(sql(name).trim().split("\n"))}) this.addSql(part); } };\n`,
      ),
    }),
    command: () => "node run.cjs",
  },
  {
    name: "node-pg-migrate",
    version: "9.0.0",
    language: "Node",
    framework: "plain",
    install: npm("node-pg-migrate@9.0.0", "pg@8.16.3"),
    migrations: "migrations",
    files: (sql) =>
      each("migrations", ".sql", names, (name) => `-- Up Migration\n${sql(name)}\n-- Down Migration\nSELECT 1;\n`),
    command: (from) => `${from}/node_modules/.bin/node-pg-migrate up`,
  },
  {
    name: "db-migrate",
    version: "0.11.14",
    language: "Node",
    install: npm("db-migrate@0.11.14", "db-migrate-pg@1.5.2"),
    migrations: "migrations",
    files: (sql) => ({
      "database.json": js({
        dev: {
          driver: "pg",
          host: { ENV: "PGHOST" },
          port: { ENV: "PGPORT" },
          user: { ENV: "PGUSER" },
          password: { ENV: "PGPASSWORD" },
          database: { ENV: "PGDATABASE" },
        },
      }),
      ...each(
        "migrations",
        ".js",
        ["20240101000000-a", "20240101000002-b", "20240101000001-c"],
        (name) =>
          `exports.up = (db, done) => db.runSql(${js(sql(name))}, done);\nexports.down = (db, done) => done();\nexports._meta = { version: 1 };\n`,
      ),
    }),
    command: (from) => `${from}/node_modules/.bin/db-migrate up`,
  },
  {
    name: "slonik",
    version: "0.12.0",
    language: "Node",
    install: npm("@slonik/migrator@0.12.0", "slonik@28.1.1"),
    migrations: "m",
    files: (sql) => ({
      "run.cjs": `const { SlonikMigrator } = require("@slonik/migrator"); const { createPool } = require("slonik");
const slonik = createPool(process.env.DATABASE_URL);
new SlonikMigrator({ migrationsPath: __dirname + "/m", migrationTableName: "migration", slonik, logger: undefined }).up().then(() => slonik.end());`,
      ...each("m", ".sql", names, sql),
    }),
    command: () => "node run.cjs",
  },
  {
    name: "postgres-migrations",
    version: "5.3.0",
    language: "Node",
    framework: "postgres-migrations",
    install: npm("postgres-migrations@5.3.0"),
    migrations: "m",
    files: (sql) => ({
      "package.json": js({ dependencies: { "postgres-migrations": "5.3.0" } }),
      "m/1_a.sql": sql("1_a"),
      "m/002-b.sql": `-- postgres-migrations disable-transaction\n${sql("002-b")}`,
      "m/3-c.sql": sql("3-c"),
      "run.cjs": `const { migrate } = require("postgres-migrations"); const { PGHOST: host, PGPORT: port, PGUSER: user, PGPASSWORD: password, PGDATABASE: database } = process.env;
migrate({ host, port: +port, user, password, database }, "m").catch((e) => { console.error(e); process.exit(1); });`,
    }),
    command: () => "node run.cjs",
  },
  {
    name: "postgrator",
    version: "8.0.0",
    language: "Node",
    install: npm("postgrator@8.0.0", "pg@8.16.3"),
    migrations: "m",
    files: (sql) => ({
      "run.mjs": `import { createRequire } from "node:module"; const require = createRequire(process.env.NODE_PATH + "/");
const { default: Postgrator } = await import(require.resolve("postgrator")); const pg = require("pg");
const client = new pg.Client({ connectionString: process.env.DATABASE_URL }); await client.connect();
await new Postgrator({ migrationPattern: "m/*", driver: "pg", database: process.env.PGDATABASE, execQuery: (q) => client.query(q) }).migrate(); await client.end();`,
      ...each("m", ".sql", ["1.do.a", "2.do.b", "10.do.c", "003.do.d", "003.undo.d"], sql),
    }),
    command: () => "node run.mjs",
  },
  {
    name: "dbmate",
    version: "2.36.0",
    language: "Go",
    framework: "dbmate",
    install: npm("dbmate@2.36.0"),
    migrations: "m",
    files: (sql) => ({
      ...each("m", ".sql", names, (name) => `-- migrate:up\n${sql(name)}\n-- migrate:down\nSELECT 1;\n`),
      "m/5_x.sql": `-- migrate:up transaction:false\n${sql("5_x")}\n-- migrate:down\n`,
      "m/V5__g.sql": `-- migrate:up\n${sql("V5__g")}\n-- migrate:down\n`,
      "m/sub/8_i.sql": `-- migrate:up\n${sql("8_i")}\n-- migrate:down\n`,
    }),
    apart: ["8_i"],
    command: (from) => `${from}/node_modules/.bin/dbmate --no-dump-schema -d m up`,
  },
  {
    name: "drizzle",
    version: "0.45.4",
    language: "Node",
    framework: "drizzle",
    install: npm("drizzle-orm@0.45.4", "pg@8.16.3"),
    migrations: "m",
    files: (sql) => ({
      "run.cjs": `const { drizzle } = require("drizzle-orm/node-postgres"); const { migrate } = require("drizzle-orm/node-postgres/migrator"); const { Pool } = require("pg");
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
migrate(drizzle(pool), { migrationsFolder: "m" }).then(() => pool.end(), (e) => { console.error(e); process.exit(1); });`,
      // The order of the entries counts, neither their numbers nor their times.
      "m/meta/_journal.json": js({
        version: "7",
        dialect: "postgresql",
        entries: [
          [0, "0000_a"],
          [2, "0002_c"],
          [1, "0001_b"],
        ].map(([idx, tag], at) => ({ idx, version: "7", when: 1700000000000 + at, tag, breakpoints: true })),
      }),
      "m/0000_a.sql": sql("0000_a").trim().split("\n").join("\n--> statement-breakpoint\n"),
      "m/0001_b.sql": sql("0001_b"),
      "m/0002_c.sql": sql("0002_c"),
      "m/0003_d.sql": sql("0003_d"),
    }),
    command: () => "node run.cjs",
  },
  {
    name: "graphile-migrate",
    version: "1.4.1",
    language: "Node",
    framework: "graphile-migrate",
    install: npm("graphile-migrate@1.4.1"),
    migrations: "migrations",
    // The chain of hashes has to hold, so the files are those that its own `commit` would write.
    files: (sql) => {
      const committed = {};
      let previous = "-";
      for (const [number, name] of [
        ["000001", "a"],
        ["000002", "b"],
      ]) {
        const body = sql(name);
        // graphile-migrate: src/hash.ts and src/migration.ts (calculateHash), over the body and the hash before.
        const hash = `sha1:${createHash("sha1")
          .update(previous === "-" ? "" : `${previous}\n`)
          .update(`${body.trim()}\n`)
          .digest("hex")}`;
        committed[`migrations/committed/${number}-${name}.sql`] =
          `--! Previous: ${previous}\n--! Hash: ${hash}\n--! Message: ${name}\n\n${body}`;
        previous = hash;
      }
      return {
        ".gmrc": "{}",
        "migrations/current.sql": "-- nothing yet\n",
        ...committed,
      };
    },
    command: (from) => `other() { echo "$DATABASE_URL" | sed "s#/[^/?]*?#/$1?#"; }
ROOT_DATABASE_URL=$(other postgres) SHADOW_DATABASE_URL=$(other shadow) ${from}/node_modules/.bin/graphile-migrate migrate --config .gmrc`,
  },
];
