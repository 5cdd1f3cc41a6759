import type { Constraint as ConstraintNode } from "@pgsql/types";
import type { Relation } from "../../catalog/catalog.js";
import { constraintOfIndex, findColumn, findRelation, indexesOf } from "../../catalog/lookup.js";
import { strings } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import type { OfColumn } from "./add-constraint.js";
import { isNotNull, proofOfNotNull } from "./not-null-proof.js";
import type { TableChange } from "./table-change.js";
import { pointAt, pointAtName, type Place } from "./words.js";
import { hasRows, relationOf } from "./work.js";

/** ADD UNIQUE, PRIMARY KEY and EXCLUDE, with a new index or USING one that is there. */
export function addIndexConstraint(
  change: TableChange,
  node: ConstraintNode,
  place: Place,
  of: OfColumn | undefined,
): void {
  const span = pointAt(place, "PRIMARY KEY", "UNIQUE", "EXCLUDE");
  const primary = node.contype === "CONSTR_PRIMARY";
  const index = node.indexname === undefined ? undefined : findIndex(change, node.indexname);
  if (node.indexname !== undefined && !index?.index && change.known)
    return change.work.refuse(
      "42704",
      msg`index "${node.indexname}" does not exist`,
      pointAtName(place, node.indexname),
    );
  if (index && change.target.kind !== "partitioned-table") refuseIndex(change, index, pointAtName(place, index.name));
  const known = change.target.constraints.find(
    (each) => each.kind === "primary-key" && !change.droppedConstraints.has(each.name),
  );
  const taken =
    node.conname !== undefined && node.conname !== node.indexname ? change.constraint(node.conname) : undefined;
  if (node.indexname !== undefined && taken && !change.droppedConstraints.has(taken.name))
    change.work.refuse("42P07", msg`relation "${taken.name}" already exists`, pointAt(place, "ADD CONSTRAINT"));
  if (primary && known)
    change.work.refuse("42P16", msg`multiple primary keys for table "${change.target.name}" are not allowed`, span);
  if (node.indexname !== undefined) return useIndex(change, node, place, span);
  const columns = of ? [of.column] : strings(node.keys);
  if (!of) for (const column of columns) requireKey(change, column, span);
  refuseOnPartitioned(change, node, columns, span);
  if (primary) for (const column of columns) requireNotNull(change, column, span);
  if (primary && !of && change.target.kind !== "partitioned-table") change.family();
  buildAll(change, node, columns, span);
  if (of) return;
  for (const column of columns)
    if (!change.added.has(column))
      change.work.breaks({ who: "writers", of: `${change.name}.${column}`, why: "constrained", span });
}

function requireKey(change: TableChange, name: string, span: Span): void {
  const missing = !findColumn(change.target, name) || (change.droppedColumns.has(name) && !change.added.has(name));
  if (missing && change.known && !change.added.has(name))
    change.work.refuse("42703", msg`column "${name}" named in key does not exist`, span);
}

function refuseOnPartitioned(change: TableChange, node: ConstraintNode, columns: readonly string[], span: Span): void {
  const key = change.target.partitionKey;
  if (!key || node.contype === "CONSTR_EXCLUSION") return;
  const kind = node.contype === "CONSTR_PRIMARY" ? msg`PRIMARY KEY constraint` : msg`UNIQUE constraint`;
  const numbers = columns.map((column) => findColumn(change.target, column)?.number ?? 0);
  if (key.expressions.length > 0)
    change.work.refuse("0A000", msg`unsupported ${kind} with partition key definition`, span);
  else if (!key.columns.every((column) => numbers.includes(column)))
    change.work.refuse(
      "0A000",
      msg`unique constraint on partitioned table must include all partitioning columns`,
      span,
    );
}

/** A primary key makes its columns NOT NULL, in the children too. */
function requireNotNull(change: TableChange, column: string, span: Span): void {
  if (change.added.has(column) || isNotNull(change.target, column)) return;
  const invalid = change.target.constraints.some(
    (each) =>
      each.kind === "not-null" &&
      !each.validated &&
      each.columns.some((number) => findColumn(change.target, column)?.number === number),
  );
  if (invalid) change.work.refuse("55000", msg`cannot create primary key on column "${column}"`, span);
  // With ONLY all partitions are locked all the same, to see that they have it.
  if (!change.recurses && change.target.kind === "partitioned-table")
    for (const each of change.below()) change.work.lock(each, change.mode, "partition");
  if (change.work.postgres >= 18 && !change.recurses) {
    const child = change.below().find((each) => !isNotNull(each, column));
    if (child)
      change.work.refuse("XX000", msg`column "${column}" of table "${child.name}" is not marked NOT NULL`, span);
  }
  for (const relation of change.family()) {
    if (isNotNull(relation, column) || proofOfNotNull(relation, column)) continue;
    change.verify(relation, "not-null", span);
  }
}

