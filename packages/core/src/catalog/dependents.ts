import { addressKey, recordedDependents } from "./address.js";
import type { Catalog, Dependency, ObjectAddress, Oid, Relation } from "./catalog.js";
import { columnsIn } from "./expression.js";
import { constraintOfIndex } from "./lookup.js";
import { usersOfOther } from "./others.js";
import { indexColumns } from "./index-columns.js";

/**
 * What would have to go, or be refused for, if an object or column went: what was recorded, and what the model says by
 * its shape (indexes, children, constraints on a column, foreign keys). As pg_depend has it.
 */
export function dependentsOf(catalog: Catalog, address: ObjectAddress): Dependency[] {
  const recorded = recordedDependents(catalog, address);
  if (address.class !== "relation") return [...recorded, ...byShape(catalog, address)];
  const relation = catalog.relations.get(address.oid);
  if (!relation) return [...recorded];
  if (address.column) return [...recorded, ...ofColumn(catalog, relation, address)];
  return [...recorded, ...allColumns(catalog, relation), ...ofRelation(catalog, relation, address)];
}

function byShape(catalog: Catalog, address: ObjectAddress): Dependency[] {
  if (address.class === "constraint") {
    const table = address.relation === undefined ? undefined : catalog.relations.get(address.relation);
    const constraint = table?.constraints.find((each) => each.oid === address.oid);
    if (!constraint?.index || constraint.kind === "foreign-key") return [];
    return [{ dependent: { class: "relation", oid: constraint.index }, on: address, kind: "internal" }];
  }
  if (address.class === "schema") return ofSchema(catalog, address);
  if (address.class === "type") {
    const relation = catalog.types.get(address.oid)?.relation;
    return relation === undefined
      ? []
      : [{ dependent: { class: "relation", oid: relation }, on: address, kind: "internal" }];
  }
  return address.class === "other" ? usersOfOther(catalog, address) : [];
}

/** All that is in a schema. Looks at every object: schemas are dropped rarely. */
function ofSchema(catalog: Catalog, on: ObjectAddress): Dependency[] {
  const schema = catalog.schemas.values().find((each) => each.oid === on.oid)?.name;
  const inside = (
    kind: ObjectAddress["class"],
    objects: readonly { readonly oid: Oid; readonly schema?: string; readonly table?: Oid }[],
  ): Dependency[] =>
    objects
      .filter((each) => each.schema === schema)
      .map(({ oid, table }) => ({
        dependent: { class: kind, oid, ...(table !== undefined && { relation: table }) },
        on,
        kind: "normal",
      }));
  const extensions = catalog.extensions
    .values()
    .flatMap(({ oid, schema: home }) => (oid === undefined ? [] : [{ oid, schema: home }]));
  return [
    ...inside("relation", catalog.relations.values()),
    ...inside("type", catalog.types.values()),
    ...inside("routine", catalog.routines.values()),
    ...inside("statistics", catalog.statistics.values()),
    ...inside("extension", extensions),
    ...inside("other", catalog.others.values()),
  ];
}

/** Dependents of any of the relation's columns: they go with the whole relation too. */
function allColumns(catalog: Catalog, relation: Relation): Dependency[] {
  return relation.columns.flatMap((column) =>
    recordedDependents(catalog, { class: "relation", oid: relation.oid, column: column.number }).filter(
      (each) =>
        each.dependent.relation !== relation.oid &&
        !(each.dependent.class === "relation" && each.dependent.oid === relation.oid),
    ),
  );
}

