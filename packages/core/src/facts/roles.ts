import { ownedBy } from "../catalog/owned.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { wordsSpan } from "./words.js";

/** DROP ROLE locks nothing; who owns something as the history tells stays (measured on 14 to 18). Grants are not followed. */
function dropRole({ node, statement, before }: FactsInput<"DropRoleStmt">): Facts {
  const draft = new FactsDraft(before);
  for (const each of node.roles ?? []) {
    const role = "RoleSpec" in each ? each.RoleSpec.rolename : undefined;
    if (role === undefined || ownedBy(before, [role]).length === 0) continue;
    draft.refuse(
      "2BP01",
      msg`role "${role}" cannot be dropped because some objects depend on it`,
      wordsSpan(statement, role),
    );
  }
  return draft.facts();
}

export const roleFamilies: Families = { DropRoleStmt: dropRole };
