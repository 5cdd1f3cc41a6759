import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "no-table-copy",
  title: "Disallow copying an existing table within a migration",
  severity: "warning",
  covers: [95],
  why: msg`The copy reads the whole source in one transaction. That holds ACCESS SHARE on it, so that no schema change of it can run, and keeps vacuum from cleaning up anywhere until it ends.`,
  instead: msg`Create the table empty (WITH NO DATA for a materialized view), and fill it in small batches outside the migration.`,
  examples: [
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "CREATE TABLE orders_copy AS SELECT * FROM orders;",
      good: "CREATE TABLE orders_copy AS SELECT * FROM orders WITH NO DATA;",
    },
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "CREATE MATERIALIZED VIEW totals AS SELECT total FROM orders;",
      good: "CREATE VIEW totals AS SELECT total FROM orders;",
    },
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "SELECT * INTO orders_copy FROM orders;",
      good: "CREATE TABLE orders_copy (LIKE orders INCLUDING ALL);",
    },
  ],
  kinds: ["CreateTableAsStmt", "SelectStmt"],
  check(step) {
    const node = step.statement.node;
    const copies =
      node &&
      (("CreateTableAsStmt" in node && !node.CreateTableAsStmt.into?.skipData) ||
        ("SelectStmt" in node && node.SelectStmt.intoClause !== undefined));
    const source = step.facts.locks.find(({ relation, mode }) => mode === "ACCESS SHARE" && mayBeLarge(step, relation));
    if (!copies || !source) return [];
    return [
      {
        span: wordsOf(step.statement, "AS", "INTO"),
        message: msg`${source.relation} is read in full in one transaction.`,
      },
    ];
  },
});
