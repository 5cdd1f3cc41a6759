import type { PostgresMajor } from "../sql/statement.js";
import type { Catalog } from "./catalog.js";
import { PersistentMap } from "./persistent-map.js";

export interface EmptyCatalogOptions {
  readonly postgres: PostgresMajor;
  /** Whether history starts with it. */
  readonly complete: boolean;
  /** Settings that the server is known to give to sessions, by their names in lower case, as "timezone". */
  readonly settings?: ReadonlyMap<string, string>;
}

/** A catalog with the schema `public` and nothing else. */
export function emptyCatalog(options: EmptyCatalogOptions): Catalog {
  return {
    postgres: options.postgres,
    complete: options.complete,
    nextOid: 2,
    session: { searchPath: ["public"], settings: options.settings ?? new Map() },
    schemas: PersistentMap.empty<string, { oid: number; name: string; existence: "certain" }>().set("public", {
      oid: 1,
      name: "public",
      existence: "certain",
    }),
    relations: PersistentMap.empty(),
    relationNames: PersistentMap.empty(),
    types: PersistentMap.empty(),
    typeNames: PersistentMap.empty(),
    routines: PersistentMap.empty(),
    routineNames: PersistentMap.empty(),
    statistics: PersistentMap.empty(),
    statisticsNames: PersistentMap.empty(),
    publications: PersistentMap.empty(),
    extensions: PersistentMap.empty(),
    others: PersistentMap.empty(),
    dependents: PersistentMap.empty(),
    dependencies: PersistentMap.empty(),
    constraintNames: PersistentMap.empty(),
    referencedBy: PersistentMap.empty(),
  };
}
