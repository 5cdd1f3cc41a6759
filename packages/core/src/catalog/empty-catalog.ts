import type { PostgresMajor } from "../sql/statement.js";
import type { Catalog } from "./catalog.js";
import { PersistentMap } from "./persistent-map.js";

/** A catalog with the schema `public` and nothing else. `complete` tells whether history starts with it. */
export function emptyCatalog(options: { readonly postgres: PostgresMajor; readonly complete: boolean }): Catalog {
  return {
    postgres: options.postgres,
    complete: options.complete,
    nextOid: 2,
    session: { searchPath: ["public"], settings: new Map() },
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
    publications: PersistentMap.empty(),
    extensions: PersistentMap.empty(),
    dependents: PersistentMap.empty(),
    dependencies: PersistentMap.empty(),
    constraintNames: PersistentMap.empty(),
    referencedBy: PersistentMap.empty(),
  };
}
