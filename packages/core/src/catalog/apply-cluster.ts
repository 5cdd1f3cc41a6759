import type { AlterTableCmd, ClusterStmt } from "@pgsql/types";
import type { Oid, Relation } from "./catalog.js";
import type { Draft } from "./draft.js";
import { descendants, findRelation, indexesOf } from "./lookup.js";
import { rangeName } from "./names.js";

/** CLUSTER t USING i marks the index; of a partitioned table those of its partitions. */
export function cluster(draft: Draft, { relation, indexname }: ClusterStmt): void {
  if (!relation || indexname === undefined) return;
  const table = findRelation(draft.catalog, rangeName(relation));
  if (!table) return;
  const index = indexesOf(draft.catalog, table).find((each) => each.name === indexname);
  if (!index) return;
  if (table.kind !== "partitioned-table") return mark(draft, table, index.oid);
  for (const part of descendants(draft.catalog, index)) {
    const of = part.kind === "index" && part.index ? draft.catalog.relations.get(part.index.table) : undefined;
    if (of) mark(draft, of, part.oid);
  }
}

/** ALTER TABLE ... CLUSTER ON and SET WITHOUT CLUSTER. */
export function clusterOn(draft: Draft, { node, table }: { readonly node: AlterTableCmd; readonly table: Oid }): void {
  const relation = draft.relation(table);
  const index = indexesOf(draft.catalog, relation).find((each) => each.name === node.name);
  mark(draft, relation, node.subtype === "AT_ClusterOn" ? index?.oid : undefined);
}

/** At most one index of a table is marked. */
function mark(draft: Draft, table: Relation, chosen: Oid | undefined): void {
  for (const each of indexesOf(draft.catalog, table)) {
    const marked = each.oid === chosen;
    if (!each.index || (each.index.clustered === true) === marked) continue;
    const { clustered: _, ...index } = each.index;
    draft.patch(each.oid, { index: marked ? { ...index, clustered: true } : index });
  }
}
