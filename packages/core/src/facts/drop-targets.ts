import type { Node, ObjectType } from "@pgsql/types";
import type { ObjectAddress, Relation, RelationKind } from "../catalog/catalog.js";
import { methodUsers } from "../catalog/apply-drop.js";
import { findRelation, qualify, type Name } from "../catalog/lookup.js";
import { mayBeImported } from "../catalog/import-schema.js";
import { nameFrom, objectParts, stringOf } from "../catalog/names.js";
import { findStatistics } from "../catalog/statistics.js";
import { findType } from "../catalog/type-names.js";
import { msg } from "../text/message.js";
import type { FactsDraft } from "./facts-draft.js";
import type { FactsInput } from "./family.js";
import { matchRoutines } from "./routine-match.js";
import { otherTargets } from "./drop-others.js";
import { assumeExists } from "./targets.js";
import { wordsSpan } from "./words.js";

type Input = FactsInput<"DropStmt">;

interface Wanted {
  readonly kinds: readonly RelationKind[];
  readonly noun: string;
}

const wanted: { readonly [Type in ObjectType]?: Wanted } = {
  OBJECT_TABLE: { kinds: ["table", "partitioned-table"], noun: "table" },
  OBJECT_FOREIGN_TABLE: { kinds: ["foreign-table"], noun: "foreign table" },
  OBJECT_INDEX: { kinds: ["index", "partitioned-index"], noun: "index" },
  OBJECT_SEQUENCE: { kinds: ["sequence"], noun: "sequence" },
  OBJECT_VIEW: { kinds: ["view"], noun: "view" },
  OBJECT_MATVIEW: { kinds: ["materialized-view"], noun: "materialized view" },
};

/** The objects that a DROP names. What is missing is an error in a complete catalog, unless IF EXISTS was said. */
export function dropTargets(draft: FactsDraft, input: Input): ObjectAddress[] {
  return (input.node.objects ?? []).flatMap((object) => targetOf(draft, input, object));
}

function targetOf(draft: FactsDraft, input: Input, object: Node): ObjectAddress[] {
  const type = input.node.removeType ?? "OBJECT_TABLE";
  const relation = wanted[type];
  if (relation) return relationTarget(draft, input, nameFrom(objectParts(object)), relation);
  switch (type) {
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return typeTarget(draft, input, object, type === "OBJECT_DOMAIN");
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE":
      return routineTarget(draft, input, object);
    case "OBJECT_TRIGGER":
      return partTarget(draft, input, objectParts(object), "trigger");
    case "OBJECT_POLICY":
      return partTarget(draft, input, objectParts(object), "policy");
    case "OBJECT_RULE":
      return partTarget(draft, input, objectParts(object), "rule");
    case "OBJECT_SCHEMA":
      return schemaTarget(draft, input, stringOf(object));
    case "OBJECT_EXTENSION":
      if (input.node.behavior === "DROP_CASCADE")
        draft.assume(msg`What depends on ${objectParts(object).join(".")} is not followed.`);
      return extensionTarget(draft, stringOf(object));
    case "OBJECT_ACCESS_METHOD":
      return methodTargets(draft, input, stringOf(object));
    case "OBJECT_STATISTIC_EXT":
      return statisticsTarget(draft, input, objectParts(object));
    default:
      return otherTargets(draft, input, type, object);
  }
}

function missing(
  draft: FactsDraft,
  { node, statement }: Input,
  sqlstate: string,
  noun: string,
  name: string,
): ObjectAddress[] {
  if (node.missing_ok) return [];
  if (draft.catalog.complete) draft.refuse(sqlstate, msg`${noun} "${name}" does not exist`, wordsSpan(statement, name));
  return [];
}

function relationTarget(draft: FactsDraft, input: Input, name: Name, { kinds, noun }: Wanted): ObjectAddress[] {
  const relation = findRelation(draft.catalog, name);
  if (relation) {
    if (!kinds.includes(relation.kind))
      draft.refuse("42809", msg`"${name.name}" is not a ${noun}`, wordsSpan(input.statement, name.name));
    else refusePart(draft, input, relation);
    if (relation.existence === "maybe")
      draft.assume(msg`It is not certain whether ${name.name} exists; it is assumed to exist.`);
    return [{ class: "relation", oid: relation.oid }];
  }
  const imported = kinds.includes("foreign-table") && mayBeImported(draft.catalog, name);
  if (!draft.catalog.complete || imported) assumeMissing(draft, input, name, kinds);
  if (imported) return [];
  return missing(draft, input, noun === "index" ? "42704" : "42P01", noun, name.name);
}

/** What the history does not know is taken to be there, so that it goes. */
function assumeMissing(draft: FactsDraft, { statement }: Input, name: Name, kinds: readonly RelationKind[]): void {
  const full = qualify(draft.catalog, name);
  assumeExists(draft, name);
  draft.lock(full, "ACCESS EXCLUSIVE");
  if (kinds.includes("index"))
    return draft.assume(msg`The table of the index ${full}, which is locked as well, is not known.`);
  const what = kinds.includes("sequence")
    ? "sequence"
    : kinds.includes("view") || kinds.includes("materialized-view")
      ? "view"
      : "table";
  const span = wordsSpan(statement, "DROP");
  draft.lose({ what, name: full, relation: full, span });
  draft.breaks({ who: "both", of: full, why: "dropped", span });
}

