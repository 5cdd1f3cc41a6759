import type { RelationName } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { defineRule, type RuleReport } from "./rule.js";
import { mayBeLarge, relationNamed, type Step } from "./step.js";

export default defineRule({
  id: "require-concurrent-index",
  title: "Require CONCURRENTLY when indexing an existing table",
  severity: "error",
  covers: [60, 66, 67],
  fixable: true,
  why: msg`CREATE INDEX holds a SHARE lock on the table until the index is built: reads go on, but INSERT, UPDATE and DELETE wait. On a large table that is an outage for everyone who writes.`,
  instead: msg`Build the index with CREATE INDEX CONCURRENTLY, in a migration that runs outside a transaction.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE INDEX users_email ON users (email);",
      good: "CREATE INDEX CONCURRENTLY users_email ON users (email);",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE UNIQUE INDEX users_email ON users (email);",
      good: "CREATE TABLE logins (id bigint PRIMARY KEY, at timestamptz); CREATE INDEX logins_at ON logins (at);",
    },
    {
      history:
        "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      bad: "CREATE INDEX events_at ON events (at);",
      good: "CREATE INDEX events_at ON ONLY events (at); CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at); ALTER INDEX events_at ATTACH PARTITION events_2026_at;",
      goodTransaction: "none",
    },
  ],
  kinds: ["IndexStmt"],
  check(step) {
    const builds = step.facts.indexBuilds.filter((build) => build.blocksWrites && mayBeLarge(step, build.table));
    const [first] = builds;
    if (!first) return [];
    const target = step.facts.locks.find((lock) => lock.why === undefined)?.relation ?? first.table;
    return [partitioned(step, target) ? partitionedReport(target, first.span) : report(step, first.table, first.span)];
  },
});

function partitioned(step: Step, name: RelationName): boolean {
  return relationNamed(step.before, name)?.kind === "partitioned-table";
}

function report(step: Step, table: RelationName, span: RuleReport["span"]): RuleReport {
  const alone = !step.migration.multiStatementQuery || step.migration.statements.length === 1;
  const fix =
    !step.transaction.open && alone
      ? { fix: [{ span: { start: span.end, end: span.end }, text: " CONCURRENTLY" }] }
      : {};
  return { span, message: msg`Writes to ${table} wait until the index is built.`, ...fix };
}

function partitionedReport(table: RelationName, span: RuleReport["span"]): RuleReport {
  return {
    span,
    message: msg`Writes to ${table} and its partitions wait until all indexes are built.`,
    advice: msg`Create the index with ON ONLY on ${table}, build one with CONCURRENTLY on each partition, and attach these with ALTER INDEX ... ATTACH PARTITION: CONCURRENTLY does not work on a partitioned table.`,
  };
}
