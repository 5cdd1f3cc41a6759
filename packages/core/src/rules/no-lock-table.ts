import { blocksReads, blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "no-lock-table",
  title: "Disallow LOCK TABLE on existing tables",
  severity: "warning",
  covers: [133],
  why: msg`LOCK TABLE without a mode takes ACCESS EXCLUSIVE: all reads and writes of the table wait until the transaction ends, even when none of its statements needs that.`,
  instead: msg`Remove it: each statement takes the lock that it needs. Where several statements need one lock, name the weakest mode that suffices.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "LOCK TABLE users;",
      good: "LOCK TABLE users IN ROW EXCLUSIVE MODE;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "LOCK TABLE users IN SHARE MODE;",
      good: "CREATE TABLE notes (id bigint); LOCK TABLE notes;",
    },
  ],
  kinds: ["LockStmt"],
  check(step) {
    if (step.facts.error) return [];
    const lock = step.facts.locks.find(({ relation, mode }) => blocksWrites(mode) && inUse(step, relation));
    if (!lock) return [];
    return [
      {
        span: wordsOf(step.statement, "LOCK"),
        message: blocksReads(lock.mode)
          ? msg`Reads and writes of ${lock.relation} wait until this transaction ends.`
          : msg`Writes to ${lock.relation} wait until this transaction ends.`,
      },
    ];
  },
});
