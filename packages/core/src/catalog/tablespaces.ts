import type { AlterTableMoveAllStmt, ReindexStmt } from "@pgsql/types";
import type { Catalog, Relation, RelationKind } from "./catalog.js";
import type { Draft } from "./draft.js";
import { descendants, findRelation, indexesOf } from "./lookup.js";
import { rangeName } from "./names.js";
import { relationOptions } from "./options.js";

/** What ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE moves. */
export function movedBy(catalog: Catalog, node: AlterTableMoveAllStmt): Relation[] {
  const wanted: readonly RelationKind[] =
    node.objtype === "OBJECT_INDEX"
      ? ["index", "partitioned-index"]
      : node.objtype === "OBJECT_MATVIEW"
        ? ["materialized-view"]
        : ["table", "partitioned-table"];
  return catalog.relations
    .values()
    .filter(
      ({ kind, tablespace }) => wanted.includes(kind) && (tablespace ?? "pg_default") === node.orig_tablespacename,
    );
}

/** ALTER ... ALL IN TABLESPACE ... SET TABLESPACE. */
export function moveAll(draft: Draft, node: AlterTableMoveAllStmt): void {
  const tablespace = node.new_tablespacename;
  if (tablespace === undefined) return;
  for (const { oid } of movedBy(draft.catalog, node)) draft.patch(oid, { tablespace });
}

/** ALTER TABLESPACE ... RENAME. */
export function renameTablespace(draft: Draft, from: string, to: string): void {
  for (const { oid, tablespace } of draft.catalog.relations.values())
    if (tablespace === from) draft.patch(oid, { tablespace: to });
}

/** REINDEX (TABLESPACE ...) of an index or a table, and of their parts. */
export function reindex(draft: Draft, { params, relation }: ReindexStmt): void {
  const tablespace = relationOptions(params).get("tablespace");
  const named = relation && findRelation(draft.catalog, rangeName(relation));
  if (tablespace === undefined || !named) return;
  for (const each of [named, ...descendants(draft.catalog, named)])
    for (const index of each.index ? [each] : indexesOf(draft.catalog, each))
      if (index.kind === "index") draft.patch(index.oid, { tablespace });
}
