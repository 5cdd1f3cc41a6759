import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-text",
  title: "Prefer text over char and varchar",
  severity: "warning",
  default: false,
  covers: [102],
  why: msg`A char(n) pads with blanks, and shortening a varchar(n) later rewrites the table. Neither is faster or smaller than text.`,
  instead: msg`Use text, with a CHECK on its length where a limit matters.`,
  examples: [
    {
      bad: "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));",
      good: "CREATE TABLE users (id bigint PRIMARY KEY, name text CHECK (length(name) <= 50));",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newColumns(step)
      .filter(({ column }) => /^pg_catalog\.(bpchar|varchar)$/.test(column.type.name))
      .map(({ table, column }) => ({
        span: wordsOf(step.statement, column.name),
        message: msg`${`${relationName(table)}.${column.name}`} is a char or varchar.`,
      }));
  },
});
