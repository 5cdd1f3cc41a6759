import { summaryOf } from "../facts/summary.js";
import { msg, type Message } from "../text/message.js";
import { defineRule } from "./rule.js";
import { type Step } from "./step.js";

export default defineRule({
  id: "no-failing-statement",
  title: "Disallow statements that PostgreSQL will refuse",
  severity: "error",
  down: true,
  covers: [24, 38, 39, 58, 62, 64, 65, 73, 91, 107, 109, 139],
  why: msg`PostgreSQL refuses the statement, whatever the data. The migration fails, and the deployment stops there.`,
  instead: msg`Correct the statement, or the order of the migrations.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint);",
      bad: "ALTER TABLE users ADD CONSTRAINT users_id_set NOT NULL id NOT VALID; ALTER TABLE users ADD PRIMARY KEY (id);",
      badFails: "55000",
      good: "ALTER TABLE users ADD CONSTRAINT users_id_set NOT NULL id NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_id_set; ALTER TABLE users ADD PRIMARY KEY (id);",
      postgres: [18],
    },
    {
      history: "CREATE TABLE users (id int PRIMARY KEY, name text); CREATE VIEW user_ids AS SELECT id FROM users;",
      bad: "ALTER TABLE users ALTER COLUMN id TYPE bigint;",
      badFails: "0A000",
      good: "ALTER TABLE users ALTER COLUMN name TYPE varchar;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, age text);",
      bad: "ALTER TABLE users ALTER COLUMN age TYPE int;",
      badFails: "42804",
      good: "ALTER TABLE users ALTER COLUMN age TYPE int USING age::int;",
    },
    {
      history: "CREATE UNLOGGED TABLE jobs (id bigint PRIMARY KEY); CREATE TABLE runs (job_id bigint);",
      bad: "ALTER TABLE runs ADD FOREIGN KEY (job_id) REFERENCES jobs (id);",
      badFails: "42P16",
      good: "CREATE UNLOGGED TABLE tries (job_id bigint REFERENCES jobs (id));",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DROP INDEX CONCURRENTLY users_pkey;",
      badFails: "2BP01",
      transaction: "none",
      good: "ALTER TABLE users DROP CONSTRAINT users_pkey;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "VACUUM users;",
      badFails: "25001",
      good: "VACUUM users;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);",
      bad: "CREATE INDEX CONCURRENTLY events_at ON events (at);",
      badFails: "0A000",
      transaction: "none",
      good: "CREATE INDEX events_at ON ONLY events (at);",
    },
    {
      history: "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamptz);",
      bad: "CREATE INDEX visits_age ON visits ((now() - at));",
      badFails: "42P17",
      good: "CREATE INDEX visits_day ON visits (((at AT TIME ZONE 'UTC')::date));",
    },
    {
      history: "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);",
      bad: "ALTER TABLE events ADD PRIMARY KEY (id);",
      badFails: "0A000",
      good: "ALTER TABLE events ADD PRIMARY KEY (id, at);",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE VIEW people AS SELECT id, name FROM users;",
      bad: "CREATE OR REPLACE VIEW people AS SELECT id FROM users;",
      badFails: "42P16",
      good: "CREATE OR REPLACE VIEW people AS SELECT id, name, id > 0 AS real FROM users;",
    },
    {
      history: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
      bad: "CREATE OR REPLACE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';",
      badFails: "42P13",
      good: "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2 - 1';",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users DROP COLUMN nickname;",
      badFails: "42703",
      good: "ALTER TABLE users DROP COLUMN IF EXISTS nickname;",
    },
  ],
  check(step) {
    const { facts, statement } = step;
    if (!facts.error || statement.error || hasOwnRule(step)) return [];
    const advice = adviceFor(step);
    return [
      {
        span: facts.error.span,
        message: msg`PostgreSQL refuses this with error ${facts.error.sqlstate}: ${facts.error.message}.`,
        ...(advice ? { advice } : {}),
      },
    ];
  },
});

/** Errors that a rule of their own explains better. */
function hasOwnRule({ facts, statement }: Step): boolean {
  const sqlstate = facts.error?.sqlstate;
  return sqlstate === "55P04" || (sqlstate === "25001" && summaryOf(statement).concurrent);
}

function adviceFor({ facts, statement }: Step): Message | undefined {
  switch (facts.error?.sqlstate) {
    case "25001":
      return msg`Put the statement into a migration of its own that the runner runs outside a transaction.`;
    case "2BP01":
      return msg`Drop what depends on it first, by name.`;
    case "42P01":
    case "42703":
    case "42704":
      return msg`Check the name, and that an earlier migration creates it.`;
    case "42P17":
      return msg`Use an immutable expression: a text or timestamptz conversion that does not depend on a setting.`;
    case "42P13":
      return msg`Create the new version under a new name, and drop the old one in a later deployment.`;
    case "0A000":
      return statement.kind === "IndexStmt" && summaryOf(statement).concurrent
        ? msg`Create the index with ON ONLY on the partitioned table, build one with CONCURRENTLY on each partition, and attach these with ALTER INDEX ... ATTACH PARTITION.`
        : undefined;
    default:
      return undefined;
  }
}
