import { blocksReads, blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { reachOf } from "./reach.js";
import { defineRule } from "./rule.js";
import { inUse, longScans, mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "no-backfill-under-lock",
  title: "Disallow moving rows in a transaction that holds a blocking lock",
  severity: "error",
  covers: [129],
  why: msg`A transaction keeps its locks until it ends. The tables that the schema change locked stay locked until the last row is changed, and their users wait that long.`,
  instead: msg`Move the rows in a migration of its own, after the schema change has been committed, in small batches.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = 'free';",
      good: "ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 1000;",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE TABLE people (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE people ADD COLUMN nick text; INSERT INTO people (id, name) SELECT id, name FROM users;",
      good: "ALTER TABLE people ADD COLUMN nick text; INSERT INTO people (id, name) VALUES (1, 'Ada');",
    },
  ],
  kinds: ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"],
  check(step) {
    const { kind } = step.statement;
    const held = step.transaction.locks.find(({ relation, mode }) => blocksWrites(mode) && inUse(step, relation));
    if (!held) return [];
    const reach = reachOf(step);
    const reads =
      longScans(step.facts).some(({ relation }) => mayBeLarge(step, relation)) ||
      step.facts.locks.some(({ relation, mode }) => mode === "ACCESS SHARE" && mayBeLarge(step, relation));
    const target = step.facts.locks.find(({ mode, why }) => mode === "ROW EXCLUSIVE" && why === undefined)?.relation;
    const many =
      kind === "InsertStmt" || kind === "MergeStmt"
        ? reads
        : reach !== "some" && target !== undefined && mayBeLarge(step, target);
    if (!many) return [];
    return [
      {
        span: wordsOf(step.statement, "UPDATE", "DELETE", "INSERT", "MERGE"),
        message: blocksReads(held.mode)
          ? msg`Reads and writes of ${held.relation} wait while the rows are moved, because this transaction holds ${held.mode} on it.`
          : msg`Writes to ${held.relation} wait while the rows are moved, because this transaction holds ${held.mode} on it.`,
      },
    ];
  },
});
