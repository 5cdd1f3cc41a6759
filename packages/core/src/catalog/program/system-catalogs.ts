import type { Catalog, Relation } from "../catalog.js";

/** A row of a system catalog: the columns that conditions in migrations ask for. */
export type Row = Record<string, string>;

/** What a system catalog or a view of information_schema holds for user objects; undefined where that is not modelled. */
export function rowsOf(catalog: Catalog, schema: string | undefined, name: string): Row[] | undefined {
  const full = schema === "information_schema" ? `information_schema.${name}` : name;
  return makers[full]?.(catalog).filter(known);
}

function known(row: Row): boolean {
  return Object.keys(row).length > 0;
}

const relationsOf = (catalog: Catalog, ...kinds: readonly Relation["kind"][]): Relation[] =>
  catalog.relations.values().filter((each) => kinds.length === 0 || kinds.includes(each.kind));

const tables: readonly Relation["kind"][] = ["table", "partitioned-table", "foreign-table"];

const relkinds: Readonly<Record<Relation["kind"], string>> = {
  table: "r",
  "partitioned-table": "p",
  "foreign-table": "f",
  view: "v",
  "materialized-view": "m",
  index: "i",
  "partitioned-index": "I",
  sequence: "S",
  "composite-type": "c",
};

const makers: Readonly<Record<string, (catalog: Catalog) => Row[]>> = {
  pg_type: (catalog) => [
    ...catalog.types.values().map((each): Row => ({ typname: each.name })),
    ...relationsOf(catalog, ...tables, "view", "materialized-view", "composite-type").map((each): Row => ({
      typname: each.name,
    })),
  ],
  pg_class: (catalog) =>
    relationsOf(catalog).map((each) => ({
      oid: `oid:${each.oid}`,
      relname: each.name,
      relkind: relkinds[each.kind],
      relnamespace: `schema:${each.schema}`,
    })),
  pg_attribute: (catalog) =>
    relationsOf(catalog, ...tables, "view", "materialized-view", "composite-type").flatMap((each) =>
      each.columns.map((column) => ({ attrelid: `oid:${each.oid}`, attname: column.name })),
    ),
  pg_tables: (catalog) =>
    relationsOf(catalog, "table", "partitioned-table").map((each) => ({
      tablename: each.name,
      schemaname: each.schema,
    })),
  pg_views: (catalog) => relationsOf(catalog, "view").map((each) => ({ viewname: each.name, schemaname: each.schema })),
  pg_matviews: (catalog) =>
    relationsOf(catalog, "materialized-view").map((each) => ({ matviewname: each.name, schemaname: each.schema })),
  pg_indexes: (catalog) =>
    relationsOf(catalog, "index", "partitioned-index").map((each) => ({
      indexname: each.name,
      schemaname: each.schema,
      tablename: catalog.relations.get(each.index?.table ?? -1)?.name ?? "",
    })),
  pg_constraint: (catalog) =>
    relationsOf(catalog).flatMap((each) =>
      each.constraints.map((one) => ({
        conname: one.name,
        conrelid: `oid:${each.oid}`,
        connamespace: `schema:${each.schema}`,
      })),
    ),
  pg_inherits: (catalog) =>
    relationsOf(catalog).flatMap((each) =>
      each.parents.map((parent) => ({ inhrelid: `oid:${each.oid}`, inhparent: `oid:${parent}` })),
    ),
  pg_namespace: (catalog) => catalog.schemas.keys().map((name) => ({ oid: `schema:${name}`, nspname: name })),
  pg_extension: (catalog) => [{ extname: "plpgsql" }, ...catalog.extensions.keys().map((name) => ({ extname: name }))],
  pg_publication: (catalog) => catalog.publications.keys().map((name) => ({ pubname: name })),
  pg_trigger: (catalog) =>
    relationsOf(catalog).flatMap((each) =>
      each.triggers.map((one) => ({ tgname: one.name, tgrelid: `oid:${each.oid}` })),
    ),
  pg_policies: (catalog) =>
    relationsOf(catalog).flatMap((each) =>
      each.policies.map((one) => ({ policyname: one.name, tablename: each.name, schemaname: each.schema })),
    ),
  "information_schema.schemata": (catalog) => catalog.schemas.keys().map((name) => ({ schema_name: name })),
  "information_schema.tables": (catalog) =>
    relationsOf(catalog, ...tables, "view").map((each) => ({ table_name: each.name, table_schema: each.schema })),
  "information_schema.views": (catalog) =>
    relationsOf(catalog, "view").map((each) => ({ table_name: each.name, table_schema: each.schema })),
  "information_schema.columns": (catalog) =>
    relationsOf(catalog, ...tables, "view").flatMap((each) =>
      each.columns.map((column) => ({
        table_name: each.name,
        table_schema: each.schema,
        column_name: column.name,
        is_nullable: column.notNull ? "NO" : "YES",
      })),
    ),
  "information_schema.table_constraints": (catalog) =>
    relationsOf(catalog, ...tables).flatMap((each) =>
      each.constraints
        .filter((one) => one.kind !== "exclusion" && one.kind !== "trigger" && one.kind !== "not-null")
        .map((one) => ({
          constraint_name: one.name,
          constraint_schema: each.schema,
          table_name: each.name,
          table_schema: each.schema,
          constraint_type: one.kind.replace("-", " ").toUpperCase(),
        })),
    ),
  "information_schema.sequences": (catalog) =>
    relationsOf(catalog, "sequence")
      .filter((each) => !each.sequence?.ownedBy?.identity)
      .map((each) => ({ sequence_name: each.name, sequence_schema: each.schema })),
};
