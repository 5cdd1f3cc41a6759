import type { ObjectType, RenameStmt } from "@pgsql/types";
import type { Relation, RelationKind } from "../../catalog/catalog.js";
import { descendants, findColumn, findConstraint, findRelation, relationName } from "../../catalog/lookup.js";
import { nameFrom, objectParts, rangeName } from "../../catalog/names.js";
import { findType } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import type { LockMode } from "../lock.js";
import { lockTypedTables } from "./composite.js";
import { pointAt, whole } from "./words.js";
import { isUnknown, refuseOtherKind, relationOf, targetOf, Work } from "./work.js";

type Part = (work: Work, node: RenameStmt, target: Relation, span: Span) => void;

const parts: { readonly [Type in ObjectType]?: Part } = {
  OBJECT_TABLE: renameRelation,
  OBJECT_INDEX: renameRelation,
  OBJECT_VIEW: renameRelation,
  OBJECT_MATVIEW: renameRelation,
  OBJECT_SEQUENCE: renameRelation,
  OBJECT_FOREIGN_TABLE: renameRelation,
  OBJECT_COLUMN: renameColumn,
  OBJECT_ATTRIBUTE: renameAttribute,
  OBJECT_TABCONSTRAINT: renameConstraint,
  OBJECT_TRIGGER: renameTrigger,
  OBJECT_RULE: () => undefined,
  OBJECT_POLICY: () => undefined,
};

const kinds: { readonly [Type in ObjectType]?: RelationKind } = {
  OBJECT_INDEX: "index",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized-view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_FOREIGN_TABLE: "foreign-table",
  OBJECT_ATTRIBUTE: "composite-type",
};

/** ALTER ... RENAME of any object. */
export const rename: Family<"RenameStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const part = node.renameType && parts[node.renameType];
  const span = pointAt(whole(statement), "RENAME");
  if (!part) {
    renameOther(work, node, span);
    return work.facts();
  }
  const name = rangeName(node.relation);
  if (node.missing_ok && !findRelation(before, name)) {
    if (!before.complete) work.assume(msg`It is not known whether ${name.name} exists: it is assumed not to exist.`);
    return work.facts();
  }
  const target = targetOf(work, name, nameSpan(work, name.name), kinds[node.renameType ?? "OBJECT_TABLE"] ?? "table");
  if (!target) return work.facts();
  // ALTER VIEW renames the column of any relation, ALTER INDEX any relation.
  if (node.renameType !== "OBJECT_INDEX") refuseOtherKind(work, node.renameType, target, nameSpan(work, name.name));
  work.lock(target, lockOf(node, target));
  part(work, node, target, span);
  return work.facts();
};

function nameSpan(work: Work, name: string): Span {
  return pointAt(whole(work.statement), name.toUpperCase(), `"${name}"`);
}

/** ALTER INDEX of an index is the one rename that readers do not wait for. */
function lockOf(node: RenameStmt, target: Relation): LockMode {
  const index = target.kind === "index" || target.kind === "partitioned-index";
  return node.renameType === "OBJECT_INDEX" && index ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
}

function renameRelation(work: Work, node: RenameStmt, target: Relation, span: Span): void {
  const taken = !isUnknown(target) && findRelation(work.catalog, { schema: target.schema, name: node.newname ?? "" });
  if (taken) work.refuse("42P07", msg`relation "${node.newname ?? ""}" already exists`, span);
  if (target.kind === "index" || target.kind === "partitioned-index") return;
  work.breaks({
    who: target.kind === "materialized-view" ? "readers" : "both",
    of: relationName(target),
    why: "renamed",
    span,
  });
}

function renameColumn(work: Work, node: RenameStmt, target: Relation, span: Span): void {
  const name = node.subname ?? "";
  const certain = !isUnknown(target) && target.existence === "certain";
  const column = findColumn(target, name);
  const inherits = node.relation?.inh === true;
  if (!target.index) work.breaks({ who: "both", of: `${relationName(target)}.${name}`, why: "renamed", span });
  if (target.index) return;
  if (certain && !column) return work.refuse("42703", msg`column "${name}" does not exist`, nameSpan(work, name));
  if (certain && findColumn(target, node.newname ?? ""))
    return work.refuse("42701", msg`column "${node.newname ?? ""}" of relation "${target.name}" already exists`, span);
  const parentHas = target.parents.some(
    (oid) => findColumn(relationOf(work.catalog, oid) ?? target, name) !== undefined,
  );
  if (parentHas && (column?.inherited ?? 0) > 0)
    return work.refuse("42P16", msg`cannot rename inherited column "${name}"`, span);
  if (!inherits && target.children.length > 0)
    return work.refuse("42P16", msg`inherited column "${name}" must be renamed in child tables too`, span);
  for (const child of descendants(work.catalog, target))
    work.lock(child, "ACCESS EXCLUSIVE", child.partitionOf ? "partition" : "child");
}

