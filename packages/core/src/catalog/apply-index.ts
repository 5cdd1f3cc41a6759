import type { IndexElem, IndexStmt, Node } from "@pgsql/types";
import type { Oid } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { createIndex } from "./indexes.js";
import { rangeName, truncateName } from "./names.js";
import { relationOptions } from "./options.js";

function elementsOf(nodes: readonly Node[] | undefined): IndexElem[] {
  return (nodes ?? []).flatMap((node) => ("IndexElem" in node ? [node.IndexElem] : []));
}

/** CREATE INDEX, on a table, a partitioned table with its partitions, or a materialized view. */
export function createIndexStatement(draft: Draft, node: IndexStmt): void {
  const table = draft.named(rangeName(node.relation));
  const name = node.idxname === undefined ? undefined : truncateName(node.idxname);
  if (name !== undefined && draft.catalog.relationNames.has(`${table.schema}.${name}`)) {
    if (node.if_not_exists) return;
    throw new Refused("42P07", `relation "${name}" already exists`);
  }
  createIndex(draft, {
    table: table.oid,
    name,
    elements: elementsOf(node.indexParams),
    include: elementsOf(node.indexIncludingParams),
    method: node.accessMethod ?? "btree",
    unique: node.unique === true,
    primary: false,
    exclusion: false,
    nullsNotDistinct: node.nulls_not_distinct === true,
    where: node.whereClause,
    only: node.relation?.inh !== true,
    options: relationOptions(node.options),
    tablespace: node.tableSpace,
  });
}

/** ALTER INDEX ... ATTACH PARTITION: once every partition has its part, the partitioned index is valid. */
export function validateParentIndex(draft: Draft, parent: Oid): void {
  const relation = draft.relation(parent);
  const index = relation.index!;
  if (index.valid) return;
  const parts = relation.children.filter((child) => draft.relation(child).index?.valid);
  if (parts.length < draft.relation(index.table).children.length) return;
  draft.patch(parent, { index: { ...index, valid: true } });
  if (index.parent !== undefined) validateParentIndex(draft, index.parent);
}
