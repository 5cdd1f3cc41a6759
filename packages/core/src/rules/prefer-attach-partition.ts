import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-attach-partition",
  title: "Prefer ATTACH PARTITION over creating a partition in place",
  severity: "warning",
  covers: [89],
  why: msg`CREATE TABLE ... PARTITION OF takes ACCESS EXCLUSIVE on the partitioned table (and reads a DEFAULT partition in full): while it waits for running queries, all reads and writes of every partition wait.`,
  instead: msg`Create the table with LIKE and a CHECK constraint equal to its bounds, and attach it: that takes SHARE UPDATE EXCLUSIVE on the partitioned table, which lets reads and writes pass.`,
  examples: [
    {
      history: "CREATE TABLE events (id bigint) PARTITION BY LIST (id);",
      bad: "CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);",
      good: "CREATE TABLE events_1 (LIKE events, CHECK (id IS NOT NULL AND id = 1)); ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES IN (1);",
    },
  ],
  kinds: ["CreateStmt"],
  check(step) {
    if (step.facts.error) return [];
    const parent = step.facts.locks.find(
      ({ relation, mode, why }) => mode === "ACCESS EXCLUSIVE" && why !== "partition" && inUse(step, relation),
    );
    const scan = step.facts.scans.find(({ relation, why }) => why === "partition-bound" && inUse(step, relation));
    if (!parent) return [];
    return [
      {
        span: wordsOf(step.statement, "PARTITION OF"),
        message: scan
          ? msg`All reads and writes of ${parent.relation} wait while ${scan.relation} is read in full.`
          : msg`All reads and writes of ${parent.relation} wait for this lock.`,
        ...(scan ? { severity: "error" as const } : {}),
      },
    ];
  },
});
