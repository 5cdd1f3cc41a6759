import { tokensOf } from "../sql/tokens.js";
import type { Edit } from "./rule.js";
import type { Step } from "./step.js";

/** NOT VALID behind an ALTER TABLE that does nothing but add one constraint; undefined for any other statement. */
export function notValid({ statement }: Step): Edit | undefined {
  const node = statement.node;
  const [only, ...others] = node && "AlterTableStmt" in node ? (node.AlterTableStmt.cmds ?? []) : [];
  const adds = only !== undefined && "AlterTableCmd" in only && only.AlterTableCmd.subtype === "AT_AddConstraint";
  const end = tokensOf(statement).findLast(({ kind }) => kind !== "comment")?.span.end;
  return adds && others.length === 0 && end !== undefined
    ? { span: { start: end, end }, text: " NOT VALID" }
    : undefined;
}
