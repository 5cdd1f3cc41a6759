import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "no-drop-not-null",
  title: "Disallow letting NULL into a column that readers rely on",
  severity: "warning",
  covers: [25],
  why: msg`The application that still runs has never seen NULL in this column, and may fail on the first row that has one.`,
  instead: msg`Deploy readers that accept NULL first, and drop NOT NULL in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);",
      bad: "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;",
      good: "CREATE TABLE drafts (id bigint, body text NOT NULL); ALTER TABLE drafts ALTER COLUMN body DROP NOT NULL;",
    },
  ],
  check(step) {
    if (step.statement.kind !== "AlterTableStmt" || step.facts.error) return [];
    return step.facts.locks.flatMap(({ relation, why }) => {
      const before = relationNamed(step.before, relation);
      const after = before && step.after.relations.get(before.oid);
      if (!before || !after || why !== undefined || !inUse(step, relation)) return [];
      return before.columns
        .filter(
          (column) =>
            column.notNull && after.columns.some(({ number, notNull }) => number === column.number && !notNull),
        )
        .map((column) => ({
          span: wordsOf(step.statement, "DROP NOT NULL", "DROP CONSTRAINT"),
          message: msg`Readers of ${`${relation}.${column.name}`} can meet NULL from now on.`,
        }));
    });
  },
});
