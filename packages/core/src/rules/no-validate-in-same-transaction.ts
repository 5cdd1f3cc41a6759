import { blocksWrites } from "../facts/lock.js";
import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "no-validate-in-same-transaction",
  title: "Disallow validating a constraint in the transaction that still holds a strong lock",
  severity: "error",
  covers: [47],
  why: msg`A transaction keeps its locks until it ends. What ADD CONSTRAINT ... NOT VALID locked stays locked while VALIDATE CONSTRAINT reads the whole table, so users wait as long as without NOT VALID.`,
  instead: msg`Validate the constraint in a migration of its own, after the transaction that added it has been committed.`,
  examples: [
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",
      good: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint); ALTER TABLE orders ADD CONSTRAINT orders_id CHECK (id > 0) NOT VALID;",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_user;",
      good: "ALTER TABLE orders VALIDATE CONSTRAINT orders_id;",
    },
  ],
  kinds: ["AlterTableStmt", "AlterDomainStmt"],
  check(step) {
    if (!summaryOf(step.statement).does.has("validate")) return [];
    const scan = step.facts.scans.find(({ relation }) => mayBeLarge(step, relation));
    const held = step.transaction.locks.find(({ relation, mode }) => relation === scan?.relation && blocksWrites(mode));
    if (!scan || !held) return [];
    return [
      {
        span: wordsOf(step.statement, "VALIDATE CONSTRAINT"),
        message: msg`${scan.relation} is read in full while this transaction still holds ${held.mode} on it.`,
      },
    ];
  },
});
