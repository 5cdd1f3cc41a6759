import type { AlterTableCmd, AlterTableType, Constraint, DefElem } from "@pgsql/types";
import { stronger, type LockMode } from "../lock.js";

/** What each command of ALTER TABLE asks for where it is not ACCESS EXCLUSIVE (measured; AlterTableGetLockLevel). */
const milder: { readonly [Type in AlterTableType]?: LockMode } = {
  AT_SetStatistics: "SHARE UPDATE EXCLUSIVE",
  AT_SetOptions: "SHARE UPDATE EXCLUSIVE",
  AT_ResetOptions: "SHARE UPDATE EXCLUSIVE",
  AT_ClusterOn: "SHARE UPDATE EXCLUSIVE",
  AT_DropCluster: "SHARE UPDATE EXCLUSIVE",
  AT_ValidateConstraint: "SHARE UPDATE EXCLUSIVE",
  AT_AttachPartition: "SHARE UPDATE EXCLUSIVE",
  AT_DetachPartitionFinalize: "SHARE UPDATE EXCLUSIVE",
  AT_EnableTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableAlwaysTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableReplicaTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigUser: "SHARE ROW EXCLUSIVE",
  AT_DisableTrig: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigUser: "SHARE ROW EXCLUSIVE",
};

/** Storage parameters that readers and writers look at, so that setting them takes ACCESS EXCLUSIVE (reloptions.c). */
const strict = new Set([
  "user_catalog_table",
  "fastupdate",
  "gin_pending_list_limit",
  "buffering",
  "pages_per_range",
  "autosummarize",
  "security_barrier",
  "check_option",
  "security_invoker",
]);

/** The mode that one command asks for. */
export function commandLock(cmd: AlterTableCmd): LockMode {
  const type = cmd.subtype;
  if (type === "AT_AddConstraint") return isForeignKey(cmd) ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE";
  if (type === "AT_DetachPartition") return isConcurrent(cmd) ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
  if (type === "AT_SetRelOptions" || type === "AT_ResetRelOptions") return optionsLock(cmd);
  return (type && milder[type]) ?? "ACCESS EXCLUSIVE";
}

/** The mode of a statement: the strongest of its commands. */
export function statementLock(cmds: readonly AlterTableCmd[]): LockMode {
  return cmds.map(commandLock).reduce(stronger, "SHARE UPDATE EXCLUSIVE");
}

function isForeignKey(cmd: AlterTableCmd): boolean {
  return (
    cmd.def !== undefined && "Constraint" in cmd.def && (cmd.def.Constraint as Constraint).contype === "CONSTR_FOREIGN"
  );
}

function isConcurrent(cmd: AlterTableCmd): boolean {
  return cmd.def !== undefined && "PartitionCmd" in cmd.def && cmd.def.PartitionCmd.concurrent === true;
}

/** The options of SET (...) and RESET (...). */
export function optionsOf(cmd: AlterTableCmd): DefElem[] {
  if (!cmd.def || !("List" in cmd.def)) return [];
  return (cmd.def.List.items ?? []).flatMap((node) => ("DefElem" in node ? [node.DefElem] : []));
}

function optionsLock(cmd: AlterTableCmd): LockMode {
  return optionsOf(cmd).some((option) => strict.has(option.defname ?? ""))
    ? "ACCESS EXCLUSIVE"
    : "SHARE UPDATE EXCLUSIVE";
}
