import type { NodeKind, Statement } from "../../../packages/core/src/sql/statement.js";

const notDefinitions: ReadonlySet<NodeKind | ""> = new Set<NodeKind | "">([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "CopyStmt",
  "CallStmt",
  "DoStmt",
  "ExplainStmt",
  "PrepareStmt",
  "ExecuteStmt",
  "VariableSetStmt",
  "VariableShowStmt",
  "TransactionStmt",
  "DiscardStmt",
  "DeallocateStmt",
  "NotifyStmt",
  "ListenStmt",
  "UnlistenStmt",
  "LockStmt",
  "",
]);

/** Whether a statement is DDL: not a query, data, SET, LOCK or a DO block. */
export function isDefinition(statement: Statement): boolean {
  return !notDefinitions.has(statement.kind);
}

/** The family that a statement is counted in: its node, and for ALTER TABLE its action, or "several". */
export function familyOf(statement: Statement): string {
  const node = statement.node;
  if (!node) return "unparsed";
  if ("AlterTableStmt" in node) {
    const kinds = new Set(
      (node.AlterTableStmt.cmds ?? []).map((command) =>
        "AlterTableCmd" in command ? actionOf(command.AlterTableCmd) : "",
      ),
    );
    return `AlterTable ${kinds.size === 1 ? [...kinds][0] : "several actions"}`;
  }
  if ("DropStmt" in node) return `Drop ${(node.DropStmt.removeType ?? "").replace("OBJECT_", "").toLowerCase()}`;
  if ("RenameStmt" in node) return `Rename ${(node.RenameStmt.renameType ?? "").replace("OBJECT_", "").toLowerCase()}`;
  if ("IndexStmt" in node) return node.IndexStmt.concurrent ? "CreateIndex concurrently" : "CreateIndex";
  return statement.kind.replace(/Stmt$/, "");
}

function actionOf(command: { readonly subtype?: string; readonly def?: unknown }): string {
  const action = (command.subtype ?? "").replace("AT_", "");
  const constraint = (command.def as { Constraint?: { contype?: string } } | undefined)?.Constraint;
  return action === "AddConstraint" && constraint
    ? `${action} ${(constraint.contype ?? "").replace("CONSTR_", "").toLowerCase()}`
    : action;
}
