import { ownedSequences } from "../../catalog/relation-lookup.js";
import type { AlterTableCmd } from "@pgsql/types";
import type { Relation } from "../../catalog/catalog.js";
import { findRelation, indexesOf } from "../../catalog/lookup.js";
import { nameFrom, rangeName, typeParts } from "../../catalog/names.js";
import { typeText } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { optionsOf } from "./lock-level.js";
import { ownerChanges } from "./owner.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName, type Place } from "./words.js";
import { hasRows, isUnknown, referencing, referencingTree, relationOf, targetOf } from "./work.js";

/** The commands of ALTER TABLE that are about the table as a whole. */
export function alterStorage(change: TableChange, { cmd, place }: Command): void {
  const type = cmd.subtype ?? "";
  if (/^AT_(Enable|Disable)\w*Trig/.test(type)) return alterTriggers(change, cmd, place);
  switch (type) {
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return setPersistence(change, type === "AT_SetLogged", place);
    case "AT_SetTableSpace":
      return setTablespace(change, cmd.name ?? "", place);
    case "AT_SetAccessMethod":
      return setAccessMethod(change, cmd.name, place);
    case "AT_DropCluster":
      return refuseCluster(change, place);
    case "AT_ClusterOn":
      useIndex(change, cmd.name ?? "", change.mode, place);
      refuseCluster(change, place);
      return;
    case "AT_EnableRule":
    case "AT_EnableAlwaysRule":
    case "AT_EnableReplicaRule":
    case "AT_DisableRule":
      return refuseMissingRule(change, cmd.name ?? "", place);
    case "AT_ReplicaIdentity":
      return replicaIdentity(change, cmd, place);
    case "AT_SetRelOptions":
      return setOptions(change, cmd, place);
    case "AT_ChangeOwner":
      return changeOwner(change, cmd, place);
    case "AT_AddInherit":
    case "AT_DropInherit":
      return inherit(change, cmd, place);
    case "AT_AddOf":
      return ofType(change, cmd);
    case "AT_EnableRowSecurity":
      return change.work.breaks({
        who: "both",
        of: change.name,
        why: "denied",
        span: pointAt(place, "ENABLE ROW LEVEL SECURITY"),
      });
    default:
      return;
  }
}

/** Row triggers of a partitioned table are cloned to its partitions, and are switched there too. */
function alterTriggers(change: TableChange, cmd: AlterTableCmd, place: Place): void {
  const { target, work } = change;
  const all = /(All|User)$/.test(cmd.subtype ?? "");
  const named = target.triggers.filter((each) => all || each.name === cmd.name);
  if (!all && named.length === 0 && change.known)
    work.refuse(
      "42704",
      msg`trigger "${cmd.name ?? ""}" for table "${target.name}" does not exist`,
      pointAtName(place, cmd.name ?? ""),
    );
  if (target.kind !== "partitioned-table" || !change.recurses) return;
  // Foreign keys are kept by triggers of the server's own, which ALL switches as well.
  const internal =
    (cmd.subtype ?? "").endsWith("TrigAll") &&
    work.postgres >= 15 &&
    (referencingTree(change.catalog, target).length > 0 ||
      target.constraints.some((each) => each.kind === "foreign-key"));
  if (internal || named.some((each) => each.row)) change.family();
}

/** A view's own rule is not in the history. */
function refuseMissingRule({ target, work, known }: TableChange, name: string, place: Place): void {
  if (!known || name === "_RETURN" || target.rules.some((each) => each.name === name)) return;
  work.refuse("42704", msg`rule "${name}" for relation "${target.name}" does not exist`, pointAtName(place, name));
}

function setPersistence(change: TableChange, logged: boolean, place: Place): void {
  const { target, work } = change;
  const span = pointAt(place, logged ? "SET LOGGED" : "SET UNLOGGED");
  if (target.kind === "partitioned-table") {
    if (work.postgres >= 18)
      work.refuse("42809", msg`ALTER action SET UNLOGGED cannot be performed on relation "${target.name}"`, span);
    return;
  }
  if (target.persistence === (logged ? "permanent" : "unlogged")) return;
  refusePersistence(change, logged, span);
  if (target.kind === "sequence") return;
  change.rewrite(target, span);
  if (work.postgres >= 15)
    for (const sequence of ownedSequences(change.catalog, target)) work.lock(sequence, "ACCESS EXCLUSIVE", "sequence");
}

