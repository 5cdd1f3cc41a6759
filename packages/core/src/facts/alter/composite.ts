import type { AlterTableStmt } from "@pgsql/types";
import { findRelation } from "../../catalog/lookup.js";
import { rangeName } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import { assumeUnknown, unknownRelation, type Work } from "./work.js";
import { pointAtName, whole } from "./words.js";

/** ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE. */
export function alterComposite(work: Work, node: AlterTableStmt): void {
  const name = rangeName(node.relation);
  const found = findRelation(work.catalog, name);
  if (!found && work.catalog.complete) return work.refuse("42P01", msg`relation "${name.name}" does not exist`, pointAtName(whole(work.statement), name.name));
  const type = found ?? unknownRelation(work.catalog, name, "composite-type");
  if (!found) assumeUnknown(work, type);
  work.lock(type, "ACCESS EXCLUSIVE");
}
