import type {
  AlterTableStmt,
  CreateTableAsStmt,
  CreateTrigStmt,
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  TruncateStmt,
  UpdateStmt,
} from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { columnRefParts } from "../catalog/expression.js";
import { rangeName, strings } from "../catalog/names.js";
import { findRelation } from "../catalog/lookup.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { nodesOf, visit } from "../sql/walk.js";
import { bodiesOf, triggerBody } from "./body-queries.js";
import { ColumnSources, type ColumnAt } from "./column-sources.js";

/**
 * That the old rows got values in a column. "rows": by UPDATE or MERGE, or there are no old rows without one any more;
 * "copy": as rows of a table of their own; "default": all of them by the default of ADD COLUMN; "trigger": not the old rows,
 * but each one that is written from now on.
 */
export interface Fill {
  readonly to: ColumnAt;
  /** The columns that the values are made from; none for a constant. */
  readonly from: readonly ColumnAt[];
  readonly by: "rows" | "copy" | "default" | "trigger";
}

/** The columns that a statement fills, and from what. Cheap for statements that fill nothing: only their kind is looked at. */
export function fillsOf(statement: Statement, before: Catalog, after: Catalog): readonly Fill[] {
  const { node } = statement;
  if (!node) return [];
  const catalogs = before === after ? [before] : [after, before];
  if ("AlterTableStmt" in node) return addedWithDefault(node.AlterTableStmt, before, after);
  if ("CreateTrigStmt" in node) return triggerFills(node.CreateTrigStmt, after);
  if ("TruncateStmt" in node) return emptied(node.TruncateStmt, before);
  if ("CreateTableAsStmt" in node) return copied(node.CreateTableAsStmt, catalogs);
  if (changing.has(statement.kind)) return changesIn([node], new ColumnSources(catalogs, [node]), "rows");
  const inner = bodiesOf(statement, after);
  return inner.length === 0 ? [] : changesIn(inner, new ColumnSources(catalogs, inner), "rows");
}

const changing = new Set<NodeKind | "">(["UpdateStmt", "InsertStmt", "DeleteStmt", "MergeStmt"]);

function changesIn(roots: readonly Node[], sources: ColumnSources, by: "rows" | "trigger"): Fill[] {
  const fills: Fill[] = [];
  const add = (found: readonly Fill[]): void => {
    for (const fill of found) fills.push(fill);
  };
  for (const root of roots) {
    visit(root, (kind, fields) => {
      if (kind === "UpdateStmt") add(updated(fields as UpdateStmt, sources, by));
      if (kind === "InsertStmt") add(inserted(fields as InsertStmt, sources, by === "rows" ? "copy" : by));
      if (kind === "MergeStmt") add(merged(fields as MergeStmt, sources, by));
      if (kind === "DeleteStmt" && by === "rows") add(cleared(fields as DeleteStmt, sources));
    });
  }
  return fills;
}

function updated(update: UpdateStmt, sources: ColumnSources, by: Fill["by"]): Fill[] {
  const table = sources.table(update.relation);
  return table ? assigned(table, update.targetList ?? [], update.whereClause, sources, by) : [];
}

/** SET a = x, b = y. What a constant depends on stands in the condition: SET kind = 'paid' WHERE is_paid. */
function assigned(
  table: Relation,
  targets: readonly Node[],
  where: Node | undefined,
  sources: ColumnSources,
  by: Fill["by"],
): Fill[] {
  return targets.flatMap((target) => {
    const { name = "", val = undefined } = "ResTarget" in target ? target.ResTarget : {};
    const to = sources.column(table, name);
    if (!to || !val || ("A_Const" in val && val.A_Const.isnull)) return [];
    const value = sources.of(val);
    const from = (value.length > 0 ? value : conditionColumns(table, where, sources)).filter((each) => !same(each, to));
    return [{ to, from, by }];
  });
}

/** The columns of a condition, without those by which rows are found: keys, and bounds of a batch. */
function conditionColumns(table: Relation, where: Node | undefined, sources: ColumnSources): ColumnAt[] {
  const keys = table.constraints
    .filter(({ kind }) => kind === "primary-key" || kind === "unique")
    .flatMap(({ columns }) => columns);
  return sources.of(where).filter(({ table: oid, column }) => oid === table.oid && !keys.includes(column));
}

function inserted(insert: InsertStmt, sources: ColumnSources, by: Fill["by"]): Fill[] {
  const table = sources.table(insert.relation);
  const select = insert.selectStmt && "SelectStmt" in insert.selectStmt ? insert.selectStmt.SelectStmt : undefined;
  if (!table || !select) return [];
  const named = (insert.cols ?? []).map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : ""));
  const names = named.length > 0 ? named : table.columns.map(({ name }) => name);
  return sources.outputs(select).flatMap((from, at) => {
    const to = sources.column(table, names[at] ?? "");
    return to && from.length > 0 ? [{ to, from, by }] : [];
  });
}

