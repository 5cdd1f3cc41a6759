import { ownedSequences } from "../../catalog/relation-lookup.js";
import type { ColumnRef, Node } from "@pgsql/types";
import type { Column, Constraint, Relation } from "../../catalog/catalog.js";
import { recordedDependents } from "../../catalog/address.js";
import { columnRefParts, columnsIn } from "../../catalog/expression.js";
import { findColumn, indexesOf } from "../../catalog/lookup.js";
import { resolveType, typeText } from "../../catalog/type-names.js";
import { strings } from "../../catalog/names.js";
import { walk } from "../../catalog/walk.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { neverAssignable, typeChange, type TypeChange } from "./coercible.js";
import { usesColumn } from "./drop-column.js";
import { partitionsOf } from "./foreign-key-check.js";
import { mayLoseValues } from "./lossy.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAtName, pointFrom } from "./words.js";
import { referencing, relationOf } from "./work.js";

/** ALTER TABLE ... ALTER COLUMN ... TYPE. */
export function alterColumnType(change: TableChange, { cmd, place }: Command): void {
  const name = cmd.name ?? "";
  const def = cmd.def && "ColumnDef" in cmd.def ? cmd.def.ColumnDef : undefined;
  const span = pointFrom(place, "TYPE", "USING");
  if (change.retyped.has(name))
    return change.work.refuse("0A000", msg`cannot alter type of column "${name}" twice`, span);
  const column = change.requireColumn(name, pointAtName(place, name));
  change.work.breaks({ who: "both", of: `${change.name}.${name}`, why: "retyped", span });
  const family = change.family();
  if (!column) {
    if (!change.known)
      change.work.assume(
        msg`The type of ${change.name}.${name} is not known: its change is assumed to rewrite all rows.`,
      );
    for (const relation of family) change.rewrite(relation, span);
    return;
  }
  const to = resolveType(change.catalog, def?.typeName);
  // A change to the type that it has may be followed by another (measured on 14 to 18).
  if (typeText(to) !== typeText(column.type)) change.retyped.add(name);
  const using = def?.raw_default;
  for (const missing of missingColumns(change, using))
    change.work.refuse("42703", msg`column "${missing}" does not exist`, span);
  refuse(change, column, span);
  const dropsDefault = change.has("AT_ColumnDefault", name);
  if (neverAssignable(change.catalog, column.type, to)) {
    const type = typeText(to);
    if (!using) change.work.refuse("42804", msg`column "${name}" cannot be cast automatically to type ${type}`, span);
    else if (column.default && !column.generated && !dropsDefault)
      change.work.refuse("42804", msg`default for column "${name}" cannot be cast automatically to type ${type}`, span);
  }
  const result = typeChange(change.catalog, name, column.type, to, using);
  assume(change, name, result);
  if (mayLoseValues(column.type, to, using !== undefined, result.rewrites))
    change.work.lose({ what: "values", name: `${change.name}.${name}`, relation: change.name, span });
  const collation = strings(def?.collClause?.collname).at(-1) ?? "default";
  const recollated = collation !== (column.collation?.replace(/^.*\./, "") ?? "default");
  for (const relation of family)
    alterIn(change, relation, name, { ...result, keepsIndexes: result.keepsIndexes && !recollated }, span);
}

/** The columns that a USING expression names and the table lacks. */
function missingColumns(change: TableChange, using: Node | undefined): string[] {
  const missing: string[] = [];
  if (!change.known) return missing;
  walk({ using }, (kind, fields) => {
    if (kind === "SubLink") return false;
    const parts = kind === "ColumnRef" ? columnRefParts(fields as ColumnRef) : [];
    const name = parts.length === 1 ? parts[0] : undefined;
    if (name !== undefined && name !== "*" && name !== change.target.name && !findColumn(change.target, name))
      missing.push(name);
    return undefined;
  });
  return missing;
}

function assume(change: TableChange, name: string, result: TypeChange): void {
  if (result.timeZoneUnknown)
    change.work.assume(
      msg`The session's TimeZone is not known: it is assumed not to be UTC, so that all rows are rewritten.`,
    );
  if (result.typeUnknown)
    change.work.assume(msg`A type of ${change.name}.${name} is not known: its change is assumed to rewrite all rows.`);
}

