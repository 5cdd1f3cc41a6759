import type { Column, ObjectAddress, Relation } from "../../catalog/catalog.js";
import { columnsIn } from "../../catalog/expression.js";
import { indexColumns } from "../../catalog/index-columns.js";
import { findColumn } from "../../catalog/lookup.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { dropAll } from "./cascade.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName } from "./words.js";
import { relationOf } from "./work.js";

/** ALTER TABLE ... DROP COLUMN. */
export function dropColumn(change: TableChange, { cmd, place }: Command): void {
  const name = cmd.name ?? "";
  const span = pointAt(place, "DROP COLUMN", "DROP");
  const named = pointAtName(place, name);
  const absent = cmd.missing_ok === true && change.known && !change.column(name);
  if (!absent && !change.recurses && change.target.kind === "partitioned-table" && change.target.children.length > 0)
    change.work.refuse("42P16", msg`cannot drop column from only the partitioned table when partitions exist`, span);
  const column = cmd.missing_ok ? change.column(name) : change.requireColumn(name, named);
  if (!column && change.known) return;
  change.droppedColumns.add(name);
  if (column) refuse(change, column, named);
  const drop = {
    cascade: cmd.behavior === "DROP_CASCADE",
    span,
    what: msg`column ${name} of table ${change.target.name}`,
  };
  const gone: ObjectAddress[] = [];
  for (const relation of lockFamily(change, name)) {
    const own = findColumn(relation, name);
    if (!own || (relation !== change.target && keepsColumn(relation, name))) continue;
    gone.push({ class: "relation", oid: relation.oid, column: own.number });
  }
  dropAll(change, gone, drop);
  const of = `${change.name}.${name}`;
  change.work.lose({ what: "column", name: of, relation: change.name, span });
  change.work.breaks({ who: "both", of, why: "dropped", span });
}

/** A child that has the column by itself, or from another parent too, keeps it, and so do those below it. */
function keepsColumn(relation: Relation, name: string): boolean {
  const own = findColumn(relation, name);
  return own === undefined || own.local || own.inherited > 1;
}

/** Without ONLY all that lose the column; with it the direct children are locked to make the column their own. */
function lockFamily(change: TableChange, name: string): readonly Relation[] {
  if (change.recurses) return change.familyUntil((relation) => keepsColumn(relation, name));
  const children = change.target.children.flatMap((oid) => relationOf(change.catalog, oid) ?? []);
  for (const child of children) change.work.lock(child, change.mode, "child");
  return [change.target];
}

function refuse(change: TableChange, column: Column, span: Span): void {
  const { target, work } = change;
  if (column.inherited > 0) work.refuse("42P16", msg`cannot drop inherited column "${column.name}"`, span);
  const key = target.partitionKey;
  if (
    key?.columns.includes(column.number) ||
    key?.expressions.some((each) => columnsIn(each.node, target).includes(column.number))
  )
    work.refuse(
      "42P16",
      msg`cannot drop column "${column.name}" because it is part of the partition key of relation "${target.name}"`,
      span,
    );
  if (target.ofType !== undefined) work.refuse("42809", msg`cannot drop column from typed table`, span);
}

/** Whether an index has a column as key, as included column, in an expression or in its predicate. */
export function usesColumn(index: Relation, table: Relation, number: number): boolean {
  return index.index !== undefined && indexColumns(table, index).includes(number);
}
