import { indexesOf } from "../catalog/lookup.js";
import { ownedBy, policiesOf, rolesNamed } from "../catalog/owned.js";
import { ownedSequences } from "../catalog/relation-lookup.js";
import type { Catalog } from "../catalog/catalog.js";
import { msg } from "../text/message.js";
import { dropAddresses } from "./drop.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";

/** REASSIGN OWNED changes owners as ALTER ... OWNER TO does: ACCESS EXCLUSIVE on each relation, its indexes and sequences. */
function reassign({ node, before }: FactsInput<"ReassignOwnedStmt">): Facts {
  const draft = new FactsDraft(before);
  noteUnknown(draft, before, rolesNamed(before, node.roles));
  for (const { class: kind, oid } of ownedBy(before, rolesNamed(before, node.roles))) {
    const relation = kind === "relation" ? before.relations.get(oid) : undefined;
    const composite = kind === "type" ? before.relations.get(before.types.get(oid)?.relation ?? -1) : undefined;
    if (composite) draft.lock(composite, "ACCESS EXCLUSIVE");
    if (!relation) continue;
    draft.lock(relation, "ACCESS EXCLUSIVE");
    for (const index of indexesOf(before, relation)) draft.lock(index, "ACCESS EXCLUSIVE", "index");
    for (const sequence of ownedSequences(before, relation)) draft.lock(sequence, "ACCESS EXCLUSIVE", "sequence");
  }
  return draft.facts();
}

/** DROP OWNED drops it all, as DROP of each together would. */
function dropOwned(input: FactsInput<"DropOwnedStmt">): Facts {
  const { node, before } = input;
  const draft = new FactsDraft(before);
  const roles = rolesNamed(before, node.roles);
  noteUnknown(draft, before, roles);
  dropAddresses(draft, input, ownedBy(before, roles), node.behavior === "DROP_CASCADE");
  for (const relation of policiesOf(before, roles)) draft.lock(relation, "ACCESS EXCLUSIVE");
  return draft.facts();
}

/** What the session's own role has is not known, nor what was made before the history. */
function noteUnknown(draft: FactsDraft, before: Catalog, roles: readonly (string | undefined)[]): void {
  if (!before.complete || roles.includes(undefined)) draft.depends(msg`What a role owns is not followed.`);
}

export const ownedFamilies: Families = { ReassignOwnedStmt: reassign, DropOwnedStmt: dropOwned };
