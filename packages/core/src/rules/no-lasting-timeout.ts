import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

const timeouts = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout"];

export default defineRule({
  id: "no-lasting-timeout",
  title: "Disallow timeouts that outlive the migration",
  severity: "warning",
  covers: [122],
  why: msg`SET lasts as long as the session. On a pooled connection the next client inherits the timeout, and its queries fail for no visible reason.`,
  instead: msg`Use SET LOCAL inside the transaction, or RESET the setting at the end of the migration.`,
  examples: [
    {
      bad: "SET lock_timeout = '5s';",
      good: "SET LOCAL lock_timeout = '5s';",
    },
    {
      bad: "SET statement_timeout = '5s'; SELECT 1;",
      good: "SET statement_timeout = '5s'; SELECT 1; RESET statement_timeout;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    return steps.flatMap((step) => {
      const node = step.statement.node;
      const set = node && "VariableSetStmt" in node ? node.VariableSetStmt : undefined;
      const name = set?.name?.toLowerCase() ?? "";
      if (set?.kind !== "VAR_SET_VALUE" || set.is_local || !timeouts.includes(name) || isZero(JSON.stringify(set.args)))
        return [];
      const later = steps
        .filter(({ statement }) => statement.index > step.statement.index)
        .some(({ statement }) => ends(statement.node, name));
      if (later) return [];
      return [{ span: wordsOf(step.statement, "SET"), message: msg`${name} stays set after this migration.` }];
    });
  },
});

function isZero(args: string): boolean {
  return /"ival":\{\}|"sval":"0[a-z]*"/.test(args);
}

/** RESET of the setting, RESET ALL, DISCARD ALL, or another SET of it (which is judged itself). */
function ends(node: unknown, name: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("DiscardStmt" in node) return true;
  if (!("VariableSetStmt" in node)) return false;
  const { kind, name: other } = node.VariableSetStmt as { kind?: string; name?: string };
  return kind === "VAR_RESET_ALL" || other?.toLowerCase() === name;
}
