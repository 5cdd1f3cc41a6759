import type { Catalog, Column, Constraint, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { tokens } from "../sql/tokens.js";

/** What one schema has that another has not, by name; tables stand for what is in them where they are new or gone. */
export interface SchemaDifference {
  /** Only in the later schema. */
  readonly left: readonly string[];
  /** Only in the earlier one. */
  readonly missing: readonly string[];
  /** In both, but not the same. */
  readonly changed: readonly string[];
}

/**
 * Compares two schemas by names: relations with their columns, constraints, triggers and policies, types with their labels,
 * and routines. Not compared is what cannot be undone or harms nobody: positions of columns, more labels of an enum,
 * extensions, schemas, comments.
 */
export function schemaDifference(before: Catalog, after: Catalog): SchemaDifference {
  const found = { left: new Set<string>(), missing: new Set<string>(), changed: new Set<string>() };
  const [old, now] = [objectsOf(before, after), objectsOf(after, before)];
  for (const [name] of now) if (!old.has(name)) found.left.add(name);
  for (const [name, shape] of old) {
    const other = now.get(name);
    if (other === undefined) found.missing.add(name);
    else if (other !== shape) found.changed.add(name);
  }
  return {
    left: outermost(found.left),
    missing: outermost(found.missing),
    changed: outermost(found.changed),
  };
}

/** Without the parts of what is named itself: "public.users" stands for "public.users.email". */
function outermost(names: ReadonlySet<string>): string[] {
  return [...names].filter((name) => !names.has(name.slice(0, name.lastIndexOf("."))));
}

/** The objects of a schema that are not the very same in another, as name -> what it is. */
function objectsOf(catalog: Catalog, other: Catalog): Map<string, string> {
  const objects = new Map<string, string>();
  // All of one version before the other: see PersistentMap.
  const relations = catalog.relations.values();
  const different = relations.filter((each) => each !== other.relations.get(each.oid));
  for (const relation of different) if (relation.schema !== "pg_temp") addRelation(objects, catalog, relation);
  for (const type of catalog.types.values()) {
    if (type.kind !== "enum" && type.kind !== "domain") continue;
    objects.set(`${type.schema}.${type.name}`, type.kind);
  }
  for (const routine of catalog.routines.values()) {
    const inputs = routine.arguments.map((each) => each.name.replace("pg_catalog.", "")).join(", ");
    objects.set(`${routine.schema}.${routine.name}(${inputs})`, withoutBlanks(routine.body ?? ""));
  }
  return objects;
}

/** A body without comments and blanks, which do not change what it does. */
function withoutBlanks(body: string): string {
  return tokens(body)
    .filter(({ kind }) => kind !== "comment")
    .map(({ text }) => text)
    .join(" ");
}

function addRelation(objects: Map<string, string>, catalog: Catalog, relation: Relation): void {
  const name = relationName(relation);
  if (relation.kind === "composite-type") return;
  if (relation.sequence?.ownedBy) return;
  objects.set(name, shapeOf(catalog, relation));
  if (relation.kind === "view" || relation.kind === "materialized-view") return;
  for (const column of relation.columns) objects.set(`${name}.${column.name}`, columnShape(column));
  for (const constraint of relation.constraints) {
    // From 18 on NOT NULL is a constraint as well, which the column tells already.
    if (constraint.kind !== "not-null")
      objects.set(`${name}.${constraint.name}`, constraintShape(catalog, relation, constraint));
  }
  for (const trigger of relation.triggers)
    objects.set(`${name}.${trigger.name}`, [trigger.timing, ...trigger.events, trigger.function].join(" "));
  for (const policy of relation.policies) objects.set(`${name}.${policy.name}`, policy.command);
}

function shapeOf(catalog: Catalog, relation: Relation): string {
  const { kind, index, rowSecurity, persistence, replicaIdentity } = relation;
  if (!index) return [kind, persistence, rowSecurity, replicaIdentity].join(" ");
  const table = catalog.relations.get(index.table);
  const keys = index.keys.map((key) => `${nameOf(table, key.column)}${key.expression?.text ?? ""}${key.descending}`);
  const on = table ? relationName(table) : "";
  return [kind, on, index.method, index.unique, ...keys, index.predicate?.text].join(" ");
}

function columnShape({ type, notNull, default: value, identity, generated }: Column): string {
  const name = `${type.name}(${type.typmods.join()})${type.array}`;
  return [name, notNull, value?.text, identity, generated].join(" ");
}

function constraintShape(catalog: Catalog, relation: Relation, constraint: Constraint): string {
  const { kind, columns, expression, references, referencedColumns = [], onDelete, onUpdate } = constraint;
  const target = references === undefined ? undefined : catalog.relations.get(references);
  return [
    kind,
    ...columns.map((number) => nameOf(relation, number)),
    expression?.text,
    target && relationName(target),
    ...referencedColumns.map((number) => nameOf(target, number)),
    onDelete,
    onUpdate,
  ].join(" ");
}

function nameOf(relation: Relation | undefined, number: number): string {
  return relation?.columns.find((column) => column.number === number)?.name ?? "";
}
