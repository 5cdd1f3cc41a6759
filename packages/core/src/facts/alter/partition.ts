import type { PartitionBoundSpec, PartitionCmd } from "@pgsql/types";
import type { Constraint, Relation } from "../../catalog/catalog.js";
import { constraintOfIndex, findColumn, indexesOf, relationName } from "../../catalog/lookup.js";
import { rangeName } from "../../catalog/names.js";
import { typeText } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { overlaps, provesBound, provesOutside } from "./bound-proof.js";
import { partitionsOf } from "./foreign-key-check.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName } from "./words.js";
import { lockPartitionBound } from "../targets.js";
import { hasRows, referencing, referencingTree, relationOf, targetOf } from "./work.js";

function commandOf({ cmd }: Command): PartitionCmd | undefined {
  return cmd.def && "PartitionCmd" in cmd.def ? cmd.def.PartitionCmd : undefined;
}

/** The other table of the command; undefined where it certainly does not exist. */
function otherTable(change: TableChange, command: Command): Relation | undefined {
  const name = rangeName(commandOf(command)?.name);
  return targetOf(change.work, name, pointAtName(command.place, name.name), change.target.index ? "index" : "table");
}

/** ALTER TABLE ... ATTACH PARTITION, ALTER INDEX ... ATTACH PARTITION. */
export function attachPartition(change: TableChange, command: Command): void {
  const kind = change.target.kind;
  if (change.known && kind !== "partitioned-table" && kind !== "partitioned-index" && kind !== "index")
    return change.work.refuse(
      change.work.postgres >= 18 ? "42809" : "42P17",
      msg`ALTER action ATTACH PARTITION cannot be performed on relation "${change.target.name}"`,
      pointAt(command.place, "ATTACH PARTITION"),
    );
  const span = pointAt(command.place, "ATTACH PARTITION");
  refuseStrategy(change, commandOf(command)?.bound, span);
  const other = otherTable(change, command);
  if (!other) return;
  if (change.target.index) return attachIndex(change, other);
  const { target, work } = change;
  refuseAttach(change, other, span);
  work.lock(other, "ACCESS EXCLUSIVE", "partition");
  for (
    let up = relationOf(change.catalog, target.partitionOf?.parent);
    up;
    up = relationOf(change.catalog, up.partitionOf?.parent)
  )
    work.lock(up, "ACCESS SHARE", "parent");
  const bound = commandOf(command)?.bound;
  refuseOverlap(change, other, bound, span);
  attachRows(change, other, bound, span);
  attachIndexes(change, other, span);
  for (const constraint of target.constraints) {
    const to = constraint.kind === "foreign-key" ? relationOf(change.catalog, constraint.references) : undefined;
    if (!to) continue;
    const same = other.constraints.some(
      (each) =>
        each.kind === "foreign-key" &&
        each.references === to.oid &&
        sameKey(constraint, each) &&
        sameColumns(target, constraint.columns, other, each.columns),
    );
    for (const part of [to, ...partitionsOf(work, to)])
      work.lock(part, same ? "ACCESS EXCLUSIVE" : "SHARE ROW EXCLUSIVE", "referenced");
    for (const leaf of same ? [] : [other, ...partitionsOf(work, other)].filter(hasRows))
      change.checkReferences({ from: leaf, to, span });
  }
  for (const { table } of referencingTree(change.catalog, target))
    work.lock(table, work.postgres >= 15 ? "SHARE ROW EXCLUSIVE" : "ACCESS SHARE", "referencing");
}

function refuseStrategy(change: TableChange, bound: PartitionBoundSpec | undefined, span: Span): void {
  const strategy = change.target.partitionKey?.strategy;
  if (!strategy || !bound || bound.is_default || bound.strategy === strategy[0]) return;
  change.work.refuse("42P16", msg`invalid bound specification for a ${strategy} partition`, span);
}

function refuseOverlap(change: TableChange, other: Relation, bound: PartitionBoundSpec | undefined, span: Span): void {
  const siblings = change.target.children.flatMap((oid) => relationOf(change.catalog, oid) ?? []);
  const rest = siblings.find((each) => each.partitionOf?.default);
  if (bound?.is_default && rest)
    change.work.refuse(
      "42P17",
      msg`partition "${other.name}" conflicts with existing default partition "${rest.name}"`,
      span,
    );
  const taken = siblings.find((each) => overlaps(bound, each.partitionOf?.bound as PartitionBoundSpec | undefined));
  if (taken) change.work.refuse("42P17", msg`partition "${other.name}" would overlap partition "${taken.name}"`, span);
}

