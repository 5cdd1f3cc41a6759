import { qualify } from "../catalog/lookup.js";
import { nameFrom, strings } from "../catalog/names.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import { noFacts, type Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { resolve } from "./targets.js";
import { wordsSpan } from "./words.js";

/** Kinds of members of an extension that are relations. */
const relationKinds: ReadonlySet<string> = new Set([
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_SEQUENCE",
  "OBJECT_FOREIGN_TABLE",
]);

/** ALTER EXTENSION ... ADD and DROP: a relation is locked in SHARE UPDATE EXCLUSIVE mode (measured on 14 to 18). */
function members({ node, statement, before }: FactsInput<"AlterExtensionContentsStmt">): Facts {
  const draft = new FactsDraft(before);
  if (!relationKinds.has(node.objtype ?? "")) return draft.facts();
  const items = node.object && "List" in node.object ? node.object.List.items : undefined;
  const name = nameFrom(strings(items));
  const relation = resolve(draft, name, wordsSpan(statement, name.name));
  draft.lock(relation ?? qualify(before, name), "SHARE UPDATE EXCLUSIVE");
  return draft.facts();
}

/** Extensions' members and scripts. */
export const extensionFamilies: Families = {
  AlterExtensionContentsStmt: members,
  AlterExtensionStmt: () => ({
    ...noFacts,
    certainty: { dynamic: [msg`What the update script of an extension does is not followed.`] },
  }),
};
