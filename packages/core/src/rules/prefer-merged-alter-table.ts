import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "prefer-merged-alter-table",
  title: "Prefer one ALTER TABLE over several on the same table",
  severity: "warning",
  default: false,
  covers: [127],
  why: msg`Each ALTER TABLE outside a transaction waits for its lock again, and makes the queries behind it queue each time.`,
  instead: msg`Join the actions of neighbouring ALTER TABLE statements with commas, unless one of them reads or rewrites the table.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int;",
      good: "ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int;",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    return steps.flatMap((step, position) => {
      const table = briefTarget(step);
      const before = steps[position - 1];
      if (table === undefined || !before || briefTarget(before) !== table) return [];
      return [
        {
          span: wordsOf(step.statement, "ALTER TABLE"),
          message: msg`The statement before this one alters ${table} too.`,
        },
      ];
    });
  },
});

/** The table in use that an ALTER TABLE changes without reading or rewriting it. */
function briefTarget(step: Step): string | undefined {
  const { statement, facts } = step;
  if (
    statement.kind !== "AlterTableStmt" ||
    facts.error ||
    facts.scans.length > 0 ||
    facts.rewrites.length > 0 ||
    facts.indexBuilds.length > 0
  ) {
    return undefined;
  }
  return facts.locks.find(({ relation, why }) => why === undefined && inUse(step, relation))?.relation;
}
