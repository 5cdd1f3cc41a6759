import type { AlterSubscriptionStmt, Node } from "@pgsql/types";
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

function option(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const each of options ?? []) {
    if (!("DefElem" in each) || each.DefElem.defname !== name) continue;
    const value = each.DefElem.arg;
    if (!value) return "true";
    if ("String" in value) return value.String.sval?.toLowerCase();
    return "Boolean" in value ? String(value.Boolean.boolval === true) : undefined;
  }
  return undefined;
}

const off = /^(?:false|off|0)$/;

/** Connecting, or asking the publisher again, locks the tables that the publisher names; else nothing is locked. */
function asksPublisher(node: AlterSubscriptionStmt): boolean {
  if (node.kind === "ALTER_SUBSCRIPTION_REFRESH") return true;
  const publications = /^ALTER_SUBSCRIPTION_(SET|ADD|DROP)_PUBLICATION$/.test(node.kind ?? "");
  return publications && !off.test(option(node.options, "refresh") ?? "true");
}

const published: Facts = {
  ...noFacts,
  certainty: { dynamic: [msg`Which tables the publisher names shows only when the statement runs.`] },
};

/** Extensions' members and scripts, and subscriptions. */
export const extensionFamilies: Families = {
  AlterExtensionContentsStmt: members,
  AlterExtensionStmt: () => ({
    ...noFacts,
    certainty: { dynamic: [msg`What the update script of an extension does is not followed.`] },
  }),
  CreateSubscriptionStmt: ({ node }) => (off.test(option(node.options, "connect") ?? "true") ? noFacts : published),
  AlterSubscriptionStmt: ({ node }) => (asksPublisher(node) ? published : noFacts),
  DropSubscriptionStmt: () => noFacts,
};