function merged(merge: MergeStmt, sources: ColumnSources, by: Fill["by"]): Fill[] {
  const table = sources.table(merge.relation);
  if (!table) return [];
  return (merge.mergeWhenClauses ?? []).flatMap((clause) => {
    if (!("MergeWhenClause" in clause)) return [];
    const { commandType, targetList = [], values = [] } = clause.MergeWhenClause;
    if (commandType === "CMD_UPDATE") return assigned(table, targetList, undefined, sources, by);
    if (commandType !== "CMD_INSERT") return [];
    return targetList.flatMap((target, at) => {
      const to = "ResTarget" in target ? sources.column(table, target.ResTarget.name ?? "") : undefined;
      const from = sources.of(values[at]);
      return to && from.length > 0 ? [{ to, from, by: by === "rows" ? ("copy" as const) : by }] : [];
    });
  });
}

/** DELETE ... WHERE a IS NULL leaves no row without a. */
function cleared(remove: DeleteStmt, sources: ColumnSources): Fill[] {
  const table = sources.table(remove.relation);
  if (!table) return [];
  if (!remove.whereClause) return everyColumn(table);
  return nodesOf(remove.whereClause, "NullTest").flatMap(({ nulltesttype, arg }) => {
    const column = arg as Node | undefined;
    const name = column && "ColumnRef" in column ? columnRefParts(column.ColumnRef).at(-1) : undefined;
    const to = nulltesttype === "IS_NULL" && name !== undefined ? sources.column(table, name) : undefined;
    return to ? [{ to, from: [], by: "rows" as const }] : [];
  });
}

function emptied(truncate: TruncateStmt, catalog: Catalog): Fill[] {
  return (truncate.relations ?? []).flatMap((each) => {
    const table = "RangeVar" in each ? findRelation(catalog, rangeName(each.RangeVar)) : undefined;
    return table ? everyColumn(table) : [];
  });
}

function everyColumn(table: Relation): Fill[] {
  return table.columns.map(({ number }) => ({ to: { table: table.oid, column: number }, from: [], by: "rows" }));
}

function copied(create: CreateTableAsStmt, catalogs: readonly Catalog[]): Fill[] {
  if (create.into?.skipData || !create.query || !("SelectStmt" in create.query)) return [];
  const sources = new ColumnSources(catalogs, [create.query]);
  const table = sources.table(create.into?.rel);
  if (!table) return [];
  return sources.outputs(create.query.SelectStmt).flatMap((from, at) => {
    const column = table.columns[at];
    return column && from.length > 0
      ? [{ to: { table: table.oid, column: column.number }, from, by: "copy" as const }]
      : [];
  });
}

/** ADD COLUMN with a default, an identity or an expression has no row without a value. */
function addedWithDefault(alter: AlterTableStmt, before: Catalog, after: Catalog): Fill[] {
  const table = alter.objtype === "OBJECT_TABLE" ? findRelation(after, rangeName(alter.relation)) : undefined;
  const old = table && before.relations.get(table.oid);
  if (!table || !old || table.nextColumn === old.nextColumn) return [];
  return table.columns
    .filter((column) => column.number >= old.nextColumn && (column.default || column.identity || column.generated))
    .map(({ number }) => ({ to: { table: table.oid, column: number }, from: [], by: "default" }));
}

/** What a row trigger writes: to other columns of its row (NEW.a := ...), or to other tables. */
function triggerFills(create: CreateTrigStmt, catalog: Catalog): Fill[] {
  const table = create.relation && findRelation(catalog, rangeName(create.relation));
  const body = table && create.row ? triggerBody(catalog, strings(create.funcname)) : undefined;
  if (!table || !body) return [];
  const records = new Map([
    ["new", table],
    ["old", table],
  ]);
  const sources = new ColumnSources([catalog], body.queries, records);
  const own = body.assignments.flatMap(({ name, value }) => {
    const to = sources.column(table, name);
    return to ? [{ to, from: sources.of(value).filter((each) => !same(each, to)), by: "trigger" as const }] : [];
  });
  return [...own, ...changesIn(body.queries, sources, "trigger")];
}

function same(a: ColumnAt, b: ColumnAt): boolean {
  return a.table === b.table && a.column === b.column;
}

/** The columns that writers may leave out from now on: DROP NOT NULL, or a default. */
export function loosenedBy(statement: Statement, catalog: Catalog): readonly ColumnAt[] {
  const { node } = statement;
  if (!node || !("AlterTableStmt" in node)) return [];
  const { relation, cmds = [] } = node.AlterTableStmt;
  return cmds.flatMap((each) => {
    const command = "AlterTableCmd" in each ? each.AlterTableCmd : undefined;
    const loosens =
      command?.subtype === "AT_DropNotNull" || (command?.subtype === "AT_ColumnDefault" && command.def !== undefined);
    return loosens ? at(catalog, relation, command.name ?? "") : [];
  });
}

function at(catalog: Catalog, range: RangeVar | undefined, name: string): ColumnAt[] {
  const table = range && findRelation(catalog, rangeName(range));
  const column = table?.columns.find((each) => each.name === name);
  return table && column ? [{ table: table.oid, column: column.number }] : [];
}
