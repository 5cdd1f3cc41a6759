import type { Catalog, Dependency, ObjectAddress } from "./catalog.js";

/** The key of an object in `Catalog.dependents` and `Catalog.dependencies`. */
export function addressKey(address: ObjectAddress): string {
  return `${address.class}:${address.oid}${address.column ? `:${address.column}` : ""}`;
}

/** What was recorded as depending on an object or a column, itself only: a relation's columns have keys of their own. */
export function recordedDependents(catalog: Catalog, address: ObjectAddress): readonly Dependency[] {
  return catalog.dependents.get(addressKey(address)) ?? [];
}
