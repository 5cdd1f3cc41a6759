import { apply, emptyCatalog, loadParser, parseStatements, type Catalog, type PostgresMajor } from "@release-gate/core";
import { readSchema } from "./postgres-schema.js";
import type { Session } from "./session.js";

/** Rows and bytes of every table, partition, materialized view and index, as the server estimates and stores them. */
const sizes = `SELECT n.nspname || '.' || c.relname AS name, c.reltuples::float8 AS rows, pg_relation_size(c.oid)::float8 AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm', 'i') AND c.oid >= 16384 AND n.nspname !~ '^pg_'`;

/**
 * The catalog of a live database with the sizes of its relations, as a start to replay migrations on. Only reads, in
 * read-only transactions. `rows` is missing where the table was never analysed. Throws `ServerError`.
 */
export async function readCatalog(session: Session): Promise<Catalog> {
  const postgres = session.major as PostgresMajor;
  await loadParser();
  let catalog = emptyCatalog({ postgres, complete: true });
  for (const statement of parseStatements(await readSchema(session), { postgres }).statements)
    catalog = apply(catalog, statement);
  let { relations } = catalog;
  for (const { name, rows, bytes } of await session.run(sizes)) {
    const relation = relations.get(catalog.relationNames.get(String(name)) ?? 0);
    if (!relation) continue;
    const known = Number(rows) >= 0 ? { rows: Number(rows) } : {};
    relations = relations.set(relation.oid, { ...relation, ...known, bytes: Number(bytes) });
  }
  return { ...catalog, relations };
}
