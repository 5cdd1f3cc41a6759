import type { Node, RangeVar, ResTarget, SelectStmt } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { findColumn } from "../catalog/lookup.js";
import { strings } from "../catalog/names.js";
import { mainSource } from "./query-locks.js";

/** The SELECT that a view stands for; undefined for other relations, and where it was not read. */
export function queryOf(view: Relation): SelectStmt | undefined {
  if (view.kind !== "view" || typeof view.query !== "object" || view.query === null) return undefined;
  return "SelectStmt" in view.query ? (view.query.SelectStmt as SelectStmt) : (view.query as SelectStmt);
}

/** Whether a view's query is one that no change can go through: not of one relation, or of groups or a part of its rows. */
export function cannotBeChanged(view: Relation): boolean {
  const query = queryOf(view);
  if (!query) return false;
  const from = query.fromClause ?? [];
  return (
    from.length !== 1 ||
    from.some((each) => !("RangeVar" in each)) ||
    (query.op !== undefined && query.op !== "SETOP_NONE") ||
    [
      query.distinctClause,
      query.groupClause,
      query.withClause,
      query.havingClause,
      query.limitCount,
      query.limitOffset,
    ].some((part) => part !== undefined)
  );
}

/** A change of a view's rows as the change of the rows of the relation behind it; undefined where that is not known. */
export function changeBehind(
  catalog: Catalog,
  view: Relation,
  change: Node,
): { query: Node; base: Relation } | undefined {
  const base = mainSource(catalog, view);
  const names = columnsBehind(view, base);
  if (!base || !names) return undefined;
  const relation: RangeVar = { schemaname: base.schema, relname: base.name, inh: true, relpersistence: "p" };
  const renamed = (nodes: readonly Node[] | undefined): Node[] =>
    (nodes ?? []).map((each) => ("ResTarget" in each ? { ResTarget: renamedTarget(each.ResTarget, names) } : each));
  if ("InsertStmt" in change) {
    const all = view.columns.map(({ name }): Node => ({ ResTarget: { name } }));
    const cols = change.InsertStmt.cols ?? all.slice(0, givenColumns(change.InsertStmt.selectStmt));
    return { query: { InsertStmt: { ...change.InsertStmt, relation, cols: renamed(cols) } }, base };
  }
  if ("UpdateStmt" in change)
    return {
      query: { UpdateStmt: { ...change.UpdateStmt, relation, targetList: renamed(change.UpdateStmt.targetList) } },
      base,
    };
  return "DeleteStmt" in change ? { query: { DeleteStmt: { ...change.DeleteStmt, relation } }, base } : undefined;
}

/** How many columns an INSERT gives values to, none with DEFAULT VALUES; undefined where a star or a TABLE gives them. */
function givenColumns(select: Node | undefined): number | undefined {
  if (!select) return 0;
  if (!("SelectStmt" in select)) return undefined;
  const first = select.SelectStmt.valuesLists?.[0];
  if (first && "List" in first) return first.List.items?.length;
  const targets = select.SelectStmt.targetList;
  return targets?.some((each) => JSON.stringify(each).includes('"A_Star"')) ? undefined : targets?.length;
}

function renamedTarget(target: ResTarget, names: ReadonlyMap<string, string>): ResTarget {
  return { ...target, name: names.get(target.name ?? "") ?? target.name ?? "" };
}

/** Column of a view -> the column behind it; computed ones have none. */
function columnsBehind(view: Relation, base: Relation | undefined): ReadonlyMap<string, string> | undefined {
  const targets = queryOf(view)?.targetList;
  if (!targets || !base) return undefined;
  const sources = targets.flatMap((each) => sourcesOf(each, base));
  if (sources.length !== view.columns.length) return undefined;
  const pairs = view.columns.map((column, at): [string, string] => [column.name, sources[at] ?? ""]);
  return new Map(pairs);
}

function sourcesOf(target: Node, base: Relation): (string | undefined)[] {
  const value = "ResTarget" in target ? target.ResTarget.val : undefined;
  if (!value || !("ColumnRef" in value)) return [undefined];
  const fields = value.ColumnRef.fields ?? [];
  const last = fields.at(-1);
  if (last && "A_Star" in last) return base.columns.map(({ name }) => name);
  const name = strings(fields).at(-1) ?? "";
  return [findColumn(base, name) ? name : undefined];
}
