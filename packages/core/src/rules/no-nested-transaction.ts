import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { defineRule, type RuleReport } from "./rule.js";
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
    const { outside = [] } = migration;
    const isIn = ({ start, end }: Span, { statement }: Step) =>
      start <= statement.span.start && statement.span.start < end;
    const inside = steps.filter((step) => !outside.some((part) => isIn(part, step)));
    const own = nested(inside, migration.transaction === "none" ? undefined : "runner");
    return [...own, ...outside.flatMap((part) => nested(steps.filter((step) => isIn(part, step))))];
  },
});

/** What is wrong first in a session, with the transaction that is open at its start. */
function nested(steps: readonly Step[], atStart?: "runner"): RuleReport[] {
  let open: Step | "runner" | undefined = atStart;
  for (const step of steps) {
    const node = step.statement.node;
    if (!node || !("TransactionStmt" in node)) continue;
    const { kind } = node.TransactionStmt;
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
}