function refusePersistence(change: TableChange, logged: boolean, span: Span): void {
  const { target, work } = change;
  if (target.persistence === "temporary")
    work.refuse("42P16", msg`cannot change logged status of table "${target.name}" because it is temporary`, span);
  if (logged) {
    for (const constraint of target.constraints) {
      const to = relationOf(change.catalog, constraint.references);
      if (to && to !== target && to.persistence !== "permanent")
        work.refuse(
          "42P16",
          msg`could not change table "${target.name}" to logged because it references unlogged table "${to.name}"`,
          span,
        );
    }
    return;
  }
  for (const publication of change.catalog.publications.values()) {
    if (publication.tables.includes(target.oid))
      work.refuse(
        "55000",
        msg`cannot change table "${target.name}" to unlogged because it is part of a publication`,
        span,
      );
  }
  const from = referencing(change.catalog, target).find(
    ({ table }) => table !== target && table.persistence === "permanent",
  );
  if (from)
    work.refuse(
      "42P16",
      msg`could not change table "${target.name}" to unlogged because it references logged table "${from.table.name}"`,
      span,
    );
}

function refuseCluster(change: TableChange, place: Place): void {
  if (change.target.kind === "partitioned-table")
    change.work.refuse("0A000", msg`cannot mark index clustered in partitioned table`, pointAt(place, "CLUSTER"));
}

/** The files are copied as they are, block by block, the table's own only: its indexes stay where they are. */
function setTablespace(change: TableChange, name: string, place: Place): void {
  const { target, work } = change;
  const span = pointAt(place, "SET TABLESPACE");
  if (/^(?:view|sequence|composite-type|foreign-table)$/.test(target.kind))
    work.refuse("42809", msg`ALTER action SET TABLESPACE cannot be performed on relation "${target.name}"`, span);
  if (name === "pg_global")
    work.refuse("22023", msg`only shared relations can be placed in pg_global tablespace`, span);
  const known = target.tablespace ?? "pg_default";
  if (known !== name && (hasRows(target) || target.kind === "index")) work.rewrite(target);
}

function setAccessMethod(change: TableChange, name: string | undefined, place: Place): void {
  const known = change.target.accessMethod ?? "heap";
  if (name === undefined || known === name) return;
  change.rewrite(change.target, pointAt(place, "SET ACCESS METHOD"));
}

/** Storage parameters of tables (manual, CREATE TABLE; those of 14 to 18 are the same but for two). */
const tableOptions =
  /^(fillfactor|toast_tuple_target|parallel_workers|user_catalog_table|vacuum_index_cleanup|vacuum_truncate|vacuum_max_eager_freeze_failure_rate|log_autovacuum_min_duration|log_autoanalyze_min_duration|autovacuum_\w+)$/;

function setOptions(change: TableChange, cmd: AlterTableCmd, place: Place): void {
  const { target, work } = change;
  if (target.kind !== "table" && target.kind !== "partitioned-table") return;
  const span = pointAt(place, "SET");
  for (const option of optionsOf(cmd)) {
    const name = option.defname ?? "";
    const knows = option.defnamespace !== undefined || tableOptions.test(name);
    if (knows && target.kind === "partitioned-table" && work.postgres >= 16)
      work.refuse("42809", msg`cannot specify storage parameters for a partitioned table`, span);
    else if (!knows || target.kind === "partitioned-table")
      work.refuse("22023", msg`unrecognized parameter "${name}"`, pointAtName(place, name));
  }
}

function useIndex(
  change: TableChange,
  name: string,
  mode: Parameters<TableChange["work"]["lock"]>[1],
  place: Place,
): Relation | undefined {
  const { target, work } = change;
  const index = indexesOf(change.catalog, target).find((each) => each.name === name);
  if (index) work.lock(index, mode, "index");
  else if (change.known && findRelation(change.catalog, { schema: target.schema, name }))
    work.refuse("42809", msg`"${name}" is not an index for table "${target.name}"`, pointAtName(place, name));
  else if (change.known)
    work.refuse("42704", msg`index "${name}" for table "${target.name}" does not exist`, pointAtName(place, name));
  else work.lock(`${target.schema}.${name}`, mode, "index");
  return index;
}

