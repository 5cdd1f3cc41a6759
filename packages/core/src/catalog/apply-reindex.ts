import type { ReindexStmt } from "@pgsql/types";
import type { Draft } from "./draft.js";
import { descendants, findRelation, indexesOf } from "./lookup.js";
import { rangeName } from "./names.js";
import { relationOptions } from "./options.js";

/** REINDEX of an index or a table, and of their parts: TABLESPACE moves them, and what was invalid is valid. */
export function reindex(draft: Draft, { params, relation }: ReindexStmt): void {
  const options = relationOptions(params);
  const tablespace = options.get("tablespace");
  const concurrent = options.has("concurrently");
  const named = relation && findRelation(draft.catalog, rangeName(relation));
  if (!named) return;
  for (const each of [named, ...descendants(draft.catalog, named)]) {
    for (const { oid, kind, index } of each.index ? [each] : indexesOf(draft.catalog, each)) {
      if (kind !== "index" || !index || (concurrent && !named.index && (!index.valid || index.exclusion))) continue;
      if (tablespace !== undefined || !index.valid)
        draft.patch(oid, { index: { ...index, valid: true }, ...(tablespace !== undefined && { tablespace }) });
    }
  }
}
