import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-bigint-key",
  title: "Prefer bigint for generated primary keys",
  severity: "warning",
  default: false,
  covers: [40],
  why: msg`An int key ends at 2,147,483,647. From then on every INSERT fails, and widening the column means rewriting the table, and all that refers to it, when it is largest.`,
  instead: msg`Use bigint.`,
  examples: [
    {
      bad: "CREATE TABLE users (id serial PRIMARY KEY);",
      good: "CREATE TABLE users (id bigserial PRIMARY KEY); CREATE TABLE countries (code int PRIMARY KEY);",
    },
    {
      bad: "CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
      good: "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newColumns(step)
      .filter(({ table, column }) => {
        const small = /^pg_catalog\.int[24]$/.test(column.type.name);
        const generated = column.identity !== undefined || (column.default?.text.includes("nextval") ?? false);
        const key = table.constraints.some(
          ({ kind, columns }) => kind === "primary-key" && columns.length === 1 && columns[0] === column.number,
        );
        return small && generated && key;
      })
      .map(({ table, column }) => ({
        span: wordsOf(step.statement, column.name),
        message: msg`${`${relationName(table)}.${column.name}`} runs out of numbers.`,
      }));
  },
});
