import type { AlterTableCmd, RoleSpec } from "@pgsql/types";
import { commandColumn, forTree, type Command } from "./alter-column.js";
import type { Column, Oid, Relation, Trigger } from "./catalog.js";
import { patchColumn } from "./columns.js";
import type { Draft } from "./draft.js";
import { relationOptions, optionText } from "./options.js";
import { resolveType } from "./type-names.js";

/** The name of a role, as far as the statement tells it. */
export function roleName(draft: Draft, role: RoleSpec | undefined): string | undefined {
  if (role?.roletype === "ROLESPEC_CSTRING") return role.rolename;
  return draft.catalog.session.role;
}

/** Commands of ALTER TABLE that set one field of the relation; undefined for those that do something else. */
export function relationChange(draft: Draft, node: AlterTableCmd, relation: Relation): Partial<Relation> | undefined {
  switch (node.subtype) {
    case "AT_ChangeOwner":
      return { owner: roleName(draft, node.newowner) };
    case "AT_SetLogged":
      return { persistence: "permanent" };
    case "AT_SetUnLogged":
      return { persistence: "unlogged" };
    case "AT_SetAccessMethod":
      return node.name === undefined ? {} : { accessMethod: node.name };
    case "AT_SetTableSpace":
      return node.name === undefined ? {} : { tablespace: node.name };
    case "AT_EnableRowSecurity":
      return { rowSecurity: true };
    case "AT_DisableRowSecurity":
      return { rowSecurity: false };
    case "AT_ForceRowSecurity":
      return { forceRowSecurity: true };
    case "AT_NoForceRowSecurity":
      return { forceRowSecurity: false };
    case "AT_ReplicaIdentity":
      return { replicaIdentity: identityOf(node) };
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions":
    case "AT_ReplaceRelOptions":
      return { options: changedOptions(node, relation) };
    default:
      return undefined;
  }
}

const identities: Readonly<Record<string, Relation["replicaIdentity"]>> = {
  d: "default",
  f: "full",
  n: "nothing",
  i: "index",
};

function identityOf(node: AlterTableCmd): Relation["replicaIdentity"] {
  const { def } = node;
  const letter = def && "ReplicaIdentityStmt" in def ? def.ReplicaIdentityStmt.identity_type : undefined;
  return identities[letter ?? "d"] ?? "default";
}

function changedOptions(node: AlterTableCmd, relation: Relation): ReadonlyMap<string, string> {
  const given = relationOptions(node.def && "List" in node.def ? node.def.List.items : undefined);
  const options = new Map(node.subtype === "AT_ReplaceRelOptions" ? [] : relation.options);
  for (const [name, value] of given) {
    if (node.subtype === "AT_ResetRelOptions") options.delete(name);
    else options.set(name, value);
  }
  return options;
}

/** SET STATISTICS, STORAGE, COMPRESSION of a column (of an index: by its number). */
export function columnSetting(draft: Draft, command: Command): void {
  const { node } = command;
  if (node.name === undefined || draft.relation(command.table).index) return;
  const column = commandColumn(draft, command);
  const text = optionText(node.def).toLowerCase();
  const change: Partial<Column> =
    node.subtype === "AT_SetStatistics"
      ? { statistics: Number(text) }
      : node.subtype === "AT_SetStorage"
        ? { storage: text }
        : { compression: text };
  forTree(draft, command, column.name, (table, each) => patchColumn(draft, table, each.number, change));
}

const enabled: Readonly<Record<string, Trigger["enabled"]>> = {
  AT_EnableTrig: "origin",
  AT_EnableTrigAll: "origin",
  AT_EnableTrigUser: "origin",
  AT_EnableAlwaysTrig: "always",
  AT_EnableReplicaTrig: "replica",
  AT_DisableTrig: "disabled",
  AT_DisableTrigAll: "disabled",
  AT_DisableTrigUser: "disabled",
};

/** ENABLE and DISABLE TRIGGER; clones in partitions follow unless ONLY. */
export function switchTriggers(draft: Draft, command: Command): void {
  const state = enabled[command.node.subtype ?? ""];
  if (!state) return;
  const relation = draft.relation(command.table);
  const all = command.node.name === undefined;
  const triggers = relation.triggers.map((each) =>
    all || each.name === command.node.name ? { ...each, enabled: state } : each,
  );
  draft.patch(command.table, { triggers });
  if (command.only || relation.kind !== "partitioned-table") return;
  for (const child of relation.children) switchTriggers(draft, { ...command, table: child });
}

/** ENABLE and DISABLE RULE. */
export function switchRule(draft: Draft, { node, table }: Command): void {
  const enabled = node.subtype === "AT_EnableRule" || node.subtype === "AT_EnableAlwaysRule";
  const rules = draft.relation(table).rules.map((each) => (each.name === node.name ? { ...each, enabled } : each));
  draft.patch(table, { rules });
}

/** OF type and NOT OF. */
export function changeType(draft: Draft, command: Command): void {
  const { def } = command.node;
  const type = def && "TypeName" in def ? resolveType(draft.catalog, def.TypeName) : undefined;
  const { ofType: _, ...rest } = draft.relation(command.table);
  draft.update({
    relations: draft.catalog.relations.set(
      command.table,
      type?.oid === undefined ? rest : { ...rest, ofType: type.oid },
    ),
  });
}

/** The tables OF a composite type, whose columns follow its attributes. */
export function typedTables({ catalog }: Draft, composite: Oid): Oid[] {
  const type = catalog.types.values().find((each) => each.relation === composite);
  if (type === undefined) return [];
  return catalog.relations
    .values()
    .filter((each) => each.ofType === type.oid)
    .map((each) => each.oid);
}