function sameColumns(a: Relation, left: readonly number[], b: Relation, right: readonly number[]): boolean {
  const names = (relation: Relation, numbers: readonly number[]): string =>
    numbers.map((number) => relation.columns.find((each) => each.number === number)?.name).join();
  return names(a, left) === names(b, right);
}

/** Whether a foreign key of the partition does what the parent's does, so that it becomes a part of it. */
function sameKey(a: Constraint, b: Constraint): boolean {
  return (
    a.onDelete === b.onDelete &&
    a.onUpdate === b.onUpdate &&
    a.matchFull === b.matchFull &&
    a.deferrable === b.deferrable &&
    a.initiallyDeferred === b.initiallyDeferred
  );
}

function refuseAttach(change: TableChange, other: Relation, span: Span): void {
  const { target, work } = change;
  if (other.oid < 0 || !change.known) return;
  if (other.partitionOf) work.refuse("42809", msg`"${other.name}" is already a partition`, span);
  else if (other.parents.length > 0) work.refuse("42809", msg`cannot attach inheritance child as partition`, span);
  for (const column of target.columns) {
    const own = findColumn(other, column.name);
    if (own && typeText(own.type) !== typeText(column.type))
      work.refuse("42804", msg`child table "${other.name}" has different type for column "${column.name}"`, span);
    if (!own || (column.notNull && !own.notNull)) {
      work.refuse(
        "42804",
        own
          ? msg`column "${column.name}" in child table must be marked NOT NULL`
          : msg`child table is missing column "${column.name}"`,
        span,
      );
    }
  }
}

/** The new partition's rows are checked against the bound, and those of the DEFAULT partition against what is left to it. */
function attachRows(change: TableChange, other: Relation, bound: PartitionBoundSpec | undefined, span: Span): void {
  const { target, work } = change;
  const tables = [other, ...partitionsOf(work, other)];
  for (const table of tables) if (table !== other) work.lock(table, "ACCESS EXCLUSIVE", "partition");
  const isDefault = bound?.is_default === true;
  const proven = isDefault ? clearOfAll(change, other) : provesBound(change.catalog, target, other, bound);
  if (!proven) {
    for (const table of tables) change.verify(table, "partition-bound", span);
  }
  const rest = target.children
    .flatMap((oid) => relationOf(change.catalog, oid) ?? [])
    .find((each) => each.partitionOf?.default);
  if (!rest) return;
  for (const table of [rest, ...partitionsOf(work, rest)]) {
    work.lock(table, "ACCESS EXCLUSIVE", "partition");
    if (!provesOutside(target, table, bound)) change.verify(table, "partition-bound", span);
  }
}

/** Whether checks keep a new DEFAULT partition clear of all bounds that there are. */
function clearOfAll({ catalog, target }: TableChange, other: Relation): boolean {
  const siblings = target.children.flatMap((oid) => relationOf(catalog, oid) ?? []);
  return siblings.every(({ partitionOf }) =>
    provesOutside(target, other, partitionOf?.bound as PartitionBoundSpec | undefined),
  );
}

/** Each index of the parent gets one on the partition: one that is there and fits, else a new one. */
function attachIndexes(change: TableChange, other: Relation, span: Span): void {
  const { target, work } = change;
  if (other.kind === "foreign-table") return;
  for (const index of indexesOf(change.catalog, target)) {
    work.lock(index, "SHARE UPDATE EXCLUSIVE", "index");
    const fits = indexesOf(change.catalog, other).some((each) => fitsIndex(change, target, index, other, each));
    if (!fits) for (const table of [other, ...partitionsOf(work, other)].filter(hasRows)) change.buildNew(table, span);
  }
}

function fitsIndex(change: TableChange, parent: Relation, index: Relation, table: Relation, own: Relation): boolean {
  const [a, b] = [index.index, own.index];
  if (!a || !b || a.unique !== b.unique || a.method !== b.method || !b.valid) return false;
  const [left, right] = [constraintOfIndex(change.catalog, index), constraintOfIndex(change.catalog, own)];
  if (left && left.kind !== right?.kind) return false;
  if (JSON.stringify(a.predicate?.text) !== JSON.stringify(b.predicate?.text)) return false;
  const keys = (shape: typeof a, relation: Relation): string =>
    shape.keys
      .map(
        (key) =>
          key.expression?.text ??
          `${relation.columns.find((each) => each.number === key.column)?.name ?? ""}|${key.operatorClass ?? ""}|${key.collation ?? ""}|${key.descending}|${key.nullsFirst}`,
      )
      .join();
  return keys(a, parent) === keys(b, table);
}

