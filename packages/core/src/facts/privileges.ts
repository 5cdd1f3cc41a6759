import type { Node } from "@pgsql/types";
import { relationName } from "../catalog/lookup.js";
import { nameFrom, objectParts, rangeName, strings } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { databaseKey } from "./access.js";
import { FactsDraft } from "./facts-draft.js";
import type { Break, Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { lockNamed, resolve } from "./targets.js";
import { nameSpan, wordsSpan } from "./words.js";

/** GRANT and REVOKE: ACCESS SHARE on named relations since 18, no lock before; none for ALL TABLES IN SCHEMA. */
function grant(input: FactsInput<"GrantStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  // REVOKE GRANT OPTION FOR leaves the privilege itself.
  const takes = node.is_grant !== true && node.grant_option !== true;
  const names = node.targtype === "ACL_TARGET_OBJECT" ? namedIn(draft, input) : takes ? inSchemas(input) : [];
  const who = takes ? deniedTo(node) : undefined;
  for (const of of who ? names : [])
    draft.breaks({ who: who!, of, why: "denied", span: wordsSpan(statement, "REVOKE") });
  return draft.facts();
}

type Grant = FactsInput<"GrantStmt">["node"];

const isRelations = ({ objtype }: Grant): boolean => objtype === "OBJECT_TABLE" || objtype === "OBJECT_SEQUENCE";
const isRoutines = ({ objtype }: Grant): boolean => /^OBJECT_(?:FUNCTION|PROCEDURE|ROUTINE)$/.test(objtype ?? "");

/** The objects that are named, as breaks name them. */
function namedIn(draft: FactsDraft, { node, statement, before, postgres }: FactsInput<"GrantStmt">): string[] {
  return (node.objects ?? []).flatMap((each) => {
    if ("RangeVar" in each && isRelations(node)) {
      const span = nameSpan(statement, each.RangeVar.location);
      const relation =
        postgres >= 18
          ? lockNamed(draft, each.RangeVar, "ACCESS SHARE", span)
          : resolve(draft, rangeName(each.RangeVar), span);
      return relation ? [relationName(relation)] : [];
    }
    if (isRoutines(node)) {
      const [routine] = findRoutines(before, nameFrom(objectParts(each)));
      return routine ? [`${routine.schema}.${routine.name}`] : [];
    }
    const [name] = strings([each]);
    if (node.objtype === "OBJECT_SCHEMA") return [`schema ${name}`];
    return node.objtype === "OBJECT_DATABASE" ? [databaseKey(name)] : [];
  });
}

/** REVOKE ... ON ALL ... IN SCHEMA: what there is in it. */
function inSchemas({ node, before }: FactsInput<"GrantStmt">): string[] {
  const schemas = new Set(strings(node.objects));
  const isIn = ({ schema }: { readonly schema: string }): boolean => schemas.has(schema);
  if (isRoutines(node))
    return [...before.routines.values()].filter(isIn).map(({ schema, name }) => `${schema}.${name}`);
  const sequences = node.objtype === "OBJECT_SEQUENCE";
  return [...before.relations.values()]
    .filter((each) => isIn(each) && each.kind !== "index" && (each.kind === "sequence") === sequences)
    .map(relationName);
}

/** Who loses access by a REVOKE of these privileges; an empty list means ALL. */
function deniedTo({ objtype, privileges = [] }: Grant): Break["who"] | undefined {
  const names = privileges.flatMap((each: Node) =>
    "AccessPriv" in each ? [(each.AccessPriv.priv_name ?? "").toLowerCase()] : [],
  );
  if (names.length === 0) return "both";
  // CREATE and TEMPORARY take from an application that makes objects, and from most none.
  if (objtype === "OBJECT_SCHEMA" || objtype === "OBJECT_DATABASE")
    return names.some((name) => name === "usage" || name === "connect") ? "both" : undefined;
  const reads = names.some((name) => name === "select" || name === "execute");
  const writes = names.some((name) => /^(?:insert|update|delete|execute|usage)$/.test(name));
  return reads && writes ? "both" : reads ? "readers" : writes ? "writers" : undefined;
}

export const privilegeFamilies: Families = { GrantStmt: grant };
