import type { AlterTableCmd, AlterTableStmt, AlterTableType } from "@pgsql/types";
import type { RelationKind } from "../../catalog/catalog.js";
import { findRelation } from "../../catalog/lookup.js";
import { rangeName } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { addColumn } from "./add-column.js";
import { alterAttribute } from "./attribute.js";
import { alterComposite } from "./composite.js";
import { alterConstraint, dropConstraint, validateConstraint } from "./constraint.js";
import { addConstraint } from "./add-constraint.js";
import { dropColumn } from "./drop-column.js";
import { statementLock } from "./lock-level.js";
import { attachPartition, detachPartition, finalizeDetach } from "./partition.js";
import { alterStorage } from "./storage.js";
import { TableChange, type Command } from "./table-change.js";
import { alterColumnType } from "./type-change.js";
import { commandPlaces, pointAtName, whole } from "./words.js";
import { refuseOtherKind, targetOf, Work } from "./work.js";

/** What each command does beside its lock, in the order of the server's passes (AT_PASS_* in tablecmds.c). */
const passes: readonly { readonly [Type in AlterTableType]?: (change: TableChange, command: Command) => void }[] = [
  {
    AT_DropColumn: dropColumn,
    AT_DropConstraint: dropConstraint,
    AT_DropNotNull: alterAttribute,
    AT_DropIdentity: alterAttribute,
    AT_DropExpression: alterAttribute,
  },
  { AT_AlterColumnType: alterColumnType },
  { AT_AddColumn: addColumn },
  { AT_SetExpression: alterAttribute, AT_SetNotNull: alterAttribute, AT_SetIdentity: alterAttribute },
  { AT_AddConstraint: whereIndexed(true) },
  { AT_AddConstraint: whereIndexed(false), AT_AddIdentity: alterAttribute, AT_ColumnDefault: alterAttribute },
  {
    AT_SetStatistics: alterAttribute,
    AT_SetStorage: alterAttribute,
    AT_SetOptions: alterAttribute,
    AT_ResetOptions: alterAttribute,
    AT_SetCompression: alterAttribute,
    AT_AlterConstraint: alterConstraint,
    AT_ValidateConstraint: validateConstraint,
    AT_AttachPartition: attachPartition,
    AT_DetachPartition: detachPartition,
    AT_DetachPartitionFinalize: finalizeDetach,
  },
];

/** Constraints with an index are added before the others. */
function whereIndexed(indexed: boolean): (change: TableChange, command: Command) => void {
  return (change, command) => {
    const def = command.cmd.def;
    const type = def && "Constraint" in def ? (def.Constraint.contype ?? "") : "";
    if (/^CONSTR_(PRIMARY|UNIQUE|EXCLUSION)$/.test(type) === indexed) addConstraint(change, command);
  };
}

const handled = new Set(passes.flatMap((pass) => Object.keys(pass)));

const kinds: { readonly [type: string]: RelationKind } = {
  OBJECT_INDEX: "index",
  OBJECT_VIEW: "view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_MATVIEW: "materialized-view",
  OBJECT_FOREIGN_TABLE: "foreign-table",
};

/** ALTER TABLE, INDEX, VIEW, SEQUENCE, MATERIALIZED VIEW and FOREIGN TABLE; ALTER TYPE ... ATTRIBUTE of a composite type. */
export const alterTable: Family<"AlterTableStmt"> = ({ statement, node, before, transaction }): Facts => {
  const work = new Work(statement, before);
  if (node.objtype === "OBJECT_TYPE") {
    alterComposite(work, node);
    return work.facts();
  }
  const cmds = commandsOf(node);
  const mode = statementLock(cmds);
  const name = rangeName(node.relation);
  if (node.missing_ok && !findRelation(before, name)) {
    if (!before.complete) work.assume(msg`It is not known whether ${name.name} exists: it is assumed not to exist.`);
    return work.facts();
  }
  const target = targetOf(work, name, pointAtName(whole(statement), name.name), kinds[node.objtype ?? ""] ?? "table");
  if (!target) return work.facts();
  refuseOtherKind(work, node.objtype, target, pointAtName(whole(statement), name.name));
  work.lock(target, mode);
  const change = new TableChange(work, target, mode, node.relation?.inh === true, cmds);
  const places = commandPlaces(statement, cmds.length);
  const commands = cmds.map((cmd, index): Command => ({ cmd, place: places[index] ?? whole(statement) }));
  if (cmds.some((cmd) => isConcurrentDetach(cmd)) && transaction.open)
    work.refuse(
      "25001",
      msg`ALTER TABLE ... DETACH CONCURRENTLY cannot run inside a transaction block`,
      places[0]?.span ?? statement.span,
    );
  runPasses(change, commands);
  change.finish();
  return work.facts();
};

/** Commands of tables that views, materialized views and sequences do not have (measured). */
const ofTables: ReadonlySet<AlterTableType> = new Set<AlterTableType>([
  "AT_AddColumn",
  "AT_DropColumn",
  "AT_AlterColumnType",
  "AT_SetNotNull",
  "AT_DropNotNull",
  "AT_AddConstraint",
  "AT_DropConstraint",
]);

function refuseKind(change: TableChange, commands: readonly Command[]): void {
  if (!/^(view|materialized-view|sequence)$/.test(change.target.kind) || !change.known) return;
  const wrong = commands.find(({ cmd }) => cmd.subtype && ofTables.has(cmd.subtype));
  if (wrong) change.work.refuse("42809", msg`"${change.target.name}" is not a table`, wrong.place.span);
}

function runPasses(change: TableChange, commands: readonly Command[]): void {
  refuseKind(change, commands);
  for (const pass of passes) {
    for (const command of commands) {
      const type = command.cmd.subtype;
      if (type) pass[type]?.(change, command);
    }
  }
  for (const command of commands) if (!handled.has(command.cmd.subtype ?? "")) alterStorage(change, command);
}

function commandsOf(node: AlterTableStmt): AlterTableCmd[] {
  return (node.cmds ?? []).flatMap((each) => ("AlterTableCmd" in each ? [each.AlterTableCmd] : []));
}

function isConcurrentDetach(cmd: AlterTableCmd): boolean {
  return (
    cmd.subtype === "AT_DetachPartition" &&
    cmd.def !== undefined &&
    "PartitionCmd" in cmd.def &&
    cmd.def.PartitionCmd.concurrent === true
  );
}
