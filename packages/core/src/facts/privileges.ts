import type { Node } from "@pgsql/types";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { relationName } from "../catalog/lookup.js";
import { lockNamed, resolve } from "./targets.js";
import { rangeName } from "../catalog/names.js";
import { nameSpan, wordsSpan } from "./words.js";

/** GRANT and REVOKE: ACCESS SHARE on named relations since 18, no lock before; none for ALL TABLES IN SCHEMA. */
function grant(input: FactsInput<"GrantStmt">): Facts {
  const { node, statement, before, postgres } = input;
  const draft = new FactsDraft(before);
  if (node.targtype !== "ACL_TARGET_OBJECT") return draft.facts();
  if (node.objtype !== "OBJECT_TABLE" && node.objtype !== "OBJECT_SEQUENCE") return draft.facts();
  for (const each of node.objects ?? []) {
    if (!("RangeVar" in each)) continue;
    const range = each.RangeVar;
    const span = nameSpan(statement, range.location);
    const relation =
      postgres >= 18 ? lockNamed(draft, range, "ACCESS SHARE", span) : resolve(draft, rangeName(range), span);
    if (!relation || node.is_grant) continue;
    const who = deniedTo(node.privileges ?? []);
    if (who) draft.breaks({ who, of: relationName(relation), why: "denied", span: wordsSpan(statement, "REVOKE") });
  }
  return draft.facts();
}

/** Who loses access by a REVOKE of these privileges; an empty list means ALL. */
function deniedTo(privileges: readonly Node[]): "readers" | "writers" | "both" | undefined {
  const names = privileges.flatMap((each) =>
    "AccessPriv" in each ? [(each.AccessPriv.priv_name ?? "").toLowerCase()] : [],
  );
  if (names.length === 0) return "both";
  const reads = names.includes("select");
  const writes = names.some((name) => /^(insert|update|delete)$/.test(name));
  return reads && writes ? "both" : reads ? "readers" : writes ? "writers" : undefined;
}

export const privilegeFamilies: Families = { GrantStmt: grant };
