import type { Node } from "@pgsql/types";
import type { Constraint, Relation } from "../catalog/catalog.js";
import { columnByNumber } from "../catalog/lookup.js";
import type { FactsDraft } from "./facts-draft.js";
import type { LockMode } from "./lock.js";
import { lockPlannedIndexes } from "./query-locks.js";
import { checkedNow, lockReferenced } from "./row-checks.js";
import { family } from "./targets.js";

/**
 * UPDATE: a foreign key whose column is set is checked where its value changed; keys that point at a column that is set
 * are followed where it changed. Both only once a row is found.
 */
export function lockUpdateChecks(draft: FactsDraft, table: Relation, targets: readonly Node[]): void {
  const set = new Map<string, Node | undefined>();
  for (const each of targets) if ("ResTarget" in each) set.set(each.ResTarget.name ?? "", each.ResTarget.val);
  const isSet = (relation: Relation, numbers: readonly number[]): boolean =>
    numbers.some((number) => set.has(columnByNumber(relation, number)?.name ?? ""));
  for (const key of checkedNow(table)) {
    const names = key.columns.map((number) => columnByNumber(table, number)?.name ?? "");
    const toNull = names.some((name) => isNull(set.get(name)));
    if (isSet(table, key.columns) && !toNull) lockReferenced(draft, key, true);
  }
  for (const { key, from, to } of keysInto(draft, table)) {
    if (isSet(to, key.referencedColumns ?? [])) follow(draft, from, key.onUpdate);
  }
}

function isNull(node: Node | undefined): boolean {
  return node !== undefined && "A_Const" in node && node.A_Const.isnull === true;
}

/** DELETE: every key that points at the table is followed for each row; ON DELETE CASCADE goes on from there. */
export function lockDeleteChecks(draft: FactsDraft, table: Relation, seen: Set<number> = new Set()): void {
  if (seen.has(table.oid)) return;
  seen.add(table.oid);
  for (const { key, from } of keysInto(draft, table)) {
    follow(draft, from, key.onDelete);
    if (actionOf(key.onDelete) === "cascade")
      for (const each of family(draft.catalog, from)) lockDeleteChecks(draft, each, seen);
  }
}

interface KeyInto {
  readonly key: Constraint;
  readonly from: Relation;
  /** The table, or what it is a partition of. */
  readonly to: Relation;
}

/** The keys that point at a table, or at what it is a partition of. */
function keysInto(draft: FactsDraft, table: Relation): KeyInto[] {
  const parent = table.partitionOf && draft.catalog.relations.get(table.partitionOf.parent);
  return [...ownKeysInto(draft, table), ...(parent ? keysInto(draft, parent) : [])];
}

function ownKeysInto(draft: FactsDraft, table: Relation): KeyInto[] {
  return (draft.catalog.referencedBy.get(table.oid) ?? []).flatMap((entry) => {
    const from = draft.catalog.relations.get(entry.table);
    const key = from?.constraints.find((each) => each.oid === entry.constraint);
    if (!from || !key || !key.enforced || key.parent !== undefined) return [];
    const checks = actionOf(key.onDelete) === "none" && key.initiallyDeferred;
    return checks ? [] : [{ key, from, to: table }];
  });
}

/** The action's own words: the parser writes "c", "n", "d" for CASCADE, SET NULL, SET DEFAULT. */
function actionOf(action: string | undefined): "none" | "cascade" | "set" {
  if (action === undefined) return "none";
  if (action === "c" || /cascade/i.test(action)) return "cascade";
  return action === "n" || action === "d" || /set/i.test(action) ? "set" : "none";
}

function follow(draft: FactsDraft, from: Relation, action: string | undefined): void {
  const mode: LockMode = actionOf(action) === "none" ? "ROW SHARE" : "ROW EXCLUSIVE";
  for (const each of family(draft.catalog, from, from.kind === "partitioned-table")) {
    draft.lock(each, mode, "referencing", true);
    lockPlannedIndexes(draft, each, mode, true);
  }
}
