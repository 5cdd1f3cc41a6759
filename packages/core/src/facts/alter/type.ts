import { nameFrom, strings } from "../../catalog/names.js";
import { findType } from "../../catalog/type-names.js";
import { msg } from "../../text/message.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { pointAt, pointAtName, pointFrom, whole } from "./words.js";
import { Work } from "./work.js";

/** ALTER TYPE ... ADD VALUE and RENAME VALUE of an enum: no relation is locked. */
export const alterEnum: Family<"AlterEnumStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const place = whole(statement);
  const name = nameFrom(strings(node.typeName));
  const type = findType(before, name);
  if (!type) {
    if (before.complete && before.extensions.size === 0)
      work.refuse("42704", msg`type "${name.name}" does not exist`, pointAtName(place, name.name));
    return work.facts();
  }
  const labels = type.existence === "certain" ? type.labels : undefined;
  if (!labels) return work.facts();
  const span = node.oldVal ? pointFrom(place, "RENAME") : pointFrom(place, "ADD");
  const absent = [node.oldVal, node.newValNeighbor].find((label) => label !== undefined && !labels.includes(label));
  const taken = node.newVal !== undefined && labels.includes(node.newVal);
  if (taken && node.skipIfNewValExists) return work.facts();
  if (absent !== undefined) work.refuse("22023", msg`"${absent}" is not an existing enum label`, span);
  if (taken) work.refuse("42710", msg`enum label "${node.newVal ?? ""}" already exists`, span);
  if (node.oldVal !== undefined)
    work.breaks({ who: "both", of: `${type.schema}.${type.name}.${node.oldVal}`, why: "renamed", span });
  return work.facts();
};

/** ALTER TYPE ... SET (...) of a base type: no relation is locked. */
export const alterType: Family<"AlterTypeStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const name = nameFrom(strings(node.typeName));
  if (
    !findType(before, name) &&
    before.complete &&
    name.schema !== undefined &&
    name.schema !== "pg_catalog" &&
    before.extensions.size === 0
  )
    work.refuse("42704", msg`type "${name.name}" does not exist`, pointAt(whole(statement)));
  return work.facts();
};
