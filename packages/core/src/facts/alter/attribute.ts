import { ownedSequences } from "../../catalog/relation-lookup.js";
import type { Constraint } from "@pgsql/types";
import type { Column, Relation } from "../../catalog/catalog.js";
import { columnByNumber, findColumn, indexesOf, relationName } from "../../catalog/lookup.js";
import { domainChain } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { usesColumn } from "./drop-column.js";
import { isNotNull, proofOfNotNull } from "./not-null-proof.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName, pointFrom } from "./words.js";
import { relationOf } from "./work.js";

/** ALTER TABLE ... ALTER COLUMN, all but TYPE. */
export function alterAttribute(change: TableChange, command: Command): void {
  const { cmd, place } = command;
  const name = cmd.name ?? "";
  const span = pointAtName(place, name);
  if (change.target.index) return;
  const column = change.requireColumn(name, span);
  switch (cmd.subtype) {
    case "AT_SetNotNull":
      return setNotNull(change, command, name);
    case "AT_DropNotNull":
      return dropNotNull(change, command, column);
    case "AT_ColumnDefault":
      return setDefault(change, command, name, column);
    case "AT_SetExpression":
      return setExpression(change, command, column);
    case "AT_DropExpression":
      return dropExpression(change, command, column, span);
    case "AT_SetStatistics":
    case "AT_SetStorage":
      change.family();
      return;
    case "AT_AddIdentity":
    case "AT_SetIdentity":
    case "AT_DropIdentity":
      return alterIdentity(change, command, name, column);
    default:
      return;
  }
}

function setNotNull(change: TableChange, { place }: Command, name: string): void {
  const span = pointAt(place, "SET NOT NULL");
  // Below 18 the children of a plain table are visited all the same.
  const visits = change.work.postgres < 18 && change.target.kind !== "partitioned-table";
  if (isNotNull(change.target, name) && !visits) return;
  if (!change.recurses && change.target.kind === "partitioned-table" && change.target.children.length > 0)
    change.work.refuse("42P16", msg`constraint must be added to child tables too`, span);
  const family =
    change.work.postgres >= 18 ? change.familyUntil((relation) => isNotNull(relation, name)) : change.family();
  for (const relation of family) {
    if (isNotNull(relation, name)) continue;
    const proven = proofOfNotNull(relation, name, relation === change.target ? change.droppedConstraints : new Set());
    if (!proven) change.verify(relation, "not-null", span);
  }
  if (!change.added.has(name) && !isNotNull(change.target, name))
    change.work.breaks({ who: "writers", of: `${change.name}.${name}`, why: "required", span });
}

function dropNotNull(change: TableChange, { place }: Command, column: Column | undefined): void {
  const { target, work } = change;
  const span = pointAt(place, "DROP NOT NULL");
  if (column) refuseDropNotNull(change, column, span);
  const direct = target.children.flatMap((oid) => relationOf(change.catalog, oid) ?? []);
  if (work.postgres >= 18) {
    if (column && !column.notNull) return;
    if (change.recurses) change.family();
    else for (const child of direct) work.lock(child, change.mode, child.partitionOf ? "partition" : "child");
    return;
  }
  if (!change.recurses && target.kind === "partitioned-table" && direct.length > 0)
    work.refuse("42P16", msg`cannot remove constraint from only the partitioned table when partitions exist`, span);
  change.family();
}

function refuseDropNotNull(change: TableChange, column: Column, span: Span): void {
  const { target, work } = change;
  const primary = target.constraints.find(
    (each) => each.kind === "primary-key" && !change.droppedConstraints.has(each.name),
  );
  if (column.identity && !change.has("AT_DropIdentity", column.name))
    work.refuse("42601", msg`column "${column.name}" of relation "${target.name}" is an identity column`, span);
  if (primary?.columns.includes(column.number))
    work.refuse("42P16", msg`column "${column.name}" is in a primary key`, span);
  const identity = target.replicaIdentity === "index" ? replicaIndex(change) : undefined;
  if (identity?.index?.keys.some((key) => key.column === column.number))
    work.refuse("42P16", msg`column "${column.name}" is in index used as replica identity`, span);
  const parents = target.parents.flatMap((oid) => relationOf(change.catalog, oid) ?? []);
  const inherits = parents.some((parent) => findColumn(parent, column.name)?.notNull);
  if (!inherits || !column.notNull) return;
  if (target.partitionOf) work.refuse("42P16", msg`column "${column.name}" is marked NOT NULL in parent table`, span);
  else if (work.postgres >= 18)
    work.refuse(
      "42P16",
      msg`cannot drop inherited constraint of column "${column.name}" of relation "${target.name}"`,
      span,
    );
}

function replicaIndex(change: TableChange): Relation | undefined {
  return indexesOf(change.catalog, change.target).find((index) => index.options.get("replica_identity") === "true");
}

