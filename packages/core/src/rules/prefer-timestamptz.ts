import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-timestamptz",
  title: "Prefer timestamptz over timestamp and timetz",
  severity: "warning",
  default: false,
  covers: [102],
  why: msg`A timestamp or timetz does not name a moment: sessions with different time zones write and read different times.`,
  instead: msg`Use timestamptz.`,
  examples: [
    {
      bad: "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamp);",
      good: "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamptz);",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newColumns(step)
      .filter(({ column }) => /^pg_catalog\.(timestamp|timetz)$/.test(column.type.name))
      .map(({ table, column }) => ({
        span: wordsOf(step.statement, column.name),
        message: msg`${`${relationName(table)}.${column.name}`} does not name a moment.`,
      }));
  },
});