function renameAttribute(work: Work, node: RenameStmt, target: Relation, span: Span): void {
  const name = node.subname ?? "";
  if (!isUnknown(target) && !findColumn(target, name))
    return work.refuse("42703", msg`column "${name}" does not exist`, nameSpan(work, name));
  work.breaks({ who: "both", of: `${relationName(target)}.${name}`, why: "renamed", span });
  lockTypedTables(work, target, node.behavior === "DROP_CASCADE", span);
}

function renameConstraint(work: Work, node: RenameStmt, target: Relation, span: Span): void {
  const name = node.subname ?? "";
  const constraint = findConstraint(target, name);
  const certain = !isUnknown(target) && target.existence === "certain";
  if (!constraint) {
    if (certain)
      work.refuse("42704", msg`constraint "${name}" for table "${target.name}" does not exist`, nameSpan(work, name));
    else
      work.assume(
        msg`The constraint ${name} of ${relationName(target)} is not known: it is assumed to belong to this table alone.`,
      );
    return;
  }
  if (findConstraint(target, node.newname ?? ""))
    work.refuse("42710", msg`constraint "${node.newname ?? ""}" for relation "${target.name}" already exists`, span);
  // Keys are inherited too, but each has its own name.
  const shared = constraint.kind === "check" || constraint.kind === "not-null";
  if (shared && constraint.inherited > 0) work.refuse("42P16", msg`cannot rename inherited constraint "${name}"`, span);
  const index = constraint.kind === "foreign-key" ? undefined : relationOf(work.catalog, constraint.index);
  if (index) work.lock(index, "SHARE UPDATE EXCLUSIVE", "index");
  if (constraint.noInherit || target.children.length === 0 || !shared) return;
  if (node.relation?.inh !== true)
    return work.refuse("42P16", msg`inherited constraint "${name}" must be renamed in child tables too`, span);
  for (const child of descendants(work.catalog, target))
    work.lock(child, "ACCESS EXCLUSIVE", child.partitionOf ? "partition" : "child");
}

/** From 15 on the clones of a trigger on partitions are renamed with it; they are looked for whatever its kind. */
function renameTrigger(work: Work, node: RenameStmt, target: Relation, span: Span): void {
  const name = node.subname ?? "";
  const trigger = target.triggers.find((each) => each.name === name);
  if (!trigger) {
    if (!isUnknown(target))
      work.refuse("42704", msg`trigger "${name}" for table "${target.name}" does not exist`, nameSpan(work, name));
    return;
  }
  if (work.postgres < 15) return;
  if (trigger.parent !== undefined)
    return work.refuse(
      work.postgres >= 18 ? "0A000" : "XX000",
      msg`cannot rename trigger "${name}" on table "${target.name}"`,
      span,
    );
  if (target.kind !== "partitioned-table") return;
  for (const child of descendants(work.catalog, target)) work.lock(child, "ACCESS EXCLUSIVE", "partition");
}

/** Types, schemas, functions and the like: no relation is locked, but that of a composite type. */
function renameOther(work: Work, node: RenameStmt, span: Span): void {
  if (node.renameType === "OBJECT_SCHEMA") {
    const name = node.subname ?? "";
    if (!work.catalog.schemas.has(name) && work.catalog.complete)
      work.refuse("3F000", msg`schema "${name}" does not exist`, span);
    work.breaks({ who: "both", of: name, why: "renamed", span });
    return;
  }
  if (node.renameType === "OBJECT_ROLE" || node.renameType === "OBJECT_DATABASE") {
    const kind = node.renameType === "OBJECT_ROLE" ? "role" : "database";
    return work.breaks({ who: "both", of: `${kind} ${node.subname ?? ""}`, why: "renamed", span });
  }
  const name = nameFrom(objectParts(node.object));
  if (node.renameType === "OBJECT_TYPE") {
    const type = findType(work.catalog, name);
    const relation = relationOf(work.catalog, type?.relation);
    if (relation) work.lock(relation, "ACCESS EXCLUSIVE");
    if (!type && work.catalog.complete && work.catalog.extensions.size === 0)
      work.refuse("42704", msg`type "${name.name}" does not exist`, span);
  }
  if (/^OBJECT_(FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|TYPE|DOMAIN)$/.test(node.renameType ?? ""))
    work.breaks({ who: "both", of: `${name.schema ?? "public"}.${name.name}`, why: "renamed", span });
}