function setDefault(change: TableChange, { cmd, place }: Command, name: string, column: Column | undefined): void {
  const span = cmd.def ? pointAt(place, "SET DEFAULT") : pointAt(place, "DROP DEFAULT");
  change.family();
  if (column?.identity)
    change.work.refuse("42601", msg`column "${name}" of relation "${change.target.name}" is an identity column`, span);
  if (column?.generated)
    change.work.refuse("42601", msg`column "${name}" of relation "${change.target.name}" is a generated column`, span);
  if (!cmd.def && column?.notNull && column.default)
    change.work.breaks({ who: "writers", of: `${change.name}.${name}`, why: "default-dropped", span });
}

function setExpression(change: TableChange, { cmd, place }: Command, column: Column | undefined): void {
  const span = pointFrom(place, "SET");
  if (column && !column.generated)
    change.work.refuse(
      "55000",
      msg`column "${column.name}" of relation "${change.target.name}" is not a generated column`,
      span,
    );
  for (const relation of change.family()) {
    const own = findColumn(relation, cmd.name ?? "");
    if (own && own.generated !== "stored") continue;
    change.rewrite(relation, span);
    for (const index of indexesOf(change.catalog, relation))
      if (own && usesColumn(index, relation, own.number)) change.remakeIndex(relation, index, true, span);
  }
}

function dropExpression(change: TableChange, { cmd, place }: Command, column: Column | undefined, span: Span): void {
  if (column && !column.generated && !cmd.missing_ok) {
    const kind = change.work.postgres >= 18 ? msg`generated column` : msg`stored generated column`;
    change.work.refuse(
      "55000",
      msg`column "${column.name}" of relation "${change.target.name}" is not a ${kind}`,
      span,
    );
  }
  if (column?.generated === "virtual")
    change.work.refuse(
      "0A000",
      msg`ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns`,
      pointAt(place, "DROP EXPRESSION"),
    );
  change.family();
}

function alterIdentity(change: TableChange, { cmd, place }: Command, name: string, column: Column | undefined): void {
  const { work, target } = change;
  const adds = cmd.subtype === "AT_AddIdentity";
  const span = adds
    ? pointAt(place, "ADD GENERATED")
    : cmd.subtype === "AT_DropIdentity"
      ? pointAt(place, "DROP IDENTITY")
      : pointAt(place, "SET", "RESTART");
  if (column) refuseIdentity(change, column, cmd.subtype ?? "", cmd.missing_ok === true, span);
  const nothing = cmd.subtype === "AT_DropIdentity" && column !== undefined && !column.identity;
  if (work.postgres >= 17 && target.kind === "partitioned-table" && !nothing) change.family();
  const always =
    cmd.def && "Constraint" in cmd.def
      ? (cmd.def.Constraint as Constraint).generated_when === "a"
      : setsAlways(cmd.def);
  if (always && !change.added.has(name))
    work.breaks({ who: "writers", of: `${change.name}.${name}`, why: "generated", span });
  if (adds || !column?.identity) return;
  for (const sequence of ownedSequences(change.catalog, target)) {
    const owner = sequence.sequence?.ownedBy;
    if (!owner?.identity || columnByNumber(target, owner.column) !== column) continue;
    work.lock(sequence, cmd.subtype === "AT_DropIdentity" ? "ACCESS EXCLUSIVE" : "SHARE ROW EXCLUSIVE", "sequence");
    if (cmd.subtype === "AT_DropIdentity") work.lose({ what: "sequence", name: relationName(sequence), span });
  }
}

function setsAlways(def: unknown): boolean {
  return JSON.stringify(def ?? null).includes('"defname":"generated","arg":{"Integer":{"ival":97}');
}

function refuseIdentity(change: TableChange, column: Column, type: string, missingOk: boolean, span: Span): void {
  const { work, target } = change;
  if (target.partitionOf && work.postgres >= 17) {
    const verb =
      type === "AT_AddIdentity"
        ? msg`cannot add identity to a column of a partition`
        : msg`cannot change identity column of a partition`;
    return work.refuse("42P16", verb, span);
  }
  if (type !== "AT_AddIdentity") {
    if (!column.identity && !missingOk)
      work.refuse("55000", msg`column "${column.name}" of relation "${target.name}" is not an identity column`, span);
    return;
  }
  if (
    !/^pg_catalog\.int[248]$/.test(domainChain(change.catalog, column.type).at(-1)?.name ?? "") &&
    !change.has("AT_AlterColumnType", column.name)
  )
    work.refuse("22023", msg`identity column type must be smallint, integer, or bigint`, span);
  if (!column.notNull && !change.has("AT_SetNotNull", column.name) && !change.addsToPrimaryKey(column.name))
    work.refuse(
      "55000",
      msg`column "${column.name}" of relation "${target.name}" must be declared NOT NULL before identity can be added`,
      span,
    );
  if (column.identity)
    work.refuse("55000", msg`column "${column.name}" of relation "${target.name}" is already an identity column`, span);
  if (column.default && !change.has("AT_ColumnDefault", column.name))
    work.refuse("55000", msg`column "${column.name}" of relation "${target.name}" already has a default value`, span);
}
