import { blocksReads, blocksWrites } from "../facts/lock.js";
import type { Lock } from "../facts/facts.js";
import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "require-lock-timeout",
  title: "Require a lock timeout before an existing table is locked",
  severity: "warning",
  covers: [1, 14, 18, 25, 26, 29, 30, 46, 53, 92, 93, 100, 103, 104, 105, 106, 118, 119, 120],
  why: msg`Even a lock that is held for a moment must first wait for every running transaction that uses the table. While it waits, all later queries on the table wait behind it, so one long query becomes an outage.`,
  instead: msg`Run SET LOCAL lock_timeout = '5s' before it (SET outside a transaction), and run the migration again when it is refused.`,
  options: {
    atMost: { type: "duration", default: "30s", about: msg`The longest lock timeout that is short enough.` },
    setByRunner: {
      type: "flag",
      default: false,
      about: msg`Whether the role or the runner sets a lock timeout itself.`,
    },
  },
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ADD COLUMN age int;",
      good: "SET LOCAL lock_timeout = '5s'; ALTER TABLE users ADD COLUMN age int;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "SET lock_timeout = 0; ALTER TABLE users ADD COLUMN age int;",
      good: "SET lock_timeout = '2s'; ALTER TABLE users ADD COLUMN age int;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "SET LOCAL lock_timeout = '10min'; ALTER TABLE users ADD COLUMN age int;",
      good: "CREATE TABLE notes (id bigint PRIMARY KEY); ALTER TABLE notes ADD COLUMN body text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));",
      good: "COMMENT ON TABLE users IS 'Everyone'; ALTER TABLE users ALTER COLUMN email SET STATISTICS 500;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
      good: "ALTER TABLE users SET (fillfactor = 80);",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ADD COLUMN age int; SET LOCAL lock_timeout = '5s';",
      good: "CREATE INDEX CONCURRENTLY users_email ON users (email);",
      goodTransaction: "none",
    },
  ],
  check(step, options) {
    if (options["setByRunner"] === true || step.facts.error) return [];
    const lock = step.facts.locks.find((each) => blocking(step, each));
    if (!lock || waitsPolitely(step) || step.transaction.locks.some((each) => blocking(step, each))) return [];
    const setting = step.transaction.settings.get("lock_timeout");
    const span = wordsOf(step.statement);
    const most = milliseconds(String(options["atMost"] ?? "30s")) ?? 30_000;
    const timeout = setting === undefined ? 0 : (milliseconds(setting) ?? 0);
    if (timeout === 0) return [{ span, message: unbounded(lock) }];
    if (timeout <= most) return [];
    return [
      {
        span,
        message: msg`The lock timeout of ${setting ?? ""} lets queries on ${lock.relation} queue for that long.`,
        advice: msg`Set lock_timeout to a few seconds, and run the migration again when it is refused.`,
      },
    ];
  },
});

function unbounded({ relation, mode }: Lock) {
  return blocksReads(mode)
    ? msg`Without a lock timeout, reads and writes of ${relation} can queue without end behind the wait for ${mode}.`
    : msg`Without a lock timeout, writes to ${relation} can queue without end behind the wait for ${mode}.`;
}

function blocking(step: Step, { relation, mode }: Lock): boolean {
  const kind = relationNamed(step.before, relation)?.kind;
  return blocksWrites(mode) && kind !== "index" && kind !== "partitioned-index" && inUse(step, relation);
}

/** CONCURRENTLY waits in modes that let others pass; a timeout would only abort it and leave an invalid index. */
function waitsPolitely({ statement }: Step): boolean {
  return summaryOf(statement).concurrent && statement.kind !== "AlterTableStmt";
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A timeout setting in milliseconds, which is its unit where none is written (manual 20.1.1). */
function milliseconds(value: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?$/.exec(value.trim());
  return match ? Number(match[1]) * (units[match[2] ?? "ms"] ?? 1) : undefined;
}