/** Indexes of constraints, parts of partitioned indexes and sequences of identity columns do not go alone. */
function refusePart(draft: FactsDraft, { statement, node }: Input, relation: Relation): void {
  const table = relation.index && draft.catalog.relations.get(relation.index.table);
  const needed =
    relation.index?.parent !== undefined ||
    relation.sequence?.ownedBy?.identity === true ||
    table?.constraints.some((each) => each.index === relation.oid && each.kind !== "foreign-key");
  const alsoDropped = (node.objects ?? []).length > 1 && relation.index?.parent !== undefined;
  if (needed && !alsoDropped) {
    draft.refuse(
      "2BP01",
      msg`cannot drop ${relation.name} because another object requires it`,
      wordsSpan(statement, relation.name),
    );
  }
}

function typeTarget(draft: FactsDraft, input: Input, object: Node, domain: boolean): ObjectAddress[] {
  const name = nameFrom(objectParts(object));
  const type = findType(draft.catalog, name);
  if (!type) {
    if (!draft.catalog.complete)
      draft.assume(msg`The type ${name.name} is not in the history; it is assumed that nothing depends on it.`);
    return missing(draft, input, "42704", "type", name.name);
  }
  if (domain && type.kind !== "domain")
    draft.refuse("42809", msg`"${name.name}" is not a domain`, wordsSpan(input.statement, name.name));
  return [{ class: "type", oid: type.oid }];
}

function routineTarget(draft: FactsDraft, input: Input, object: Node): ObjectAddress[] {
  const matches = matchRoutines(draft.catalog, object);
  const name = objectParts(object).join(".");
  const only = matches[0];
  if (only === undefined) return missing(draft, input, "42883", "function", name);
  if (matches.length > 1)
    draft.refuse("42725", msg`function name "${name}" is not unique`, wordsSpan(input.statement, name));
  return [{ class: "routine", oid: only.oid }];
}

/** A trigger, policy or rule: the last part is its name, the parts before it the table. */
function partTarget(
  draft: FactsDraft,
  input: Input,
  parts: readonly string[],
  kind: "trigger" | "policy" | "rule",
): ObjectAddress[] {
  const table = nameFrom(parts.slice(0, -1));
  const relation = findRelation(draft.catalog, table);
  if (!relation) {
    if (draft.catalog.complete) return missing(draft, input, "42P01", "relation", table.name);
    assumeExists(draft, table);
    draft.lock(qualify(draft.catalog, table), "ACCESS EXCLUSIVE");
    return [];
  }
  const list = kind === "trigger" ? relation.triggers : kind === "policy" ? relation.policies : relation.rules;
  const part = list.find((each) => each.name === parts.at(-1));
  if (!part) {
    if (!draft.catalog.complete) draft.lock(relation, "ACCESS EXCLUSIVE");
    return missing(draft, input, "42704", kind, parts.at(-1) ?? "");
  }
  if ("parent" in part && part.parent !== undefined) {
    draft.refuse(
      "2BP01",
      msg`cannot drop trigger ${part.name} because the trigger of the parent table requires it`,
      wordsSpan(input.statement, part.name),
    );
  }
  return [{ class: kind, oid: part.oid, relation: relation.oid }];
}

/** What an access method is used for is in the way of DROP, and gone with CASCADE. */
function methodTargets(draft: FactsDraft, { node, statement }: Input, name: string): ObjectAddress[] {
  const users = methodUsers(draft.catalog, name);
  if (users.length === 0 || node.behavior === "DROP_CASCADE") return users;
  draft.refuse("2BP01", msg`cannot drop it because other objects depend on it`, wordsSpan(statement, "DROP"));
  return [];
}

function statisticsTarget(draft: FactsDraft, input: Input, parts: readonly string[]): ObjectAddress[] {
  const found = findStatistics(draft.catalog, nameFrom(parts));
  if (found) return [{ class: "statistics", oid: found.oid, relation: found.table }];
  if (!draft.catalog.complete) draft.assume(msg`The table of the statistics ${parts.join(".")} is not known.`);
  return missing(draft, input, "42704", "statistics object", parts.join("."));
}

function schemaTarget(draft: FactsDraft, input: Input, name: string): ObjectAddress[] {
  const schema = draft.catalog.schemas.get(name);
  if (schema?.imported) draft.assume(msg`It is known only when it runs which foreign tables ${name} holds.`);
  if (schema) return [{ class: "schema", oid: schema.oid }];
  if (!draft.catalog.complete) draft.assume(msg`The schema ${name} is not in the history; what it holds is not known.`);
  return missing(draft, input, "3F000", "schema", name);
}

/** What the history knows an extension to have brought goes with it. */
function extensionTarget(draft: FactsDraft, name: string): ObjectAddress[] {
  const oid = draft.catalog.extensions.get(name)?.oid;
  return oid === undefined ? [] : [{ class: "extension", oid }];
}
