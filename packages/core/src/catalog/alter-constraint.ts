import type { ATAlterConstraint } from "@pgsql/types";
import type { Constraint, Oid } from "./catalog.js";
import type { Command } from "./alter-column.js";
import { forgetNotNull } from "./alter-column.js";
import { addConstraint } from "./constraints.js";
import { Refused, type Draft } from "./draft.js";
import { columnByNumber, findConstraint } from "./lookup.js";
import { dropAll } from "./remove.js";

/** ADD CONSTRAINT and ADD table constraint. */
export function addTableConstraint(draft: Draft, command: Command): void {
  const { def } = command.node;
  if (def && "Constraint" in def)
    addConstraint(draft, command.table, def.Constraint, { creating: false, only: command.only });
}

function commandConstraint(draft: Draft, command: Command, name = command.node.name ?? ""): Constraint | undefined {
  const relation = draft.relation(command.table);
  const constraint = findConstraint(relation, name);
  if (!constraint && !command.node.missing_ok)
    throw new Refused("42704", `constraint "${name}" of relation "${relation.name}" does not exist`);
  return constraint;
}

/** DROP CONSTRAINT, in the children too where it is only inherited there. */
export function dropConstraint(draft: Draft, command: Command): void {
  const constraint = commandConstraint(draft, command);
  if (!constraint) return;
  if (constraint.inherited > 0) throw new Refused("42P16", `cannot drop inherited constraint "${constraint.name}"`);
  if (draft.existence === "maybe") return;
  if (constraint.kind === "not-null") {
    const column = columnByNumber(draft.relation(command.table), constraint.columns[0] ?? 0);
    if (column?.identity) throw new Refused("42601", `column "${column.name}" is an identity column`);
    if (column) forgetNotNull(draft, command, column.name);
    return;
  }
  dropFrom(draft, command.table, constraint, command);
}

function dropFrom(draft: Draft, table: Oid, constraint: Constraint, command: Command): void {
  for (const child of draft.relation(table).children) {
    const below = draft.relation(child).constraints.find((each) => inheritedFrom(each, constraint));
    if (!below || below.inherited === 0) continue;
    const inherited = below.inherited - 1;
    if (!command.only && inherited === 0 && !below.local) dropFrom(draft, child, below, command);
    else draft.patchConstraint(child, below.oid, { inherited, local: below.local || command.only });
  }
  dropAll(
    draft,
    [{ class: "constraint", oid: constraint.oid, relation: table }],
    command.node.behavior === "DROP_CASCADE",
  );
}

function inheritedFrom(each: Constraint, above: Constraint): boolean {
  if (above.kind === "check") return each.kind === "check" && each.name === above.name;
  return each.parent === above.oid;
}

/** VALIDATE CONSTRAINT: checks, foreign keys and, from 18 on, NOT NULL; in the children too. */
export function validateConstraint(draft: Draft, command: Command): void {
  const constraint = commandConstraint(draft, command);
  if (constraint) validateIn(draft, command.table, constraint);
}

function validateIn(draft: Draft, table: Oid, constraint: Constraint): void {
  draft.patchConstraint(table, constraint.oid, { validated: true });
  for (const child of draft.relation(table).children) {
    const below = draft
      .relation(child)
      .constraints.find((each) => inheritedFrom(each, constraint) || sameNotNull(each, constraint));
    if (below) validateIn(draft, child, below);
  }
}

function sameNotNull(each: Constraint, above: Constraint): boolean {
  return each.kind === "not-null" && above.kind === "not-null" && each.name === above.name;
}

/** ALTER CONSTRAINT: deferrability, enforcement, inheritability. */
export function alterConstraint(draft: Draft, command: Command): void {
  const { def } = command.node;
  if (!def || !("ATAlterConstraint" in def)) return;
  const wanted = def.ATAlterConstraint;
  const constraint = commandConstraint(draft, command, wanted.conname ?? "");
  if (constraint) alterIn(draft, command.table, constraint, wanted);
}

function alterIn(draft: Draft, table: Oid, constraint: Constraint, wanted: ATAlterConstraint): void {
  const enforced = wanted.is_enforced === true;
  draft.patchConstraint(table, constraint.oid, {
    ...(wanted.alterDeferrability && {
      deferrable: wanted.deferrable === true,
      initiallyDeferred: wanted.initdeferred === true,
    }),
    ...(wanted.alterEnforceability && { enforced, validated: enforced }),
    ...(wanted.alterInheritability && { noInherit: wanted.noinherit === true }),
  });
  for (const child of draft.relation(table).children) {
    const below = draft.relation(child).constraints.find((each) => each.parent === constraint.oid);
    if (below) alterIn(draft, child, below, wanted);
  }
}
