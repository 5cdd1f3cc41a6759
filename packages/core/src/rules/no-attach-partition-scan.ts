import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "no-attach-partition-scan",
  title: "Disallow attaching a partition that must be read in full",
  severity: "error",
  covers: [86, 87, 88],
  why: msg`ATTACH PARTITION locks the new partition, and a DEFAULT partition where there is one, with ACCESS EXCLUSIVE, and reads every row of both to verify the bounds: reads and writes of them wait that long.`,
  instead: msg`Add a CHECK constraint with the same bounds (NOT VALID, then VALIDATE) to the table before attaching it, and one that excludes them to the DEFAULT partition: PostgreSQL then skips the scans.`,
  examples: [
    {
      history:
        "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE events_2026 (id bigint, at date NOT NULL);",
      bad: "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      good: "ALTER TABLE events_2026 ADD CONSTRAINT bound CHECK (at >= '2026-01-01' AND at < '2027-01-01') NOT VALID; ALTER TABLE events_2026 VALIDATE CONSTRAINT bound; ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE events_rest PARTITION OF events DEFAULT;",
      bad: "CREATE TABLE events_2026 (id bigint, at date NOT NULL); ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      good: "CREATE TABLE notes (id bigint, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE notes_2026 (id bigint, at date NOT NULL); ALTER TABLE notes ATTACH PARTITION notes_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint, user_id bigint REFERENCES users (id)) PARTITION BY LIST (id); CREATE TABLE orders_1 (id bigint, user_id bigint, CONSTRAINT one CHECK (id IS NOT NULL AND id = 1));",
      bad: "ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES IN (1);",
      good: "ALTER TABLE orders_1 ADD CONSTRAINT orders_1_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID; ALTER TABLE orders_1 VALIDATE CONSTRAINT orders_1_user; ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES IN (1);",
      goodTransaction: "none",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    if (!summaryOf(step.statement).does.has("attach")) return [];
    const scanned = new Set(
      step.facts.scans
        .filter(({ why }) => why === "partition-bound" || why === "foreign-key")
        .map(({ relation }) => relation),
    );
    return [...scanned]
      .filter((relation) => mayBeLarge(step, relation))
      .map((relation) => ({
        span: wordsOf(step.statement, "ATTACH PARTITION"),
        message: msg`${relation} is read in full while all reads and writes of it wait.`,
      }));
  },
});
