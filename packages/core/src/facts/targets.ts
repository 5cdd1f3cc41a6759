import type { RangeVar } from "@pgsql/types";
import { rangeName } from "../catalog/names.js";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { bringsUnseen } from "../catalog/extensions.js";
import { mayBeImported } from "../catalog/import-schema.js";
import { descendants, findRelation, qualify, relationName, type Name } from "../catalog/lookup.js";
import { inOrder } from "../text/in-order.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { FactsDraft } from "./facts-draft.js";
import type { LockMode } from "./lock.js";
import type { Lock } from "./facts.js";

/** Whether a name means one of PostgreSQL's own relations, which facts leave out. */
export function isSystemName(catalog: Catalog, name: Name): boolean {
  if (name.schema !== undefined) return /^(pg_catalog|information_schema|pg_toast)$/.test(name.schema);
  return name.name.startsWith("pg_") && findRelation(catalog, name) === undefined;
}

/**
 * The relation of a name. Where the catalog does not have it: in a complete catalog the server's error is predicted, in
 * an incomplete one it is said that the relation is taken to exist, hold rows and be in use.
 */
export function resolve(draft: FactsDraft, name: Name, span: Span, sqlstate = "42P01"): Relation | undefined {
  const relation = findRelation(draft.catalog, name);
  if (relation) {
    if (relation.existence === "maybe")
      draft.assume(msg`It is not certain whether ${relationName(relation)} exists; it is assumed to exist.`);
    return relation;
  }
  if (isSystemName(draft.catalog, name)) return undefined;
  if (draft.catalog.complete && !mayBeMadeUnseen(draft.catalog, name))
    draft.refuse(sqlstate, msg`relation "${name.name}" does not exist`, span);
  else assumeExists(draft, name);
  return undefined;
}

export function assumeExists(draft: FactsDraft, name: Name): void {
  draft.assume(
    msg`${qualify(draft.catalog, name)} is not in the history; it is assumed to exist, to have rows and to be in use.`,
  );
}

/** Whether a complete history may hold a relation that the replay did not see: an extension's, or one that EXECUTE made. */
export function mayBeMadeUnseen(catalog: Catalog, name?: Name): boolean {
  if (bringsUnseen(catalog) || mayBeImported(catalog, name)) return true;
  return catalog.routines
    .values()
    .some(({ body }) => body !== undefined && inOrder(body, [/\bexecute\b/gi, /\bcreate\b/gi]));
}

/** Locks a relation by name, known or not. Gives the relation where it is known. */
export function lockNamed(
  draft: FactsDraft,
  range: RangeVar | undefined,
  mode: LockMode,
  span: Span,
  why?: Lock["why"],
): Relation | undefined {
  const name = rangeName(range);
  const relation = resolve(draft, name, span);
  if (relation) draft.lock(relation, mode, why);
  else if (!isSystemName(draft.catalog, name)) draft.lock(qualify(draft.catalog, name), mode, why);
  return relation;
}

/** The relation with its children, unless ONLY was said. */
export function family(catalog: Catalog, relation: Relation, inherit = true): Relation[] {
  return inherit ? [relation, ...descendants(catalog, relation)] : [relation];
}

/**
 * The bound of a partition that is named itself, which a write checks and a plan of a partitioned one looks at, is read
 * from the tables that it is a part of, unless the session has done so already: their locks are there at times.
 */
export function lockPartitionBound(draft: FactsDraft, table: Relation): void {
  let parent = table.partitionOf && draft.catalog.relations.get(table.partitionOf.parent);
  while (parent) {
    draft.lock(parent, "ACCESS SHARE", "parent", true);
    parent = parent.partitionOf && draft.catalog.relations.get(parent.partitionOf.parent);
  }
}

/** Whether rows are stored in it: not so in partitioned tables and indexes, and views. */
export function hasRows(relation: Relation): boolean {
  return relation.kind === "table" || relation.kind === "materialized-view" || relation.kind === "foreign-table";
}

/** Error 25001 where a command needs to be outside a transaction and is not. */
export function refuseInTransaction(draft: FactsDraft, open: boolean, command: string, span: Span): void {
  if (open) draft.refuse("25001", msg`${command} cannot run inside a transaction block`, span);
}
