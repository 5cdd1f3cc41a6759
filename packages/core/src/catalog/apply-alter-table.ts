import type { AlterTableCmd, AlterTableStmt, AlterTableType } from "@pgsql/types";
import {
  addColumn,
  alterDefault,
  alterExpression,
  alterIdentity,
  alterType,
  commandColumn,
  dropColumn,
  dropNotNull,
  type Command,
} from "./alter-column.js";
import { addTableConstraint, alterConstraint, dropConstraint, validateConstraint } from "./alter-constraint.js";
import { addInherit, attach, detach, dropInherit } from "./alter-partition.js";
import { clusterOn } from "./apply-cluster.js";
import {
  changeType,
  columnSetting,
  relationChange,
  switchRule,
  switchTriggers,
  typedTables,
} from "./alter-relation.js";
import { setNotNull } from "./constraints.js";
import type { Oid } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { rangeName } from "./names.js";
import { findType } from "./type-names.js";

type Act = (draft: Draft, command: Command) => void;

const setColumnNotNull: Act = (draft, command) => {
  const column = commandColumn(draft, command);
  setNotNull(draft, command.table, column.number, { only: command.only });
};

const acts: { readonly [Type in AlterTableType]?: Act } = {
  AT_AddColumn: addColumn,
  AT_AddColumnToView: addColumn,
  AT_DropColumn: dropColumn,
  AT_ColumnDefault: alterDefault,
  AT_DropNotNull: dropNotNull,
  AT_SetNotNull: setColumnNotNull,
  AT_SetExpression: alterExpression,
  AT_DropExpression: alterExpression,
  AT_AlterColumnType: alterType,
  AT_AddIdentity: alterIdentity,
  AT_SetIdentity: alterIdentity,
  AT_DropIdentity: alterIdentity,
  AT_SetStatistics: columnSetting,
  AT_SetStorage: columnSetting,
  AT_SetCompression: columnSetting,
  AT_AddConstraint: addTableConstraint,
  AT_DropConstraint: dropConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_AlterConstraint: alterConstraint,
  AT_AttachPartition: attach,
  AT_DetachPartition: detach,
  AT_DetachPartitionFinalize: () => undefined,
  AT_AddInherit: addInherit,
  AT_DropInherit: dropInherit,
  AT_AddOf: changeType,
  AT_DropOf: changeType,
  AT_ClusterOn: clusterOn,
  AT_DropCluster: clusterOn,
  AT_EnableTrig: switchTriggers,
  AT_EnableAlwaysTrig: switchTriggers,
  AT_EnableReplicaTrig: switchTriggers,
  AT_EnableTrigAll: switchTriggers,
  AT_EnableTrigUser: switchTriggers,
  AT_EnableRule: switchRule,
  AT_EnableAlwaysRule: switchRule,
  AT_EnableReplicaRule: switchRule,
  AT_DisableRule: switchRule,
  AT_DisableTrig: switchTriggers,
  AT_DisableTrigAll: switchTriggers,
  AT_DisableTrigUser: switchTriggers,
};

/** The order in which PostgreSQL runs the commands of one ALTER TABLE (AlterTablePass in tablecmds.c). */
const passes: { readonly [Type in AlterTableType]?: number } = {
  AT_DropColumn: 0,
  AT_DropConstraint: 0,
  AT_DropNotNull: 0,
  AT_DropExpression: 0,
  AT_DropIdentity: 0,
  AT_AlterColumnType: 1,
  AT_AddColumn: 2,
  AT_SetExpression: 3,
  AT_ColumnDefault: 5,
  AT_SetNotNull: 5,
  AT_AddConstraint: 6,
  AT_AddIdentity: 8,
};

const constraintPasses: Readonly<Record<string, number>> = {
  CONSTR_CHECK: 6,
  CONSTR_NOTNULL: 6,
  CONSTR_PRIMARY: 7,
  CONSTR_UNIQUE: 7,
  CONSTR_EXCLUSION: 7,
  CONSTR_FOREIGN: 8,
};

function passOf(node: AlterTableCmd): number {
  const { def } = node;
  if (node.subtype === "AT_AddConstraint" && def && "Constraint" in def)
    return constraintPasses[def.Constraint.contype ?? ""] ?? 6;
  // DROP DEFAULT comes with the drops, SET DEFAULT with the other attributes.
  if (node.subtype === "AT_ColumnDefault" && !def) return 0;
  return passes[node.subtype!] ?? 9;
}

/** ALTER TABLE, and ALTER VIEW, INDEX, SEQUENCE, MATERIALIZED VIEW, FOREIGN TABLE and TYPE with the same commands. */
export function alterTable(draft: Draft, node: AlterTableStmt): void {
  const table = targetOf(draft, node);
  if (table === undefined) return;
  const nodes = (node.cmds ?? []).flatMap((each) => ("AlterTableCmd" in each ? [each.AlterTableCmd] : []));
  const ordered = nodes.map((cmd) => ({ cmd, pass: passOf(cmd) })).sort((a, b) => a.pass - b.pass);
  const only = node.relation?.inh !== true && node.objtype === "OBJECT_TABLE";
  const tables = node.objtype === "OBJECT_TYPE" ? [table, ...typedTables(draft, table)] : [table];
  for (const each of tables) for (const { cmd } of ordered) run(draft, { table: each, node: cmd, only });
}

function targetOf(draft: Draft, node: AlterTableStmt): Oid | undefined {
  const name = rangeName(node.relation);
  if (node.objtype === "OBJECT_TYPE") {
    const relation = findType(draft.catalog, name)?.relation;
    if (relation === undefined) throw new Refused("42704", `type "${name.name}" does not exist`);
    return relation;
  }
  return draft.named(name).oid;
}

function run(draft: Draft, command: Command): void {
  const change = relationChange(draft, command.node, draft.relation(command.table));
  if (change) draft.patch(command.table, change);
  else acts[command.node.subtype!]?.(draft, command);
}
