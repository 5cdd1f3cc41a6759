import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-nested-transaction",
  title: "Disallow BEGIN and COMMIT that do not match",
  severity: "warning",
  covers: [134],
  why: msg`PostgreSQL has no nested transactions. A BEGIN inside a transaction does nothing, the first COMMIT ends the runner's transaction, and what follows runs without one: a failure then leaves the migration half applied.`,
  instead: msg`Leave BEGIN and COMMIT to the runner, or switch its transaction off for this migration.`,
  examples: [
    {
      bad: "BEGIN; SELECT 1; COMMIT;",
      good: "SELECT 1;",
    },
    {
      bad: "BEGIN; SELECT 1;",
      good: "BEGIN; SELECT 1; COMMIT;",
      transaction: "none",
      goodTransaction: "none",
    },
    {
      bad: "SELECT 1; COMMIT; SELECT 2;",
      good: "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  atEnd({ of, migration, steps }) {
    if (of !== "migration" || !migration) return [];
    let open: Step | "runner" | undefined = migration.transaction === "none" ? undefined : "runner";
    for (const step of steps) {
      const node = step.statement.node;
      const kind = node && "TransactionStmt" in node ? node.TransactionStmt.kind : undefined;
      const span = wordsOf(step.statement);
      if (kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START") {
        if (open) return [{ span, message: msg`A transaction is open already, so this does nothing.` }];
        open = step;
      } else if (kind === "TRANS_STMT_COMMIT" || kind === "TRANS_STMT_ROLLBACK") {
        if (!open) return [{ span, message: msg`No transaction is open, so this does nothing.` }];
        if (open === "runner")
          return [{ span, message: msg`This ends the runner's transaction; what follows runs outside it.` }];
        open = undefined;
      }
    }
    if (!open || open === "runner") return [];
    return [{ span: wordsOf(open.statement), message: msg`This transaction is never committed.` }];
  },
});
