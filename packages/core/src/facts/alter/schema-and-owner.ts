import { ownedSequences } from "../../catalog/relation-lookup.js";
import type { ObjectType } from "@pgsql/types";
import { findRelation, hasSchema, relationName } from "../../catalog/lookup.js";
import { nameFrom, objectParts, rangeName } from "../../catalog/names.js";
import type { RelationKind } from "../../catalog/catalog.js";
import { findType } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import { noFacts, type Facts } from "../facts.js";
import type { Family } from "../family.js";
import { ownerChanges } from "./owner.js";
import { pointAt, pointAtName, whole } from "./words.js";
import { refuseOtherKind, relationOf, targetOf, Work } from "./work.js";

const kinds: { readonly [Type in ObjectType]?: RelationKind } = {
  OBJECT_TABLE: "table",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized-view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_FOREIGN_TABLE: "foreign-table",
};

/** ALTER ... SET SCHEMA. The sequences that a table owns move with it; other objects lock no relation. */
export const setSchema: Family<"AlterObjectSchemaStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const place = whole(statement);
  const span = pointAt(place, "SET SCHEMA");
  const kind = node.objectType && kinds[node.objectType];
  const schema = node.newschema ?? "";
  if (!kind) return work.facts();
  const name = rangeName(node.relation);
  if (node.missing_ok && !findRelation(before, name)) {
    if (!before.complete) work.assume(msg`It is not known whether ${name.name} exists: it is assumed not to exist.`);
    return work.facts();
  }
  const target = targetOf(work, name, pointAtName(place, name.name), kind);
  if (!target) return work.facts();
  refuseOtherKind(work, node.objectType, target, pointAtName(place, name.name));
  work.lock(target, "ACCESS EXCLUSIVE");
  if (!hasSchema(before, schema)) work.refuse("3F000", msg`schema "${schema}" does not exist`, span);
  if (target.sequence?.ownedBy) work.refuse("0A000", msg`cannot move an owned sequence into another schema`, span);
  if (target.schema !== schema) {
    if (findRelation(before, { schema, name: target.name }))
      work.refuse("42P07", msg`relation "${target.name}" already exists in schema "${schema}"`, span);
    work.breaks({ who: "both", of: relationName(target), why: "moved", span });
  }
  for (const sequence of ownedSequences(before, target)) work.lock(sequence, "ACCESS EXCLUSIVE", "sequence");
  return work.facts();
};

/** ALTER ... OWNER TO of what is no table: only a composite type's relation is locked. */
export const setOwner: Family<"AlterOwnerStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  if (node.objectType !== "OBJECT_TYPE") return noFacts;
  const type = findType(before, nameFrom(objectParts(node.object)));
  const relation = relationOf(before, type?.relation);
  if (relation && ownerChanges(work, type?.owner, node.newowner)) work.lock(relation, "ACCESS EXCLUSIVE");
  return work.facts();
};

/** ALTER ... DEPENDS ON EXTENSION. */
export const dependsOn: Family<"AlterObjectDependsStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  if (!node.relation) return work.facts();
  const name = rangeName(node.relation);
  const kind =
    node.objectType === "OBJECT_INDEX" ? "index" : node.objectType === "OBJECT_MATVIEW" ? "materialized-view" : "table";
  const target = targetOf(work, name, pointAtName(whole(statement), name.name), kind);
  if (target) work.lock(target, node.objectType === "OBJECT_TRIGGER" ? "ACCESS SHARE" : "ACCESS EXCLUSIVE");
  return work.facts();
};

/** ALTER STATISTICS ... SET STATISTICS locks no relation. */
export const alterStatistics: Family<"AlterStatsStmt"> = (): Facts => noFacts;
