import { recordedDependents } from "./address.js";
import type { Catalog, Column, Constraint, Dependency, ObjectAddress, Oid, Relation, TypeRef } from "./catalog.js";
import { closureOf, dependentsOf, type Closure } from "./dependents.js";
import { indexColumns } from "./index-columns.js";
import { columnByNumber, indexesOf, relationsOf } from "./lookup.js";

/** The indexes that have a column as key or included, or name it in an expression or predicate. */
export function indexesWith(catalog: Catalog, table: Relation, column: number): Relation[] {
  return indexesOf(catalog, table).filter((index) => indexColumns(table, index).includes(column));
}

/** A foreign key and the table that it is on. */
export interface ForeignKey {
  readonly table: Relation;
  readonly constraint: Constraint;
}

/** The foreign keys that point at a table, its own ones too. */
export function foreignKeysTo(catalog: Catalog, table: Relation): ForeignKey[] {
  return (catalog.referencedBy.get(table.oid) ?? []).flatMap(({ table: oid, constraint }) => {
    const referencing = catalog.relations.get(oid);
    const found = referencing?.constraints.find((each) => each.oid === constraint);
    return referencing && found ? [{ table: referencing, constraint: found }] : [];
  });
}

/** The foreign keys of a table. */
export function foreignKeysOf(table: Relation): Constraint[] {
  return table.constraints.filter((each) => each.kind === "foreign-key");
}

/** The constraints of a table that cover a column. */
export function constraintsOn(table: Relation, column: number): Constraint[] {
  return table.constraints.filter((each) => each.columns.includes(column));
}

export function primaryKeyOf(table: Relation): Constraint | undefined {
  return table.constraints.find((each) => each.kind === "primary-key");
}

/** The views and materialized views that read a relation, or one column of it; not those that read such views. */
export function viewsOn(catalog: Catalog, relation: Oid, column?: number): Relation[] {
  const dependents = recordedDependents(catalog, {
    class: "relation",
    oid: relation,
    ...(column !== undefined && { column }),
  });
  const oids = dependents
    .filter((each) => each.dependent.class === "relation" && !each.dependent.column)
    .map((each) => each.dependent.oid);
  return relationsOf(catalog, [...new Set(oids)]).filter(isView);
}

/** The views that read a relation, and the views that read those, and so on. */
export function viewsAbove(catalog: Catalog, relation: Oid): Relation[] {
  const found = new Map<Oid, Relation>();
  const queue = [relation];
  for (let oid = queue.shift(); oid !== undefined; oid = queue.shift()) {
    for (const view of viewsOn(catalog, oid)) {
      if (found.has(view.oid)) continue;
      found.set(view.oid, view);
      queue.push(view.oid);
    }
  }
  return [...found.values()];
}

/** The relations that a view reads, directly. */
export function relationsIn(catalog: Catalog, view: Oid): Relation[] {
  const needs = catalog.dependencies.get(`relation:${view}`) ?? [];
  return relationsOf(catalog, [
    ...new Set(needs.filter((each) => each.on.class === "relation").map((each) => each.on.oid)),
  ]);
}

export function isView(relation: Relation): boolean {
  return relation.kind === "view" || relation.kind === "materialized-view";
}

/** The parent that a partition belongs to. */
export function partitionParent(catalog: Catalog, partition: Relation): Relation | undefined {
  return partition.partitionOf && catalog.relations.get(partition.partitionOf.parent);
}

/** The DEFAULT partition of a partitioned table. */
export function defaultPartition(catalog: Catalog, parent: Relation): Relation | undefined {
  return relationsOf(catalog, parent.children).find((each) => each.partitionOf?.default);
}

/** Parents and their parents, nearest first. */
export function ancestors(catalog: Catalog, relation: Relation): Relation[] {
  const found: Relation[] = [];
  const queue = [...relation.parents];
  for (let oid = queue.shift(); oid !== undefined; oid = queue.shift()) {
    const parent = catalog.relations.get(oid);
    if (!parent || found.includes(parent)) continue;
    found.push(parent);
    queue.push(...parent.parents);
  }
  return found;
}

/** The sequences that columns of a table own, by SERIAL, IDENTITY or OWNED BY; of one column where it is given. */
export function ownedSequences(catalog: Catalog, table: Relation, column?: number): Relation[] {
  const numbers = column === undefined ? table.columns.map((each) => each.number) : [column];
  const oids = numbers.flatMap((number) =>
    recordedDependents(catalog, { class: "relation", oid: table.oid, column: number }).map(
      (each) => each.dependent.oid,
    ),
  );
  return relationsOf(catalog, [...new Set(oids)]).filter((each) => each.sequence?.ownedBy?.table === table.oid);
}

/** The columns of a foreign key and those that they point at. */
export function foreignKeyColumns(
  catalog: Catalog,
  key: ForeignKey,
): { readonly from: Column[]; readonly to: Column[] } {
  const target = key.constraint.references === undefined ? undefined : catalog.relations.get(key.constraint.references);
  const pick = (relation: Relation | undefined, numbers: readonly number[]): Column[] =>
    numbers.flatMap((number) => (relation && columnByNumber(relation, number)) ?? []);
  return { from: pick(key.table, key.constraint.columns), to: pick(target, key.constraint.referencedColumns ?? []) };
}

/** Tables with a column of a user-made type, as [relation, column number]; arrays of it too, domains over it not. */
export function columnsOfType(
  catalog: Catalog,
  type: TypeRef,
): { readonly relation: Relation; readonly column: number }[] {
  if (type.oid === undefined) return [];
  const kind = catalog.types.has(type.oid) ? "type" : "relation";
  return recordedDependents(catalog, { class: kind, oid: type.oid }).flatMap(({ dependent }) => {
    const relation = dependent.class === "relation" ? catalog.relations.get(dependent.oid) : undefined;
    return relation && dependent.column ? [{ relation, column: dependent.column }] : [];
  });
}

/** What DROP of an object would take along, or be refused for. `closureOf` does so for several at once. */
export function dropClosure(catalog: Catalog, target: ObjectAddress, cascade: boolean): Closure {
  return closureOf(catalog, [target], cascade);
}

export { closureOf, dependentsOf };
export type { Closure, Dependency };