function replicaIdentity(change: TableChange, cmd: AlterTableCmd, place: Place): void {
  const identity = cmd.def && "ReplicaIdentityStmt" in cmd.def ? cmd.def.ReplicaIdentityStmt : undefined;
  if (identity?.identity_type !== "i") return;
  const name = identity.name ?? "";
  const shape = useIndex(change, name, "SHARE", place)?.index;
  if (!shape) return;
  const refuse = (message: ReturnType<typeof msg>): void =>
    change.work.refuse("42809", message, pointAtName(place, name));
  if (!shape.unique) refuse(msg`cannot use non-unique index "${name}" as replica identity`);
  if (shape.keys.some((key) => key.expression)) refuse(msg`cannot use expression index "${name}" as replica identity`);
  if (shape.predicate) refuse(msg`cannot use partial index "${name}" as replica identity`);
  const nullable = shape.keys
    .map((key) => change.target.columns.find((each) => each.number === key.column))
    .find((column) => column && !column.notNull);
  if (nullable)
    refuse(msg`index "${name}" cannot be used as replica identity because column "${nullable.name}" is nullable`);
}

function changeOwner(change: TableChange, cmd: AlterTableCmd, place: Place): void {
  const { target, work } = change;
  const owner = target.sequence?.ownedBy && relationOf(change.catalog, target.sequence.ownedBy.table);
  const along = [...indexesOf(change.catalog, target), ...(owner ? [] : ownedSequences(change.catalog, target))];
  if ((!owner && along.length === 0) || !ownerChanges(work, target.owner, cmd.newowner)) return;
  if (owner)
    return work.refuse("0A000", msg`cannot change owner of sequence "${target.name}"`, pointAt(place, "OWNER TO"));
  for (const each of along) work.lock(each, "ACCESS EXCLUSIVE", each.sequence ? "sequence" : "index");
}

function inherit(change: TableChange, cmd: AlterTableCmd, place: Place): void {
  const { target, work } = change;
  const name = rangeName(cmd.def && "RangeVar" in cmd.def ? cmd.def.RangeVar : undefined);
  const span = pointAtName(place, name.name);
  const adds = cmd.subtype === "AT_AddInherit";
  refuseInheritance(change, adds, span);
  const parent = targetOf(work, name, span, "table");
  if (!parent) return;
  const found = isUnknown(parent) ? undefined : parent;
  if (adds && found?.kind === "partitioned-table")
    work.refuse("42809", msg`cannot inherit from partitioned table "${found.name}"`, span);
  if (adds && found?.partitionOf) work.refuse("42809", msg`cannot inherit from a partition`, span);
  work.lock(parent, adds ? "SHARE UPDATE EXCLUSIVE" : "ACCESS SHARE", "parent");
  if (!adds) {
    if (found && change.known && !target.parents.includes(found.oid))
      work.refuse("42P01", msg`relation "${found.name}" is not a parent of relation "${target.name}"`, span);
    return;
  }
  for (const child of change.below()) work.lock(child, "ACCESS SHARE", "child");
  if (!found || !change.known) return;
  if (target.parents.includes(found.oid))
    work.refuse("42P07", msg`relation "${found.name}" would be inherited from more than once`, span);
  const missing = found.columns.find((column) => !change.column(column.name));
  if (missing) work.refuse("42804", msg`child table is missing column "${missing.name}"`, span);
  const other = found.columns.find(
    (column) => typeText(change.column(column.name)?.type ?? column.type) !== typeText(column.type),
  );
  if (other)
    work.refuse("42804", msg`child table "${target.name}" has different type for column "${other.name}"`, span);
}

/** Partitions and partitioned tables take no part in plain inheritance. */
function refuseInheritance(change: TableChange, adds: boolean, span: Span): void {
  const { target, work } = change;
  if (adds && target.kind === "partitioned-table")
    work.refuse("42809", msg`cannot change inheritance of partitioned table`, span);
  if (target.partitionOf) work.refuse("42809", msg`cannot change inheritance of a partition`, span);
}

/** The composite type's own relation is opened. */
function ofType(change: TableChange, cmd: AlterTableCmd): void {
  const type = cmd.def && "TypeName" in cmd.def ? cmd.def.TypeName : undefined;
  const relation = findRelation(change.catalog, nameFrom(typeParts(type)));
  if (relation?.kind === "composite-type") change.work.lock(relation, "ACCESS SHARE", "owner");
}