/** What PostgreSQL refuses whatever the types are. */
function refuse(change: TableChange, column: Column, span: Span): void {
  const { target, work } = change;
  if (column.inherited > 0) work.refuse("42P16", msg`cannot alter inherited column "${column.name}"`, span);
  const key = target.partitionKey;
  if (
    key?.columns.includes(column.number) ||
    key?.expressions.some((each) => columnsIn(each.node, target).includes(column.number))
  )
    work.refuse(
      "42P16",
      msg`cannot alter column "${column.name}" because it is part of the partition key of relation "${target.name}"`,
      span,
    );
  if (!change.recurses && target.children.length > 0)
    work.refuse("42P16", msg`type of inherited column "${column.name}" must be changed in child tables too`, span);
  if (target.ofType !== undefined) work.refuse("42809", msg`cannot alter column type of typed table`, span);
  for (const { dependent } of recordedDependents(change.catalog, {
    class: "relation",
    oid: target.oid,
    column: column.number,
  })) {
    const relation = dependent.class === "relation" ? change.catalog.relations.get(dependent.oid) : undefined;
    if (relation?.kind === "view" || relation?.kind === "materialized-view" || dependent.class === "rule")
      work.refuse("0A000", msg`cannot alter type of a column used by a view or rule`, span);
    if (dependent.class === "policy")
      work.refuse("0A000", msg`cannot alter type of a column used in a policy definition`, span);
    if (dependent.class === "trigger")
      work.refuse("0A000", msg`cannot alter type of a column used in a trigger definition`, span);
    const generated = target.columns.find((each) => each.number === dependent.column);
    if (generated && change.droppedColumns.has(generated.name)) continue;
    if (isGeneratedFrom(target, column, dependent))
      work.refuse(
        work.postgres === 14 ? "42601" : "0A000",
        msg`cannot alter type of a column used by a generated column`,
        span,
      );
  }
}

function isGeneratedFrom(
  target: Relation,
  column: Column,
  dependent: { readonly class: string; readonly oid: number; readonly column?: number },
): boolean {
  if (dependent.oid !== target.oid || dependent.column === undefined || dependent.column === column.number)
    return false;
  return (
    (dependent.class === "default" || dependent.class === "relation") &&
    target.columns.some((each) => each.number === dependent.column && each.generated !== undefined)
  );
}

/** One table of the family: its rows, indexes, constraints and foreign keys from and to the column. */
function alterIn(change: TableChange, relation: Relation, name: string, result: TypeChange, span: Span): void {
  const column = findColumn(relation, name);
  if (!column) return;
  if (result.rewrites && column.generated !== "virtual") change.rewrite(relation, span);
  for (const index of indexesOf(change.catalog, relation)) {
    if (!usesColumn(index, relation, column.number)) continue;
    change.remakeIndex(
      relation,
      index,
      !result.keepsIndexes || !isPlain(index) || index.index?.parent !== undefined,
      span,
    );
  }
  for (const constraint of relation.constraints)
    if (!change.isGone(relation, constraint.name)) remake(change, relation, constraint, column, result, span);
  for (const { table, constraint } of referencing(change.catalog, relation)) {
    if (table === relation || !constraint.referencedColumns?.includes(column.number)) continue;
    change.work.lock(table, "ACCESS EXCLUSIVE", "referencing");
    if (constraint.validated && constraint.enforced)
      change.checkReferences({ from: table, to: relation, span }, !result.keepsIndexes);
  }
  if (!column.identity) return;
  for (const sequence of ownedSequences(change.catalog, relation))
    if (sequence.sequence?.ownedBy?.column === column.number)
      change.work.lock(sequence, "SHARE ROW EXCLUSIVE", "sequence");
}

/** Indexes with expressions or a predicate are always built anew (CheckIndexCompatible). */
function isPlain(index: Relation): boolean {
  return (
    index.index?.predicate === undefined && index.index?.keys.every((key) => key.expression === undefined) === true
  );
}

/** The foreign key is dropped and made again: in 14 only the tables that hold rows of a tree have triggers to drop. */
function lockRemade(change: TableChange, to: Relation): void {
  for (const part of [to, ...partitionsOf(change.work, to)]) {
    const leaf = part.kind !== "partitioned-table";
    change.work.lock(
      part,
      leaf || change.work.postgres >= 15 ? "ACCESS EXCLUSIVE" : "SHARE ROW EXCLUSIVE",
      "referenced",
    );
  }
}

function remake(
  change: TableChange,
  relation: Relation,
  constraint: Constraint,
  column: Column,
  result: TypeChange,
  span: Span,
): void {
  const itself =
    constraint.references === relation.oid && constraint.referencedColumns?.includes(column.number) === true;
  if (!constraint.columns.includes(column.number) && !itself) return;
  if (constraint.kind === "check" && constraint.validated && constraint.enforced)
    change.verify(relation, "check", span);
  const to = constraint.kind === "foreign-key" ? relationOf(change.catalog, constraint.references) : undefined;
  if (!to) return;
  if (to !== relation) lockRemade(change, to);
  if (constraint.validated && constraint.enforced)
    change.checkReferences({ from: relation, to, span }, !result.keepsIndexes);
}
