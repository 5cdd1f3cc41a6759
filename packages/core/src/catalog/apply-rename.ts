import type { AlterObjectSchemaStmt, Node, ObjectType, RenameStmt } from "@pgsql/types";
import { typedTables } from "./alter-relation.js";
import { changeOther } from "./apply-others.js";
import type { Column, Constraint, Expression, Oid, Relation } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { expressionOf, renamedColumn } from "./expression.js";
import { findColumn, findConstraint, hasSchema } from "./lookup.js";
import { nameFrom, objectParts, rangeName, truncateName } from "./names.js";
import { routineOf } from "./routine-address.js";
import { renameStatistics } from "./apply-statistics.js";
import { statisticsOf } from "./statistics.js";
import { followTypeName } from "./retype.js";
import { renameTablespace } from "./tablespaces.js";
import { findType } from "./type-names.js";

const relationTypes: readonly (ObjectType | undefined)[] = [
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_INDEX",
  "OBJECT_SEQUENCE",
  "OBJECT_FOREIGN_TABLE",
];

/** ALTER ... RENAME, of everything that the catalog models. */
export function rename(draft: Draft, node: RenameStmt): void {
  const to = truncateName(node.newname ?? "");
  if (relationTypes.includes(node.renameType)) return renameRelation(draft, draft.named(rangeName(node.relation)), to);
  switch (node.renameType) {
    case "OBJECT_COLUMN":
      return renameColumn(
        draft,
        draft.named(rangeName(node.relation)).oid,
        node.subname ?? "",
        to,
        node.relation?.inh !== true,
      );
    case "OBJECT_ATTRIBUTE":
      return renameAttribute(draft, node, to);
    case "OBJECT_TABCONSTRAINT":
      return renameConstraint(draft, draft.named(rangeName(node.relation)), node.subname ?? "", to);
    case "OBJECT_TRIGGER":
    case "OBJECT_POLICY":
    case "OBJECT_RULE":
      return renamePart(draft, node, to);
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return renameType(draft, node.object, to);
    case "OBJECT_DOMCONSTRAINT":
      return renameDomainCheck(draft, node, to);
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return renameRoutine(draft, node.object, to);
    case "OBJECT_SCHEMA":
      return renameSchema(draft, node.subname ?? "", to);
    case "OBJECT_TABLESPACE":
      return renameTablespace(draft, node.subname ?? "", to);
    case "OBJECT_PUBLICATION":
      return renamePublication(draft, node, to);
    case "OBJECT_STATISTIC_EXT":
      return renameStatistics(draft, objectParts(node.object), { name: to });
    case undefined:
      return;
    default:
      return changeOther(draft, node.renameType, node.object, { name: to });
  }
}

/** A constraint's index and the constraint share one name. */
function renameRelation(draft: Draft, relation: Relation, to: string): void {
  draft.rename(relation.oid, to);
  followTypeName(draft, "relation", relation.oid);
  if (!relation.index) return;
  const constraint = draft
    .relation(relation.index.table)
    .constraints.find((each) => each.index === relation.oid && each.kind !== "foreign-key");
  if (constraint) draft.patchConstraint(relation.index.table, constraint.oid, { name: to });
}

function renameColumn(draft: Draft, table: Oid, from: string, to: string, only: boolean): void {
  const relation = draft.relation(table);
  if (relation.index) return;
  const column = findColumn(relation, from);
  if (!column) throw new Refused("42703", `column "${from}" does not exist`);
  if (findColumn(relation, to))
    throw new Refused("42701", `column "${to}" of relation "${relation.name}" already exists`);
  if (only && relation.children.length > 0)
    throw new Refused("42P16", `inherited column "${from}" must be renamed in child tables too`);
  renameHere(draft, table, column, to);
  for (const child of relation.children)
    if (findColumn(draft.relation(child), from)) renameColumn(draft, child, from, to, false);
}

/** Renames a column in one relation and in the expressions that are stored with it. */
function renameHere(draft: Draft, table: Oid, column: Column, to: string): void {
  const relation = draft.relation(table);
  const again = (expression: Expression): Expression =>
    expressionOf(draft.catalog, renamedColumn(expression.node, column.name, to));
  const key = relation.partitionKey;
  draft.patch(table, {
    columns: relation.columns.map((each) => ({
      ...each,
      name: each.number === column.number ? to : each.name,
      ...(each.generated && each.default && { default: again(each.default) }),
    })),
    constraints: relation.constraints.map((each) =>
      each.expression ? { ...each, expression: again(each.expression) } : each,
    ),
    ...(key && { partitionKey: { ...key, expressions: key.expressions.map(again) } }),
  });
  for (const each of statisticsOf(draft.catalog, table))
    if (each.expressions.length > 0) draft.putStatistics({ ...each, expressions: each.expressions.map(again) });
  for (const oid of relation.indexes) {
    const index = draft.relation(oid).index!;
    const keys = index.keys.map((each) => (each.expression ? { ...each, expression: again(each.expression) } : each));
    draft.patch(oid, { index: { ...index, keys, ...(index.predicate && { predicate: again(index.predicate) }) } });
  }
}

function renameAttribute(draft: Draft, node: RenameStmt, to: string): void {
  const relation = findType(draft.catalog, rangeName(node.relation))?.relation;
  if (relation === undefined) return;
  for (const each of [relation, ...typedTables(draft, relation)])
    renameColumn(draft, each, node.subname ?? "", to, false);
}

function renameConstraint(draft: Draft, relation: Relation, from: string, to: string): void {
  const constraint = findConstraint(relation, from);
  if (!constraint) throw new Refused("42704", `constraint "${from}" for table "${relation.name}" does not exist`);
  if (findConstraint(relation, to)) throw new Refused("42710", `constraint "${to}" already exists`);
  renameInTree(draft, relation.oid, constraint, to);
}

