import type { Catalog, ExtendedStatistics, Oid } from "./catalog.js";
import type { Name } from "./lookup.js";
import { recordedDependents } from "./address.js";

/** The extended statistics of a name: in its schema, else the first match along the search path. */
export function findStatistics(catalog: Catalog, name: Name): ExtendedStatistics | undefined {
  const schemas = name.schema === undefined ? catalog.session.searchPath : [name.schema];
  for (const schema of schemas) {
    const oid = catalog.statisticsNames.get(`${schema}.${name.name}`);
    if (oid !== undefined) return catalog.statistics.get(oid);
  }
  return undefined;
}

/** The extended statistics on a table, in the order in which they were made. */
export function statisticsOf(catalog: Catalog, table: Oid): ExtendedStatistics[] {
  return recordedDependents(catalog, { class: "relation", oid: table })
    .flatMap(({ dependent }) => (dependent.class === "statistics" ? (catalog.statistics.get(dependent.oid) ?? []) : []))
    .sort((a, b) => a.oid - b.oid);
}
