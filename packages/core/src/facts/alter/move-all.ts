import { movedBy } from "../../catalog/tablespaces.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { pointAt, whole } from "./words.js";
import { hasRows, Work } from "./work.js";

/** ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE ... SET TABLESPACE: each that lies there is copied. */
export const moveAll: Family<"AlterTableMoveAllStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  if (node.orig_tablespacename === node.new_tablespacename) return work.facts();
  const span = pointAt(whole(statement), "SET TABLESPACE");
  for (const relation of movedBy(before, node)) {
    work.lock(relation, "ACCESS EXCLUSIVE");
    if (!hasRows(relation) && relation.kind !== "index") continue;
    work.rewrite(relation);
    work.scan(relation, "rewrite", span);
  }
  return work.facts();
};
