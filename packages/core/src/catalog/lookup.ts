import type { Catalog, Column, Constraint, Oid, Relation } from "./catalog.js";

/** A possibly qualified name, as the parser gives it in a RangeVar. */
export interface Name {
  readonly schema?: string | undefined;
  readonly name: string;
}

/** "schema.name" of a relation, the form that facts use. */
export function relationName(relation: Relation): string {
  return `${relation.schema}.${relation.name}`;
}

/** The relation that a name means: in its schema, else the first match along the search path (pg_temp first). */
export function findRelation(catalog: Catalog, name: Name): Relation | undefined {
  if (name.schema !== undefined) return relationIn(catalog, name.schema, name.name);
  const temporary = relationIn(catalog, "pg_temp", name.name);
  if (temporary) return temporary;
  for (const schema of catalog.session.searchPath) {
    const found = relationIn(catalog, schema, name.name);
    if (found) return found;
  }
  return relationIn(catalog, systemSchema, name.name);
}

/** The schema of the system's own objects, which is on every search path. Facts leave out what lies in it. */
export const systemSchema = "pg_catalog";

/** Whether a schema is there, as far as the history is known. */
export function hasSchema(catalog: Catalog, name: string): boolean {
  return !catalog.complete || name === systemSchema || catalog.schemas.has(name);
}

function relationIn(catalog: Catalog, schema: string, name: string): Relation | undefined {
  const oid = catalog.relationNames.get(`${schema}.${name}`);
  return oid === undefined ? undefined : catalog.relations.get(oid);
}

/** The relations of some oids; those that the catalog does not have are left out. */
export function relationsOf(catalog: Catalog, oids: readonly Oid[]): Relation[] {
  const found: Relation[] = [];
  for (const oid of oids) {
    const relation = catalog.relations.get(oid);
    if (relation) found.push(relation);
  }
  return found;
}

/** The indexes on a table or materialized view, in the order they were made. */
export function indexesOf(catalog: Catalog, relation: Relation): Relation[] {
  return relationsOf(catalog, relation.indexes);
}

/** The schema that an unqualified CREATE uses: the first one of the search path. */
export function creationSchema(catalog: Catalog): string {
  return catalog.session.searchPath[0] ?? "public";
}

/** "schema.name" of a name, known or not: an unknown one is taken to be where CREATE would put it. */
export function qualify(catalog: Catalog, name: Name): string {
  const known = findRelation(catalog, name);
  return known ? relationName(known) : `${name.schema ?? creationSchema(catalog)}.${name.name}`;
}

export function relationByOid(catalog: Catalog, oid: Oid): Relation | undefined {
  return catalog.relations.get(oid);
}

export function findColumn(relation: Relation, name: string): Column | undefined {
  return relation.columns.find((column) => column.name === name);
}

export function columnByNumber(relation: Relation, number: number): Column | undefined {
  return relation.columns.find((column) => column.number === number);
}

export function findConstraint(relation: Relation, name: string): Constraint | undefined {
  return relation.constraints.find((constraint) => constraint.name === name);
}

/** Children and their children, without the relation itself, parents before children. */
export function descendants(catalog: Catalog, relation: Relation): Relation[] {
  const found: Relation[] = [];
  if (relation.children.length === 0) return found;
  const seen = new Set<Oid>([relation.oid]);
  const queue = [...relation.children];
  for (let oid = queue.shift(); oid !== undefined; oid = queue.shift()) {
    if (seen.has(oid)) continue;
    seen.add(oid);
    const child = catalog.relations.get(oid);
    if (!child) continue;
    found.push(child);
    for (const inner of child.children) queue.push(inner);
  }
  return found;
}

/** The constraint that stands on an index: its primary key, unique or exclusion constraint. */
export function constraintOfIndex(catalog: Catalog, index: Relation): Constraint | undefined {
  const table = index.index && catalog.relations.get(index.index.table);
  return table?.constraints.find((each) => each.index === index.oid && each.kind !== "foreign-key");
}
