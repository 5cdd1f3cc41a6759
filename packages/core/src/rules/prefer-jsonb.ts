import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-jsonb",
  title: "Prefer jsonb over json",
  severity: "warning",
  default: false,
  covers: [16],
  why: msg`The type json has no equality operator: SELECT DISTINCT, GROUP BY and UNION over the column fail, and it cannot be indexed by its content.`,
  instead: msg`Use jsonb, unless the order and the blanks of the text matter.`,
  examples: [
    {
      bad: "CREATE TABLE events (id bigint PRIMARY KEY, body json);",
      good: "CREATE TABLE events (id bigint PRIMARY KEY, body jsonb);",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newColumns(step)
      .filter(({ column }) => column.type.name === "pg_catalog.json")
      .map(({ table, column }) => ({
        span: wordsOf(step.statement, column.name),
        message: msg`${`${relationName(table)}.${column.name}`} has no equality operator.`,
      }));
  },
});
