import type { Node, ObjectType } from "@pgsql/types";
import type { ObjectAddress } from "../catalog/catalog.js";
import { objectParts } from "../catalog/names.js";
import { mayHoldUnseen } from "../catalog/extensions.js";
import { mayBeImported } from "../catalog/import-schema.js";
import { findOther, otherName } from "../catalog/others.js";
import { msg } from "../text/message.js";
import type { FactsDraft } from "./facts-draft.js";
import type { FactsInput } from "./family.js";

/** Kinds that expressions, of views and defaults among others, use without naming them. */
const usedUnseen: ReadonlySet<string> = new Set([
  "OBJECT_OPERATOR",
  "OBJECT_OPCLASS",
  "OBJECT_OPFAMILY",
  "OBJECT_CAST",
  "OBJECT_TSCONFIGURATION",
  "OBJECT_TSDICTIONARY",
]);

/** What DROP of a foreign server, a language, an operator and the like names: none where the history does not know it. */
export function otherTargets(
  draft: FactsDraft,
  { node, before }: FactsInput<"DropStmt">,
  type: ObjectType,
  object: Node,
): ObjectAddress[] {
  const found = findOther(before, otherName(before, type, object));
  const name = objectParts(object).join(".");
  const unseen = usedUnseen.has(type) || (type === "OBJECT_COLLATION" && !before.complete);
  if (unseen && (found || !before.complete) && node.behavior === "DROP_CASCADE")
    draft.assume(msg`What depends on ${name} is not followed.`);
  const foreign = type === "OBJECT_FDW" || type === "OBJECT_FOREIGN_SERVER";
  if (foreign && (!before.complete || mayBeImported(before) || (!found && !node.missing_ok && mayHoldUnseen(before))))
    draft.assume(msg`Which foreign tables need ${name} is not followed.`);
  return found ? [{ class: "other", oid: found.oid }] : [];
}
