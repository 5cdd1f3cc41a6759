import type {
  CreateTableAsStmt,
  ExplainStmt,
  Node,
  RangeVar,
  RefreshMatViewStmt,
  SelectStmt,
  ViewStmt,
} from "@pgsql/types";
import type { Catalog, Column, Oid, Relation, RelationKind } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { findRelation, type Name } from "./lookup.js";
import { rangeName, strings } from "./names.js";
import { isOff, optionOf, relationOptions } from "./options.js";
import { shapeOfQuery, type OutputColumn } from "./query.js";
import { newRelation, noteOnCommit, persistenceOf, schemaForCreation } from "./relations.js";
import { freeOnCommit } from "./remove.js";
import { tablespaceFor } from "./tablespaces.js";
import { unknownType } from "./type-names.js";
import { dependOnType } from "./columns.js";
import { walk } from "./walk.js";

function columnsOf(draft: Draft, outputs: readonly OutputColumn[] | undefined, names: readonly string[]): Column[] {
  const known = outputs ?? names.map((name) => ({ name, type: unknownType }));
  const seen = new Set<string>();
  return known.map((output, at) => {
    const name = names[at] ?? output.name;
    if (seen.has(name)) throw new Refused("42701", `column "${name}" specified more than once`);
    seen.add(name);
    return {
      name,
      number: at + 1,
      type: output.type,
      notNull: false,
      local: true,
      inherited: 0,
      existence: draft.existence,
    };
  });
}

/** What a query gives and needs; refused where it reads a table that a complete catalog lacks. */
function knownShape(draft: Draft, query: Node | undefined): ReturnType<typeof shapeOfQuery> {
  const shape = shapeOfQuery(draft.catalog, query);
  if (draft.catalog.complete && shape.missing !== undefined)
    throw new Refused("42P01", `relation "${shape.missing}" does not exist`);
  return shape;
}

/** CREATE [OR REPLACE] VIEW. */
export function createView(draft: Draft, node: ViewStmt): void {
  const persistence = persistenceOf(node.view?.relpersistence);
  const name = rangeName(node.view);
  const shape = knownShape(draft, node.query);
  const temporary = name.schema === undefined && readsTemporary(draft.catalog, node.query);
  const schema = schemaForCreation(draft, name, temporary ? "temporary" : persistence);
  const columns = columnsOf(draft, shape.columns, strings(node.aliases));
  const known = findRelation(draft.catalog, { schema, name: name.name });
  const options = relationOptions(node.options);
  if (node.withCheckOption === "LOCAL_CHECK_OPTION") options.set("check_option", "local");
  if (node.withCheckOption === "CASCADED_CHECK_OPTION") options.set("check_option", "cascaded");
  const fields = { columns, nextColumn: columns.length + 1, query: node.query, options };
  if (known) {
    if (!node.replace) throw new Refused("42P07", `relation "${name.name}" already exists`);
    if (known.kind !== "view") throw new Refused("42809", `"${name.name}" is not a view`);
    if (shape.columns) refuseFewer(known, columns);
    draft.patch(known.oid, fields);
    return needQuery(draft, known.oid, shape.needs);
  }
  const view = draft.add({
    ...newRelation(draft, schema, name.name, "view"),
    persistence: schema === "pg_temp" ? "temporary" : persistence,
    ...fields,
  });
  needQuery(draft, view.oid, shape.needs);
}

/** Whether a query reads a temporary relation: a view of it is temporary, too. */
export function readsTemporary(catalog: Catalog, query: Node | undefined): boolean {
  const needed = new Set(shapeOfQuery(catalog, query).needs.flatMap((on) => (on.class === "relation" ? [on.oid] : [])));
  let found = false;
  walk({ query }, (kind, fields) => {
    const relation = kind === "RangeVar" ? findRelation(catalog, rangeName(fields as RangeVar)) : undefined;
    found ||= relation?.schema === "pg_temp" && needed.has(relation.oid);
  });
  return found;
}

/** OR REPLACE may only add columns at the end. */
function refuseFewer(before: Relation, after: readonly Column[]): void {
  if (before.columns.length > after.length) throw new Refused("42P16", "cannot drop columns from view");
  const renamed = before.columns.some((column, at) => column.name !== after[at]?.name);
  if (renamed) throw new Refused("42P16", "cannot change name of view column");
}

function needQuery(draft: Draft, view: Oid, needs: ReturnType<typeof shapeOfQuery>["needs"]): void {
  const address = { class: "relation", oid: view } as const;
  draft.independ(address);
  for (const on of needs) draft.depend(address, on, "normal");
}

/** CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW. */
export function createTableAs(draft: Draft, node: CreateTableAsStmt): void {
  const into = node.into;
  const kind: RelationKind = node.objtype === "OBJECT_MATVIEW" ? "materialized-view" : "table";
  const name = rangeName(into?.rel);
  const persistence = persistenceOf(into?.rel?.relpersistence);
  const schema = schemaForCreation(draft, name, persistence);
  freeOnCommit(draft, `${schema}.${name.name}`);
  if (draft.catalog.relationNames.has(`${schema}.${name.name}`)) {
    if (node.if_not_exists) return;
    throw new Refused("42P07", `relation "${name.name}" already exists`);
  }
  const shape = knownShape(draft, node.query);
  const columns = columnsOf(draft, shape.columns, strings(into?.colNames));
  const uncertain = node.if_not_exists === true && !draft.catalog.complete;
  const relation = draft.add({
    ...newRelation(draft, schema, name.name, kind),
    persistence: schema === "pg_temp" ? "temporary" : persistence,
    existence: uncertain ? "maybe" : draft.existence,
    columns,
    nextColumn: columns.length + 1,
    options: relationOptions(into?.options),
    ...(into?.accessMethod && { accessMethod: into.accessMethod }),
    ...tablespaceFor(draft.catalog, into?.tableSpaceName, persistence),
    ...(kind === "materialized-view" && { query: node.query, populated: !into?.skipData }),
  });
  noteOnCommit(draft, relation.oid, into?.onCommit);
  if (kind === "materialized-view") needQuery(draft, relation.oid, shape.needs);
  else for (const column of columns) if (column.type.oid !== undefined) dependOnType(draft, relation.oid, column);
}

/** SELECT ... INTO, which the parser leaves a SelectStmt. */
export function selectInto(draft: Draft, node: SelectStmt): void {
  const { intoClause, ...rest } = node;
  if (!intoClause) return;
  const query: Node = { SelectStmt: rest };
  createTableAs(draft, { query, into: intoClause, objtype: "OBJECT_TABLE" });
}

/** REFRESH MATERIALIZED VIEW [WITH NO DATA]. */
export function refresh(draft: Draft, node: RefreshMatViewStmt): void {
  const view = draft.named(rangeName(node.relation) satisfies Name);
  draft.patch(view.oid, { populated: node.skipData !== true });
}

/** EXPLAIN ANALYZE makes what it explains. */
export function explain(draft: Draft, { query, options }: ExplainStmt): void {
  const analyze = optionOf(options, "analyze");
  if (!query || analyze === undefined || isOff(analyze)) return;
  if ("CreateTableAsStmt" in query) createTableAs(draft, query.CreateTableAsStmt);
  if ("SelectStmt" in query) selectInto(draft, query.SelectStmt);
}