function attachIndex(change: TableChange, other: Relation): void {
  const { work, target } = change;
  work.lock(other, "ACCESS EXCLUSIVE", "index");
  for (const index of [target, other]) {
    const table = relationOf(change.catalog, index.index?.table);
    if (table) work.lock(table, "ACCESS SHARE", "owner");
  }
}

/** ALTER TABLE ... DETACH PARTITION, with CONCURRENTLY or not. */
export function detachPartition(change: TableChange, command: Command): void {
  const { target, work } = change;
  if (change.known && target.kind !== "partitioned-table")
    return work.refuse(
      work.postgres >= 18 ? "42809" : "42P17",
      msg`ALTER action DETACH PARTITION cannot be performed on relation "${target.name}"`,
      pointAt(command.place, "DETACH PARTITION"),
    );
  const other = otherTable(change, command);
  if (!other) return;
  const concurrent = commandOf(command)?.concurrent === true;
  const span = pointAt(command.place, "DETACH PARTITION");
  if (other.oid >= 0 && change.known && other.partitionOf?.parent !== target.oid)
    return work.refuse(
      "42P01",
      msg`relation "${other.name}" is not a partition of relation "${target.name}"`,
      pointAtName(command.place, other.name),
    );
  const rest = target.children
    .flatMap((oid) => relationOf(change.catalog, oid) ?? [])
    .find((each) => each.partitionOf?.default);
  if (concurrent && rest)
    work.refuse("55000", msg`cannot detach partitions concurrently when a default partition exists`, span);
  detach(change, other, rest, span);
}

/** ALTER TABLE ... DETACH PARTITION ... FINALIZE. */
export function finalizeDetach(change: TableChange, command: Command): void {
  const other = otherTable(change, command);
  if (other) detach(change, other, undefined, pointAt(command.place, "DETACH PARTITION"));
}

function detach(change: TableChange, other: Relation, rest: Relation | undefined, span: Span): void {
  const { work } = change;
  work.lock(other, "ACCESS EXCLUSIVE", "partition");
  for (const table of partitionsOf(work, other)) work.lock(table, "ACCESS EXCLUSIVE", "partition");
  if (rest && rest !== other) work.lock(rest, "ACCESS EXCLUSIVE", "partition");
  for (const index of indexesOf(change.catalog, other))
    if (index.index?.parent !== undefined) work.lock(index, "ACCESS EXCLUSIVE", "index");
  for (const constraint of other.constraints) {
    const to =
      constraint.kind === "foreign-key" && constraint.parent !== undefined
        ? relationOf(change.catalog, constraint.references)
        : undefined;
    for (const part of to ? [to, ...partitionsOf(work, to)] : []) work.lock(part, "SHARE ROW EXCLUSIVE", "referenced");
  }
  // Also keys that partitions have from their parents and that name the detached table itself (measured on 14 to 18).
  const inherited = referencing(change.catalog, other).filter(({ constraint }) => constraint.parent !== undefined);
  const keys = [...referencingTree(change.catalog, change.target), ...inherited];
  for (const { table } of keys) checkRemoval(change, table, other, span);
  if (keys.length > 0) lockPartitionBound(work, change.target);
  work.breaks({ who: "readers", of: relationName(other), why: "moved", span });
}

/** One query joins both sides (RI_PartitionRemove_Check), and its planner opens their indexes. */
function checkRemoval({ work, catalog }: TableChange, table: Relation, other: Relation, span: Span): void {
  const sides = [table, ...partitionsOf(work, table)];
  for (const each of sides) {
    work.lock(each, each === table ? "ACCESS EXCLUSIVE" : "ACCESS SHARE", "referencing");
    if (hasRows(each)) work.scan(each, "foreign-key", span);
  }
  for (const side of [...sides, other, ...partitionsOf(work, other)]) {
    if (side.kind === "partitioned-table" && side.children.length > 0 && work.postgres < 16) continue;
    for (const index of indexesOf(catalog, side)) work.lock(index, "ACCESS SHARE", "index");
  }
}
