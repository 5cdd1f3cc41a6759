import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-numeric",
  title: "Prefer numeric over money and floating point",
  severity: "warning",
  default: false,
  covers: [102],
  why: msg`Floating point numbers round decimal fractions, and what money means depends on the setting lc_monetary.`,
  instead: msg`Use numeric, or an integer of the smallest unit.`,
  examples: [
    {
      bad: "CREATE TABLE prices (id bigint PRIMARY KEY, amount money);",
      good: "CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric(12,2));",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newColumns(step)
      .filter(({ column }) => /^pg_catalog\.(money|float4|float8)$/.test(column.type.name))
      .map(({ table, column }) => ({
        span: wordsOf(step.statement, column.name),
        message: msg`${`${relationName(table)}.${column.name}`} does not keep decimal fractions.`,
      }));
  },
});