function ofRelation(catalog: Catalog, relation: Relation, on: ObjectAddress): Dependency[] {
  const auto = (oid: Oid): Dependency => ({ dependent: { class: "relation", oid }, on, kind: "auto" });
  const found = relation.indexes.map(auto);
  for (const oid of relation.children) {
    const child = catalog.relations.get(oid);
    const goesAlong = child?.partitionOf?.parent === relation.oid || child?.index !== undefined;
    found.push({ dependent: { class: "relation", oid }, on, kind: goesAlong ? "auto" : "normal" });
  }
  for (const { table, constraint } of catalog.referencedBy.get(relation.oid) ?? []) {
    if (table !== relation.oid)
      found.push({ dependent: { class: "constraint", oid: constraint, relation: table }, on, kind: "normal" });
  }
  for (const { table, constraint } of keysToParents(catalog, relation))
    found.push({ dependent: { class: "constraint", oid: constraint, relation: table }, on, kind: "normal" });
  if (relation.index) {
    const constraint = constraintOfIndex(catalog, relation);
    if (constraint) {
      found.push({
        dependent: { class: "constraint", oid: constraint.oid, relation: relation.index.table },
        on,
        kind: "auto",
      });
    }
  }
  return found;
}

/** The foreign keys that point at what a relation is a partition of: its rows are among those that they need. */
function keysToParents(catalog: Catalog, relation: Relation): { readonly table: Oid; readonly constraint: Oid }[] {
  const parent = relation.partitionOf && catalog.relations.get(relation.partitionOf.parent);
  return parent ? [...(catalog.referencedBy.get(parent.oid) ?? []), ...keysToParents(catalog, parent)] : [];
}

function ofColumn(catalog: Catalog, relation: Relation, on: ObjectAddress): Dependency[] {
  const number = on.column!;
  const found: Dependency[] = [];
  for (const oid of relation.indexes) {
    const index = catalog.relations.get(oid);
    if (index && indexColumns(relation, index).includes(number))
      found.push({ dependent: { class: "relation", oid }, on, kind: "auto" });
  }
  if (isInPartitionKey(relation, number))
    found.push({ dependent: { class: "relation", oid: relation.oid }, on, kind: "internal" });
  for (const constraint of relation.constraints) {
    if (!constraint.columns.includes(number)) continue;
    found.push({ dependent: { class: "constraint", oid: constraint.oid, relation: relation.oid }, on, kind: "auto" });
  }
  return found;
}

/** A column that its table is partitioned by does not go without it. */
function isInPartitionKey(relation: Relation, number: number): boolean {
  const { partitionKey } = relation;
  if (!partitionKey) return false;
  const used = partitionKey.expressions.flatMap(({ node }) => columnsIn(node, relation));
  return partitionKey.columns.includes(number) || used.includes(number);
}

/** What a DROP takes with it, itself included; or what stands in its way under RESTRICT. */
export interface Closure {
  readonly gone: readonly ObjectAddress[];
  /** Dependents that only CASCADE would drop. */
  readonly blocking: readonly Dependency[];
}

/** Follows the dependencies from what is dropped: automatic and internal ones always, normal ones with CASCADE. */
export function closureOf(catalog: Catalog, targets: readonly ObjectAddress[], cascade: boolean): Closure {
  const gone = new Map(targets.map((target) => [addressKey(target), target]));
  const queue = [...targets];
  const normal: Dependency[] = [];
  for (let at = 0; at < queue.length; at++) {
    for (const dependency of dependentsOf(catalog, queue[at]!)) {
      if (dependency.kind === "normal" && !cascade) {
        normal.push(dependency);
        continue;
      }
      const key = addressKey(dependency.dependent);
      if (gone.has(key)) continue;
      gone.set(key, dependency.dependent);
      queue.push(dependency.dependent);
    }
  }
  const covered = (address: ObjectAddress): boolean =>
    gone.has(addressKey(address)) ||
    (address.relation !== undefined && gone.has(`relation:${address.relation}`)) ||
    (address.column !== undefined && gone.has(`${address.class}:${address.oid}`)) ||
    (address.class === "default" && gone.has(`relation:${address.oid}:${address.column}`));
  return { gone: [...gone.values()], blocking: normal.filter((each) => !covered(each.dependent)) };
}
