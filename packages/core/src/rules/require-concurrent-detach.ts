import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "require-concurrent-detach",
  title: "Require CONCURRENTLY when detaching a partition",
  severity: "warning",
  covers: [90],
  why: msg`DETACH PARTITION takes ACCESS EXCLUSIVE on the partitioned table: while it waits for running queries, all reads and writes of every partition wait.`,
  instead: msg`Add CONCURRENTLY, in a migration that runs outside a transaction.`,
  examples: [
    {
      history:
        "CREATE TABLE events (id bigint) PARTITION BY LIST (id); CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);",
      bad: "ALTER TABLE events DETACH PARTITION events_1;",
      good: "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE events (id bigint) PARTITION BY LIST (id); CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);",
      bad: "ALTER TABLE events DETACH PARTITION events_1;",
      good: "CREATE TABLE notes (id bigint) PARTITION BY LIST (id); CREATE TABLE notes_1 PARTITION OF notes FOR VALUES IN (1); ALTER TABLE notes DETACH PARTITION notes_1;",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    const { statement } = step;
    const { does, concurrent } = summaryOf(statement);
    if (step.facts.error || !does.has("detach") || concurrent) return [];
    const parent = step.facts.locks.find(
      ({ relation, mode, why }) => mode === "ACCESS EXCLUSIVE" && why === undefined && inUse(step, relation),
    );
    if (!parent) return [];
    const children = relationNamed(step.before, parent.relation)?.children ?? [];
    const hasDefault = children.some((oid) => step.before.relations.get(oid)?.partitionOf?.default === true);
    return [
      {
        span: wordsOf(statement, "DETACH PARTITION"),
        message: msg`All reads and writes of ${parent.relation} wait for this lock.`,
        ...(hasDefault
          ? {
              advice: msg`Set a short lock_timeout and try again when it is refused: CONCURRENTLY does not work while there is a DEFAULT partition.`,
            }
          : {}),
      },
    ];
  },
});
