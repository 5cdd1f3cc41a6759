import type { DropStmt, Node, ObjectType } from "@pgsql/types";
import type { Catalog, ObjectAddress, Relation, RelationKind } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { mayHoldUnseen } from "./extensions.js";
import { findRelation } from "./lookup.js";
import { nameFrom, objectParts, stringOf } from "./names.js";
import { findOther, otherName } from "./others.js";
import { dropAll } from "./remove.js";
import { routineAddresses } from "./routine-address.js";
import { findStatistics } from "./statistics.js";
import { findType } from "./type-names.js";

const relationKinds: { readonly [Type in ObjectType]?: readonly RelationKind[] } = {
  OBJECT_TABLE: ["table", "partitioned-table"],
  OBJECT_FOREIGN_TABLE: ["foreign-table"],
  OBJECT_INDEX: ["index", "partitioned-index"],
  OBJECT_SEQUENCE: ["sequence"],
  OBJECT_VIEW: ["view"],
  OBJECT_MATVIEW: ["materialized-view"],
};

/** Kinds of `Catalog.others` that no server has of its own. */
const otherTypes: ReadonlySet<ObjectType> = new Set(["OBJECT_FDW", "OBJECT_FOREIGN_SERVER", "OBJECT_EVENT_TRIGGER"]);

/** DROP of anything but columns and constraints: all named objects together, as PostgreSQL does. */
export function drop(draft: Draft, node: DropStmt): void {
  const type = node.removeType ?? "OBJECT_TABLE";
  const targets = (node.objects ?? []).flatMap((object) => addressesOf(draft, type, object, node.missing_ok === true));
  const conditional = draft.existence === "maybe";
  if (conditional) return markMaybe(draft, targets);
  dropAll(draft, targets, node.behavior === "DROP_CASCADE");
}

/** What a branch of a condition drops may still be there. */
function markMaybe(draft: Draft, targets: readonly ObjectAddress[]): void {
  for (const { class: kind, oid, column } of targets) {
    if (kind === "relation" && !column) draft.patch(oid, { existence: "maybe" });
    const type = kind === "type" ? draft.catalog.types.get(oid) : undefined;
    const routine = kind === "routine" ? draft.catalog.routines.get(oid) : undefined;
    if (routine) draft.update({ routines: draft.catalog.routines.set(oid, { ...routine, existence: "maybe" }) });
    if (type) draft.update({ types: draft.catalog.types.set(oid, { ...type, existence: "maybe" }) });
  }
}

function addressesOf(draft: Draft, type: ObjectType, object: Node, missingOk: boolean): ObjectAddress[] {
  const found = lookUp(draft, type, object, missingOk);
  if (found.length > 0) return found;
  const sqlstate = missing(type);
  if (missingOk || !draft.catalog.complete || sqlstate === undefined) return [];
  if (otherTypes.has(type) && mayHoldUnseen(draft.catalog)) return [];
  throw new Refused(sqlstate, `${objectParts(object).join(".")} does not exist`);
}

/** The error for an object that does not exist; undefined for kinds that the catalog does not model. */
function missing(type: ObjectType): string | undefined {
  if (type in relationKinds) return type === "OBJECT_INDEX" ? "42704" : "42P01";
  if (/FUNCTION|PROCEDURE|ROUTINE|AGGREGATE/.test(type)) return "42883";
  if (type === "OBJECT_SCHEMA") return "3F000";
  return /^OBJECT_(TRIGGER|POLICY|RULE|TYPE|DOMAIN|PUBLICATION|EXTENSION|STATISTIC_EXT|FDW|FOREIGN_SERVER|EVENT_TRIGGER)$/.test(
    type,
  )
    ? "42704"
    : undefined;
}

