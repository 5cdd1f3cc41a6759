import type { Facts } from "../facts/facts.js";
import { phases, type Phase } from "../rules/phase.js";
import type { Statement } from "../sql/statement.js";

const data = new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt"]);
const neutral = new Set([
  "",
  "AnalyzeStmt",
  "CheckPointStmt",
  "ClusterStmt",
  "CommentStmt",
  "DiscardStmt",
  "ExplainStmt",
  "LockStmt",
  "RefreshMatViewStmt",
  "ReindexStmt",
  "SelectStmt",
  "TransactionStmt",
  "VacuumStmt",
  "VariableSetStmt",
  "VariableShowStmt",
]);

/**
 * The phase of a statement. contract: the previously deployed application loses something (data, an object, a right, or
 * the freedom that a tightened constraint takes). migrate: it moves rows. expand: it adds. neutral: none of these.
 */
export function phaseOf(statement: Statement, facts: Facts): Phase {
  if (data.has(statement.kind)) return "migrate";
  if (facts.losses.length > 0 || facts.breaks.length > 0) return "contract";
  return neutral.has(statement.kind) || onlyValidates(statement) ? "neutral" : "expand";
}

/** VALIDATE CONSTRAINT asks nothing of writers that the constraint did not ask before. */
function onlyValidates({ node }: Statement): boolean {
  const commands = node && "AlterTableStmt" in node ? (node.AlterTableStmt.cmds ?? []) : [];
  return (
    commands.length > 0 &&
    commands.every((each) => "AlterTableCmd" in each && each.AlterTableCmd.subtype === "AT_ValidateConstraint")
  );
}

/** The phase of several: the latest. */
export function latestPhase(given: readonly Phase[]): Phase {
  return given.reduce<Phase>(
    (latest, phase) => (phases.indexOf(phase) > phases.indexOf(latest) ? phase : latest),
    "neutral",
  );
}
