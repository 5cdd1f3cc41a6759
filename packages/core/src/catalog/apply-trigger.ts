import type { AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, Node, RangeVar, RuleStmt } from "@pgsql/types";
import { roleName } from "./alter-relation.js";
import type { Oid, Policy, Relation, Trigger } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { columnsIn } from "./expression.js";
import { creationSchema, findColumn, findRelation } from "./lookup.js";
import { nameFrom, rangeName, strings, truncateName } from "./names.js";
import { cloneTriggers } from "./partitions.js";
import { relationsNamed } from "./rule-actions.js";
import { shapeOfQuery } from "./query.js";
import { findRoutines } from "./routines.js";

/** Bits of CreateTrigStmt's `timing` and `events` (pg_trigger.h). */
const eventBits: readonly (readonly [number, string])[] = [
  [4, "insert"],
  [8, "delete"],
  [16, "update"],
  [32, "truncate"],
];

/** CREATE [OR REPLACE] [CONSTRAINT] TRIGGER; on partitioned tables row triggers go to the partitions too. */
export function createTrigger(draft: Draft, node: CreateTrigStmt): void {
  const relation = draft.named(rangeName(node.relation));
  const name = truncateName(node.trigname ?? "");
  const known = relation.triggers.find((each) => each.name === name);
  if (known && !node.replace)
    throw new Refused("42710", `trigger "${name}" for relation "${relation.name}" already exists`);
  const functionName = nameFrom(strings(node.funcname));
  const routine = findRoutines(draft.catalog, functionName)[0];
  const timing = node.timing ?? 0;
  const trigger: Trigger = {
    oid: known?.oid ?? draft.newOid(),
    name,
    timing: timing & 2 ? "before" : timing & 64 ? "instead" : "after",
    events: eventBits.filter(([bit]) => (node.events ?? 0) & bit).map(([, event]) => event),
    row: node.row === true,
    function: `${routine?.schema ?? functionName.schema ?? creationSchema(draft.catalog)}.${functionName.name}`,
    enabled: known?.enabled ?? "origin",
    constraint: node.isconstraint === true,
    ...((node.whenClause || node.columns?.length) && { conditional: true }),
  };
  draft.patch(relation.oid, { triggers: [...relation.triggers.filter((each) => each !== known), trigger] });
  if (trigger.constraint) addTriggerConstraint(draft, relation.oid, trigger, node);
  const address = { class: "trigger", oid: trigger.oid, relation: relation.oid } as const;
  draft.independ(address);
  if (routine) draft.depend(address, { class: "routine", oid: routine.oid }, "normal");
  for (const column of triggerColumns(relation, node))
    draft.depend(address, { class: "relation", oid: relation.oid, column }, "normal");
  if (trigger.row && relation.kind === "partitioned-table")
    for (const child of relation.children) cloneTriggers(draft, relation.oid, child);
}

/** The columns of UPDATE OF and of WHEN. */
function triggerColumns(relation: Relation, node: CreateTrigStmt): number[] {
  const listed = strings(node.columns).flatMap((name) => findColumn(relation, name)?.number ?? []);
  return [...new Set([...listed, ...columnsIn(node.whenClause, relation)])];
}

function addTriggerConstraint(draft: Draft, table: Oid, trigger: Trigger, node: CreateTrigStmt): void {
  draft.addConstraint(table, {
    oid: draft.newOid(),
    name: trigger.name,
    kind: "trigger",
    columns: [],
    validated: true,
    enforced: true,
    deferrable: node.deferrable === true || node.initdeferred === true,
    initiallyDeferred: node.initdeferred === true,
    noInherit: true,
    local: true,
    inherited: 0,
  });
}

function rolesOf(draft: Draft, nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!("RoleSpec" in node)) return [];
    return node.RoleSpec.roletype === "ROLESPEC_PUBLIC"
      ? ["public"]
      : (roleName(draft, node.RoleSpec) ?? "current_user");
  });
}

/** CREATE POLICY. */
export function createPolicy(draft: Draft, node: CreatePolicyStmt): void {
  const relation = draft.named(rangeName(node.table));
  const name = node.policy_name ?? "";
  if (relation.policies.some((each) => each.name === name))
    throw new Refused("42710", `policy "${name}" already exists`);
  const policy: Policy = {
    oid: draft.newOid(),
    name,
    permissive: node.permissive === true,
    command: node.cmd_name ?? "all",
    roles: rolesOf(draft, node.roles),
  };
  draft.patch(relation.oid, { policies: [...relation.policies, policy] });
  needExpressions(draft, relation, policy, node.table, [node.qual, node.with_check]);
}