function lookUp(draft: Draft, type: ObjectType, object: Node, missingOk: boolean): ObjectAddress[] {
  const kinds = relationKinds[type];
  if (kinds) return relationAddress(draft, kinds, object);
  switch (type) {
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return typeAddress(draft, object);
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return routineAddresses(draft, object);
    case "OBJECT_TRIGGER":
      return partAddress(draft, object, "trigger", missingOk);
    case "OBJECT_POLICY":
      return partAddress(draft, object, "policy", missingOk);
    case "OBJECT_RULE":
      return partAddress(draft, object, "rule", missingOk);
    case "OBJECT_SCHEMA":
      return schemaContents(draft, stringOf(object));
    case "OBJECT_PUBLICATION": {
      const publication = draft.catalog.publications.get(stringOf(object));
      return publication ? [{ class: "publication", oid: publication.oid }] : [];
    }
    case "OBJECT_ACCESS_METHOD":
      return methodUsers(draft.catalog, stringOf(object));
    case "OBJECT_STATISTIC_EXT": {
      const found = findStatistics(draft.catalog, nameFrom(objectParts(object)));
      return found ? [{ class: "statistics", oid: found.oid, relation: found.table }] : [];
    }
    case "OBJECT_EXTENSION":
      return extensionAddress(draft, stringOf(object));
    default: {
      const found = findOther(draft.catalog, otherName(draft.catalog, type, object));
      return found ? [{ class: "other", oid: found.oid }] : [];
    }
  }
}

function relationAddress(draft: Draft, kinds: readonly RelationKind[], object: Node): ObjectAddress[] {
  const relation = findRelation(draft.catalog, nameFrom(objectParts(object)));
  if (!relation) return [];
  if (!kinds.includes(relation.kind)) throw new Refused("42809", `"${relation.name}" is not a ${kinds[0]}`);
  refuseParts(draft, relation);
  return [{ class: "relation", oid: relation.oid }];
}

/** Indexes of constraints and parts of partitioned indexes cannot be dropped alone; nor identity sequences. */
function refuseParts(draft: Draft, relation: Relation): void {
  if (relation.index?.parent !== undefined || relation.sequence?.ownedBy?.identity) {
    throw new Refused("2BP01", `cannot drop "${relation.name}" because another object requires it`);
  }
  const table = relation.index && draft.relation(relation.index.table);
  if (table?.constraints.some((each) => each.index === relation.oid && each.kind !== "foreign-key")) {
    throw new Refused("2BP01", `cannot drop index ${relation.name} because a constraint requires it`);
  }
}

function typeAddress(draft: Draft, object: Node): ObjectAddress[] {
  const type = findType(draft.catalog, nameFrom(objectParts(object)));
  return type ? [{ class: "type", oid: type.oid }] : [];
}

/** A trigger, policy or rule: the last part is its name, the parts before it the table. */
function partAddress(
  draft: Draft,
  object: Node,
  kind: "trigger" | "policy" | "rule",
  missingOk: boolean,
): ObjectAddress[] {
  const parts = objectParts(object);
  const relation = findRelation(draft.catalog, nameFrom(parts.slice(0, -1)));
  if (!relation && draft.catalog.complete && !missingOk)
    throw new Refused("42P01", `relation "${parts.at(-2)}" does not exist`);
  if (!relation) return [];
  const list = kind === "trigger" ? relation.triggers : kind === "policy" ? relation.policies : relation.rules;
  const part = list.find((each) => each.name === parts.at(-1));
  if (part && "parent" in part && part.parent !== undefined)
    throw new Refused("2BP01", `cannot drop trigger ${part.name}: the parent's one requires it`);
  return part ? [{ class: kind, oid: part.oid, relation: relation.oid }] : [];
}

function extensionAddress(draft: Draft, name: string): ObjectAddress[] {
  const oid = draft.catalog.extensions.get(name)?.oid;
  return oid === undefined ? [] : [{ class: "extension", oid }];
}

/** The tables and indexes that an access method is used for. */
export function methodUsers(catalog: Catalog, name: string): ObjectAddress[] {
  return catalog.relations
    .values()
    .filter((each) => each.accessMethod === name || each.index?.method === name)
    .map(({ oid }) => ({ class: "relation", oid }));
}

function schemaContents(draft: Draft, name: string): ObjectAddress[] {
  const schema = draft.catalog.schemas.get(name);
  return schema ? [{ class: "schema", oid: schema.oid }] : [];
}
