import type { Node, SelectStmt, ViewStmt } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { findRelation } from "../catalog/lookup.js";
import { rangeName, stringOf } from "../catalog/names.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { FactsDraft } from "./facts-draft.js";

/**
 * CREATE OR REPLACE VIEW may only add columns at the end: 42P16 where one is dropped or renamed. Types are not compared:
 * where the new query is known only in part, nothing is said.
 */
export function refuseChangedColumns(draft: FactsDraft, view: Relation, node: ViewStmt, span: Span): void {
  const query = node.query && "SelectStmt" in node.query ? node.query.SelectStmt : undefined;
  const names = outputNames(draft, query);
  if (!names || view.columns.length === 0) return;
  (node.aliases ?? []).forEach((alias, at) => (names[at] = stringOf(alias)));
  if (names.length < view.columns.length) return draft.refuse("42P16", msg`cannot drop columns from view`, span);
  for (const [at, column] of view.columns.entries()) {
    if (column.name === names[at]) continue;
    return draft.refuse("42P16", msg`cannot change name of view column "${column.name}" to "${names[at] ?? ""}"`, span);
  }
}

/** The names of a query's output columns; undefined where they are not all known. */
function outputNames(draft: FactsDraft, query: SelectStmt | undefined): string[] | undefined {
  const first = query?.larg ? undefined : query;
  if (query?.larg) return outputNames(draft, query.larg);
  if (!first?.targetList) return undefined;
  const names: string[] = [];
  for (const target of first.targetList) {
    const found =
      "ResTarget" in target ? namesOf(draft, first, target.ResTarget.name, target.ResTarget.val) : undefined;
    if (!found) return undefined;
    names.push(...found);
  }
  return names;
}

function namesOf(
  draft: FactsDraft,
  select: SelectStmt,
  alias: string | undefined,
  value: Node | undefined,
): string[] | undefined {
  if (alias !== undefined) return [alias];
  if (!value || !("ColumnRef" in value)) return undefined;
  const fields = value.ColumnRef.fields ?? [];
  const last = fields.at(-1);
  if (last && "String" in last) return [stringOf(last)];
  return fields.length === 1 ? onlyTable(draft, select) : undefined;
}

/** The columns behind `*` where FROM names one relation. */
function onlyTable(draft: FactsDraft, select: SelectStmt): string[] | undefined {
  const [from, ...others] = select.fromClause ?? [];
  if (!from || others.length > 0 || !("RangeVar" in from) || select.withClause) return undefined;
  const relation = findRelation(draft.catalog, rangeName(from.RangeVar));
  return relation && relation.columns.length > 0 ? relation.columns.map((column) => column.name) : undefined;
}
