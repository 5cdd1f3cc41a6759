import type { Catalog, Routine } from "./catalog.js";
import type { Name } from "./lookup.js";

/** The overloads of a routine's name: in its schema, else those of the first schema of the search path that has any. */
export function findRoutines(catalog: Catalog, name: Name): Routine[] {
  const schemas = name.schema === undefined ? ["pg_temp", ...catalog.session.searchPath] : [name.schema];
  for (const schema of schemas) {
    const oids = catalog.routineNames.get(`${schema}.${name.name}`);
    if (oids) return oids.flatMap((oid) => catalog.routines.get(oid) ?? []);
  }
  return [];
}
