import type { Node } from "@pgsql/types";
import type { Catalog, Relation, RewriteRule } from "../catalog/catalog.js";
import { relationsNamed } from "../catalog/rule-actions.js";

/** What a statement does to the rows of its target, and the statement's fields. */
export interface RowChange {
  readonly event: "insert" | "update" | "delete" | "merge";
  readonly hasCondition: boolean;
}

/** The rules of a relation that rewrite a change of its rows. */
export function rulesFor(relation: Relation, { event }: RowChange): RewriteRule[] {
  return relation.rules.filter((each) => each.event === event && each.enabled);
}

/**
 * Whether rules leave nothing of the change itself to be planned: an unconditional DO INSTEAD whose actions need neither the
 * rows of the table (OLD) nor the statement's own condition (measured on 14 to 18).
 */
export function isReplaced(relation: Relation, change: RowChange): boolean {
  if (change.event === "merge") return false;
  const rules = rulesFor(relation, change);
  if (!rules.some((rule) => rule.instead && rule.condition === undefined)) return false;
  const actions = rules.flatMap((rule) => rule.actions.filter(isQuery));
  if (actions.length > 0 && change.hasCondition && change.event !== "insert") return false;
  return !actions.some((action) => namesOld(action));
}

export function isQuery(action: Node): boolean {
  return "SelectStmt" in action || "InsertStmt" in action || "UpdateStmt" in action || "DeleteStmt" in action;
}

function namesOld(action: Node): boolean {
  return /"ColumnRef":\{"fields":\[\{"String":\{"sval":"old"\}\}/.test(JSON.stringify(action));
}

/** Whether the names in a rule's actions still mean the relations that they meant when it was made. */
export function standsAsMade(catalog: Catalog, rule: RewriteRule): boolean {
  return meansTheSame(catalog, [rule.condition, ...rule.actions], rule.relations);
}

/** Whether the relations that nodes name are those that they named before. */
export function meansTheSame(
  catalog: Catalog,
  nodes: readonly (Node | undefined)[],
  before: readonly (number | undefined)[],
): boolean {
  const now = relationsNamed(catalog, nodes);
  return now.length === before.length && now.every((oid, at) => oid !== undefined && oid === before[at]);
}
