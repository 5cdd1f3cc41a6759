import { msg } from "../text/message.js";
import { lockedRelations } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

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
  kinds: ["AlterTableStmt"],
  check(step) {
    if (step.facts.error) return [];
    return lockedRelations(step).flatMap(({ lock: { relation, why }, before, after }) => {
      if (why !== undefined || !inUse(step, relation)) return [];
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