function renameInTree(draft: Draft, table: Oid, constraint: Constraint, to: string): void {
  if (constraint.index !== undefined && constraint.kind !== "foreign-key") draft.rename(constraint.index, to);
  draft.patchConstraint(table, constraint.oid, { name: to });
  if (constraint.kind !== "check" && constraint.kind !== "not-null") return;
  for (const child of draft.relation(table).children) {
    const below = findConstraint(draft.relation(child), constraint.name);
    if (below && below.kind === constraint.kind && below.inherited > 0) renameInTree(draft, child, below, to);
  }
}

function renamePart(draft: Draft, node: RenameStmt, to: string): void {
  const relation = draft.named(rangeName(node.relation));
  const again = <Part extends { readonly name: string }>(parts: readonly Part[]): Part[] =>
    parts.map((each) => (each.name === node.subname ? { ...each, name: to } : each));
  if (node.renameType === "OBJECT_TRIGGER") draft.patch(relation.oid, { triggers: again(relation.triggers) });
  if (node.renameType === "OBJECT_POLICY") draft.patch(relation.oid, { policies: again(relation.policies) });
  if (node.renameType === "OBJECT_RULE") draft.patch(relation.oid, { rules: again(relation.rules) });
}

function renameType(draft: Draft, object: Node | undefined, to: string, schema?: string): void {
  const type = findType(draft.catalog, nameFrom(objectParts(object)));
  if (!type) throw new Refused("42704", "type does not exist");
  draft.putType({ ...type, name: to, schema: schema ?? type.schema });
  if (type.relation !== undefined) draft.rename(type.relation, to, schema);
  followTypeName(draft, "type", type.oid);
}

function renameDomainCheck(draft: Draft, node: RenameStmt, to: string): void {
  const type = findType(draft.catalog, nameFrom(objectParts(node.object)));
  if (!type) throw new Refused("42704", "domain does not exist");
  draft.putType({
    ...type,
    checks: (type.checks ?? []).map((each) => (each.name === node.subname ? { ...each, name: to } : each)),
  });
}

function renameRoutine(draft: Draft, object: Node | undefined, to: string, schema?: string): void {
  const routine = object && routineOf(draft, object);
  if (!routine) throw new Refused("42883", "function does not exist");
  draft.putRoutine({ ...routine, name: to, schema: schema ?? routine.schema });
}

/** Rare, so it looks at everything: each object of the schema gets the new name. */
function renameSchema(draft: Draft, from: string, to: string): void {
  const schema = draft.catalog.schemas.get(from);
  if (!schema) throw new Refused("3F000", `schema "${from}" does not exist`);
  if (draft.catalog.schemas.has(to)) throw new Refused("42P06", `schema "${to}" already exists`);
  draft.update({ schemas: draft.catalog.schemas.delete(from).set(to, { ...schema, name: to }) });
  for (const relation of draft.catalog.relations.values()) {
    if (relation.schema === from) {
      draft.rename(relation.oid, relation.name, to);
      followTypeName(draft, "relation", relation.oid);
    }
  }
  for (const type of draft.catalog.types.values()) {
    if (type.schema === from) {
      draft.putType({ ...type, schema: to });
      followTypeName(draft, "type", type.oid);
    }
  }
  for (const routine of draft.catalog.routines.values())
    if (routine.schema === from) draft.putRoutine({ ...routine, schema: to });
  for (const each of draft.catalog.statistics.values())
    if (each.schema === from) draft.putStatistics({ ...each, schema: to });
}

function renamePublication(draft: Draft, node: RenameStmt, to: string): void {
  const name = objectParts(node.object)[0] ?? node.subname ?? "";
  const publication = draft.catalog.publications.get(name);
  if (!publication) throw new Refused("42704", `publication "${name}" does not exist`);
  draft.update({ publications: draft.catalog.publications.delete(name).set(to, { ...publication, name: to }) });
}

/** ALTER ... SET SCHEMA. A table takes its indexes and the sequences that it owns along. */
export function setSchema(draft: Draft, node: AlterObjectSchemaStmt): void {
  const schema = node.newschema ?? "";
  if (!hasSchema(draft.catalog, schema)) throw new Refused("3F000", `schema "${schema}" does not exist`);
  if (relationTypes.includes(node.objectType))
    return moveRelation(draft, draft.named(rangeName(node.relation)), schema);
  const parts = objectParts(node.object);
  switch (node.objectType) {
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return renameType(draft, node.object, parts.at(-1) ?? "", schema);
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return renameRoutine(draft, node.object, parts.at(-1) ?? "", schema);
    case "OBJECT_STATISTIC_EXT":
      return renameStatistics(draft, parts, { schema });
    case "OBJECT_EXTENSION": {
      const extension = draft.catalog.extensions.get(parts[0] ?? "");
      if (extension)
        draft.update({ extensions: draft.catalog.extensions.set(extension.name, { ...extension, schema }) });
      return;
    }
    case undefined:
      return;
    default:
      return changeOther(draft, node.objectType, node.object, { schema });
  }
}

function moveRelation(draft: Draft, relation: Relation, schema: string): void {
  draft.rename(relation.oid, relation.name, schema);
  followTypeName(draft, "relation", relation.oid);
  for (const oid of relation.indexes) draft.rename(oid, draft.relation(oid).name, schema);
  for (const column of relation.columns) {
    for (const { dependent } of draft.catalog.dependents.get(`relation:${relation.oid}:${column.number}`) ?? []) {
      const owned = dependent.class === "relation" ? draft.catalog.relations.get(dependent.oid) : undefined;
      if (owned?.sequence?.ownedBy?.table === relation.oid) draft.rename(owned.oid, owned.name, schema);
    }
  }
}
