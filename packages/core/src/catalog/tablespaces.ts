import type { AlterTableMoveAllStmt } from "@pgsql/types";
import type { Catalog, Persistence, Relation } from "./catalog.js";
import type { Draft } from "./draft.js";
import { rolesNamed } from "./owned.js";

/** Where a new relation lies: as it says, as what it is a part of, as `default_tablespace` says; temporary ones apart. */
export function tablespaceFor(
  catalog: Catalog,
  said: string | undefined,
  persistence: Persistence,
  parent?: Relation,
): { readonly tablespace?: string } {
  const set = persistence === "temporary" ? undefined : catalog.session.settings.get("default_tablespace");
  const tablespace = said || parent?.tablespace || set;
  return tablespace ? { tablespace } : {};
}

/** What ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE moves, as far as the history tells owners. */
export function movedBy(catalog: Catalog, node: AlterTableMoveAllStmt): Relation[] {
  if (node.orig_tablespacename === node.new_tablespacename) return [];
  const owners = node.roles && rolesNamed(catalog, node.roles);
  return catalog.relations
    .values()
    .filter((each) => isMoved(each, node.objtype) && (each.tablespace ?? "pg_default") === node.orig_tablespacename)
    .filter((each) => !owners || owners.includes(each.owner));
}

/** Partitioned ones are moved too: what is made for them later goes to the new place. Temporary ones stay. */
function isMoved(relation: Relation, type: string | undefined): boolean {
  if (relation.schema === "pg_temp") return false;
  if (type === "OBJECT_INDEX") return relation.index !== undefined;
  if (type === "OBJECT_MATVIEW") return relation.kind === "materialized-view";
  return relation.kind === "table" || relation.kind === "partitioned-table";
}

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
