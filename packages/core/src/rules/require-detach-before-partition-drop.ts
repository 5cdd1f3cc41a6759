import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed } from "./step.js";

export default defineRule({
  id: "require-detach-before-partition-drop",
  title: "Require detaching a partition before it is dropped",
  severity: "error",
  covers: [82],
  why: msg`Dropping an attached partition takes ACCESS EXCLUSIVE on the partitioned table too: while it waits for running queries, all reads and writes of every partition wait. Its rows are lost.`,
  instead: msg`Run ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY outside a transaction, and drop the detached table in a later deployment.`,
  examples: [
    {
      history:
        "CREATE TABLE events (id bigint) PARTITION BY LIST (id); CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);",
      bad: "DROP TABLE events_1;",
      good: "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;",
      goodTransaction: "none",
    },
  ],
  kinds: ["DropStmt"],
  check(step) {
    return step.facts.losses.flatMap((loss) => {
      const table = relationNamed(step.before, loss.relation ?? loss.name);
      const parent = table?.partitionOf && step.before.relations.get(table.partitionOf.parent);
      if (loss.what !== "table" || !table || !parent || !inUse(step, relationName(table))) return [];
      return [
        {
          span: loss.span,
          message: msg`Reads and writes of ${relationName(parent)} wait for this lock, and the rows of ${relationName(table)} are gone.`,
        },
      ];
    });
  },
});
