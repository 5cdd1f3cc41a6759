import { addressKey } from "../catalog/address.js";
import type { Catalog, Relation } from "../catalog/catalog.js";

/** The relations that a view or materialized view reads, as the catalog recorded when it was made. */
export function viewSources(catalog: Catalog, view: Relation): Relation[] {
  const oids = new Set<number>();
  for (const { on } of catalog.dependencies.get(addressKey({ class: "relation", oid: view.oid })) ?? []) {
    if (on.class === "relation") oids.add(on.oid);
  }
  return [...oids].flatMap((oid) => catalog.relations.get(oid) ?? []);
}