/** ALTER POLICY: roles and expressions; expressions that are not given keep what they need. */
export function alterPolicy(draft: Draft, node: AlterPolicyStmt): void {
  const relation = draft.named(rangeName(node.table));
  const policy = relation.policies.find((each) => each.name === node.policy_name);
  if (!policy) throw new Refused("42704", `policy "${node.policy_name}" does not exist`);
  if (node.roles?.length) {
    const changed = { ...policy, roles: rolesOf(draft, node.roles) };
    draft.patch(relation.oid, { policies: relation.policies.map((each) => (each === policy ? changed : each)) });
  }
  needExpressions(draft, relation, policy, node.table, [node.qual, node.with_check]);
}

/** A policy needs the columns of its table, and the tables and routines, that its expressions name. */
function needExpressions(
  draft: Draft,
  relation: Relation,
  policy: Policy,
  table: RangeVar | undefined,
  expressions: readonly (Node | undefined)[],
): void {
  const address = { class: "policy", oid: policy.oid, relation: relation.oid } as const;
  for (const whereClause of expressions) {
    if (!whereClause || !table) continue;
    const query: Node = { SelectStmt: { targetList: [], fromClause: [{ RangeVar: table }], whereClause } };
    for (const on of shapeOfQuery(draft.catalog, query).needs) {
      if (on.class === "relation" && on.oid === relation.oid && !on.column) continue;
      draft.depend(address, on, "normal");
    }
  }
}

const ruleEvents: Readonly<Record<string, string>> = {
  CMD_SELECT: "select",
  CMD_INSERT: "insert",
  CMD_UPDATE: "update",
  CMD_DELETE: "delete",
};

/** CREATE [OR REPLACE] RULE. */
export function createRule(draft: Draft, node: RuleStmt): void {
  const relation = draft.named(rangeName(node.relation));
  const name = truncateName(node.rulename ?? "");
  const known = relation.rules.find((each) => each.name === name);
  if (known && !node.replace)
    throw new Refused("42710", `rule "${name}" for relation "${relation.name}" already exists`);
  if (node.event === "CMD_SELECT") return becomeView(draft, relation, node);
  const rule = {
    oid: known?.oid ?? draft.newOid(),
    name,
    event: ruleEvents[node.event ?? ""] ?? "",
    instead: node.instead === true,
    enabled: known?.enabled ?? true,
    ...(node.whereClause && { condition: node.whereClause }),
    actions: node.actions ?? [],
    relations: relationsNamed(draft.catalog, [node.whereClause, ...(node.actions ?? [])]),
  };
  draft.patch(relation.oid, { rules: [...relation.rules.filter((each) => each !== known), rule] });
  const address = { class: "rule", oid: rule.oid, relation: relation.oid } as const;
  draft.independ(address);
  for (const action of node.actions ?? []) {
    const target = actionTarget(action);
    const other = target && findRelation(draft.catalog, rangeName(target));
    if (other && other.oid !== relation.oid) draft.depend(address, { class: "relation", oid: other.oid }, "normal");
  }
}

/** Before 16 a rule for SELECT, "_RETURN", makes a table a view, as old dumps do where views need each other. */
function becomeView(draft: Draft, relation: Relation, { actions }: RuleStmt): void {
  const [query] = actions ?? [];
  if (!query || (relation.kind !== "view" && (relation.kind !== "table" || draft.catalog.postgres >= 16))) return;
  draft.patch(relation.oid, { kind: "view", query });
  const address = { class: "relation", oid: relation.oid } as const;
  draft.independ(address);
  for (const on of shapeOfQuery(draft.catalog, query).needs) draft.depend(address, on, "normal");
}

function actionTarget(action: Node): RangeVar | undefined {
  if ("InsertStmt" in action) return action.InsertStmt.relation;
  if ("UpdateStmt" in action) return action.UpdateStmt.relation;
  return "DeleteStmt" in action ? action.DeleteStmt.relation : undefined;
}
