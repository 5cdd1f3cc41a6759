import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-ineffective-set-local",
  title: "Disallow SET LOCAL outside a transaction",
  severity: "error",
  covers: [121],
  fixable: true,
  why: msg`Outside a transaction SET LOCAL only raises a warning and sets nothing: the timeout that it should have set does not protect anyone.`,
  instead: msg`Use SET, and RESET at the end, or open a transaction with BEGIN first.`,
  examples: [
    {
      bad: "SET LOCAL lock_timeout = '5s';",
      good: "SET LOCAL lock_timeout = '5s';",
      transaction: "none",
      goodTransaction: "file",
    },
    {
      bad: "SET LOCAL statement_timeout = '5s'; SELECT 1;",
      good: "BEGIN; SET LOCAL statement_timeout = '5s'; SELECT 1; COMMIT;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  kinds: ["VariableSetStmt"],
  check({ statement, transaction }) {
    const node = statement.node;
    if (transaction.open || !node || !("VariableSetStmt" in node) || !node.VariableSetStmt.is_local) return [];
    const span = wordsOf(statement, "SET LOCAL");
    return [{ span, message: msg`This sets nothing, because no transaction is open.`, fix: [{ span, text: "SET" }] }];
  },
});
