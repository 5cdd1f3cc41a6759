import { blocksWrites } from "../facts/lock.js";
import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "prefer-setval",
  title: "Prefer setval over altering a sequence in use",
  severity: "warning",
  covers: [116],
  why: msg`ALTER SEQUENCE ... RESTART and AS take SHARE ROW EXCLUSIVE on the sequence: every nextval, and so every INSERT that uses it, waits until the transaction ends.`,
  instead: msg`Use setval, which takes no lock that others wait for; change a sequence's type in a transaction of its own, with a short lock_timeout.`,
  examples: [
    {
      history: "CREATE SEQUENCE numbers AS int;",
      bad: "ALTER SEQUENCE numbers RESTART WITH 1000;",
      good: "SELECT setval('numbers', 1000);",
    },
    {
      history: "CREATE SEQUENCE numbers AS int;",
      bad: "ALTER SEQUENCE numbers AS bigint;",
      good: "CREATE SEQUENCE others; ALTER SEQUENCE others RESTART WITH 5;",
    },
  ],
  kinds: ["AlterSeqStmt"],
  check(step) {
    const lock = step.facts.locks.find(({ relation, mode }) => blocksWrites(mode) && inUse(step, relation));
    const { options } = summaryOf(step.statement);
    if (!lock || !(options.has("restart") || options.has("as"))) return [];
    return [
      {
        span: wordsOf(step.statement, "RESTART", "AS"),
        message: msg`Everyone who takes a number from ${lock.relation} waits for this transaction.`,
      },
    ];
  },
});
