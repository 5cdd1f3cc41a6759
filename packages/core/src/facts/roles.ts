import { ownedBy } from "../catalog/owned.js";
import { msg } from "../text/message.js";
import { deniedByOptions, deniedBySetting, roleKey, type Denied } from "./access.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { wordsSpan } from "./words.js";

/** DROP ROLE locks nothing; who owns something as the history tells stays (measured on 14 to 18). Grants are not followed. */
function dropRole({ node, statement, before }: FactsInput<"DropRoleStmt">): Facts {
  const draft = new FactsDraft(before);
  for (const each of node.roles ?? []) {
    const role = "RoleSpec" in each ? each.RoleSpec.rolename : undefined;
    if (role === undefined) continue;
    draft.breaks({ who: "both", of: `role ${role}`, why: "denied", span: wordsSpan(statement, role) });
    if (ownedBy(before, [role]).length === 0) continue;
    draft.refuse(
      "2BP01",
      msg`role "${role}" cannot be dropped because some objects depend on it`,
      wordsSpan(statement, role),
    );
  }
  return draft.facts();
}

/** ALTER ROLE: sessions that stand go on; new ones are refused, or may do less (measured on 14 and 18). */
function alterRole(input: FactsInput<"AlterRoleStmt">): Facts {
  const { node } = input;
  // ALTER GROUP ... DROP USER takes a membership away, ADD USER (action 1) gives it.
  const leaves = node.action === -1 && (node.options ?? []).some(isMembers);
  return told(input, roleKey(node.role), leaves ? { who: "both" } : deniedByOptions(node.options));
}

function isMembers(node: NonNullable<FactsInput<"AlterRoleStmt">["node"]["options"]>[number]): boolean {
  return "DefElem" in node && node.DefElem.defname === "rolemembers";
}

/** ALTER ROLE ... SET counts for later sessions. */
function setForRole(input: FactsInput<"AlterRoleSetStmt">): Facts {
  return told(input, roleKey(input.node.role), deniedBySetting(input.node.setstmt));
}

/** REVOKE of a role from others: what it could do they can no longer. */
function grantRole(input: FactsInput<"GrantRoleStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  // REVOKE ADMIN OPTION FOR and the like leave the membership.
  if (node.is_grant === true || (node.opt ?? []).length > 0) return draft.facts();
  for (const each of node.grantee_roles ?? [])
    if ("RoleSpec" in each)
      draft.breaks({
        who: "both",
        of: roleKey(each.RoleSpec),
        why: "denied",
        span: wordsSpan(statement, "REVOKE"),
      });
  return draft.facts();
}

function told({ before, statement }: Place, of: string, denied: Denied): Facts {
  const draft = new FactsDraft(before);
  if (denied) draft.breaks({ ...denied, of, why: "denied", span: wordsSpan(statement, "ALTER") });
  return draft.facts();
}

export const roleFamilies: Families = {
  DropRoleStmt: dropRole,
  AlterRoleStmt: alterRole,
  AlterRoleSetStmt: setForRole,
  GrantRoleStmt: grantRole,
};
