import type { AlterTableMoveAllStmt } from "@pgsql/types";
import type { Catalog, Relation, RelationKind } from "./catalog.js";
import type { Draft } from "./draft.js";

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