/** One index on the table itself or on each partition; up to 17 partitions are locked in SHARE only. */
function buildAll(change: TableChange, node: ConstraintNode, columns: readonly string[], span: Span): void {
  const { target, work } = change;
  const partitioned = target.kind === "partitioned-table";
  if (partitioned && !change.recurses) return;
  // What is deferrable is checked by triggers.
  const below = node.deferrable ? "SHARE ROW EXCLUSIVE" : "SHARE";
  const tables = [target];
  for (let table = tables.shift(); table; table = tables.shift()) {
    if (table !== target) work.lock(table, work.postgres >= 18 ? change.mode : below, "partition");
    const same = table === target ? undefined : sameKey(change, table, node, columns);
    if (same) work.lock(same, "SHARE", "index");
    else if (table.kind === "partitioned-table")
      for (const oid of table.children) {
        const child = relationOf(change.catalog, oid);
        if (child) tables.push(child);
      }
    else if (hasRows(table)) {
      const name =
        table === target
          ? (node.conname ?? (node.contype === "CONSTR_PRIMARY" ? `${table.name}_pkey` : undefined))
          : undefined;
      change.buildNew(table, span, name === undefined ? undefined : `${table.schema}.${name}`);
    }
  }
}

/** A partition's own constraint of the same kind and columns is taken over. */
function sameKey(
  change: TableChange,
  table: Relation,
  node: ConstraintNode,
  columns: readonly string[],
): Relation | undefined {
  const numbers = columns.map((column) => findColumn(table, column)?.number ?? 0).join();
  return indexesOf(change.catalog, table).find((index) => {
    const constraint = constraintOfIndex(change.catalog, index);
    const kind = node.contype === "CONSTR_PRIMARY" ? "primary-key" : "unique";
    return (
      constraint?.kind === kind &&
      constraint.columns.join() === numbers &&
      constraint.deferrable === (node.deferrable === true) &&
      index.index?.parent === undefined
    );
  });
}

/** The index of a name, in the schema of its table. */
function findIndex(change: TableChange, name: string): Relation | undefined {
  const { target } = change;
  return findRelation(change.catalog, { schema: target.oid < 0 ? undefined : target.schema, name });
}

/** ADD CONSTRAINT ... USING INDEX. */
function useIndex(change: TableChange, node: ConstraintNode, place: Place, span: Span): void {
  const { target, work } = change;
  const name = node.indexname ?? "";
  if (target.kind === "partitioned-table")
    work.refuse(
      "0A000",
      msg`ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables`,
      pointAt(place, "USING INDEX"),
    );
  const index = findIndex(change, name);
  const renames = node.conname !== undefined && node.conname !== name;
  const mode = renames ? "SHARE UPDATE EXCLUSIVE" : "ACCESS SHARE";
  if (!index?.index) {
    work.lock(`${target.schema}.${name}`, mode, "index");
    work.assume(msg`The index ${name} is not known: it is assumed to fit, and its columns to be NOT NULL.`);
    return;
  }
  work.lock(index, mode, "index");
  for (const key of index.index.keys) {
    const column = target.columns.find((each) => each.number === key.column)?.name;
    if (column === undefined) continue;
    if (node.contype === "CONSTR_PRIMARY") requireNotNull(change, column, span);
  }
}

function refuseIndex(change: TableChange, index: Relation, at: Span): void {
  const shape = index.index;
  if (!shape) return;
  const refuse = (message: ReturnType<typeof msg>, sqlstate = "42809"): void =>
    change.work.refuse(sqlstate, message, at);
  if (constraintOfIndex(change.catalog, index))
    refuse(msg`index "${index.name}" is already associated with a constraint`, "55000");
  if (shape.table !== change.target.oid)
    refuse(msg`index "${index.name}" does not belong to table "${change.target.name}"`, "55000");
  if (!shape.valid) refuse(msg`index "${index.name}" is not valid`, "55000");
  if (!shape.unique) refuse(msg`"${index.name}" is not a unique index`);
  if (shape.keys.some((key) => key.expression)) refuse(msg`index "${index.name}" contains expressions`);
  if (shape.predicate) refuse(msg`"${index.name}" is a partial index`);
  const odd = shape.keys.findIndex((key) => key.descending || key.nullsFirst);
  if (odd >= 0) refuse(msg`index "${index.name}" column number ${odd + 1} does not have default sorting behavior`);
}
