import { rolesNamed } from "../../catalog/owned.js";
import { movedBy } from "../../catalog/tablespaces.js";
import { msg } from "../../text/message.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { pointAt, whole } from "./words.js";
import { hasRows, Work } from "./work.js";

/**
 * ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE ... SET TABLESPACE: each that lies there is copied; what is
 * partitioned is locked and only remembers the new place (measured on 14 to 18).
 */
export const moveAll: Family<"AlterTableMoveAllStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const { orig_tablespacename: from, new_tablespacename: to } = node;
  const span = pointAt(whole(statement), "SET TABLESPACE");
  if (from === "pg_global" || to === "pg_global")
    work.refuse("22023", msg`cannot move relations in to or out of pg_global tablespace`, span);
  if (!before.complete) work.assume(msg`Only the tables of the history are known; the same happens to the others.`);
  if (rolesNamed(before, node.roles).some((each) => each !== before.session.role))
    work.depends(msg`What a role owns is not followed.`);
  for (const relation of movedBy(before, node)) {
    work.lock(relation, "ACCESS EXCLUSIVE");
    if (hasRows(relation) || relation.kind === "index") work.rewrite(relation);
  }
  return work.facts();
};
