import type { Constraint, ConstraintKind, Relation } from "../../catalog/catalog.js";
import { descendants, findConstraint } from "../../catalog/lookup.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { dropAll } from "./cascade.js";
import { partitionsOf } from "./foreign-key-check.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointAtName } from "./words.js";
import { hasRows, relationOf } from "./work.js";

/** The constraint that a command names; where it is certain that there is none, the error is told. */
function required(change: TableChange, name: string, span: Span): Constraint | undefined {
  const constraint = change.constraint(name);
  if (constraint) return constraint;
  if (change.known && !change.adds(name))
    change.work.refuse("42704", msg`constraint "${name}" of relation "${change.target.name}" does not exist`, span);
  return undefined;
}

function assumeKind(change: TableChange, name: string): void {
  change.work.assume(
    msg`The constraint ${name} of ${change.name} is not known: it is assumed to belong to this table alone.`,
  );
}

/** ALTER TABLE ... DROP CONSTRAINT. */
export function dropConstraint(change: TableChange, { cmd, place }: Command): void {
  const { target, work } = change;
  const name = cmd.name ?? "";
  const span = pointAt(place, "DROP CONSTRAINT");
  const constraint = cmd.missing_ok ? change.constraint(name) : required(change, name, pointAtName(place, name));
  change.droppedConstraints.add(name);
  // The server looks first whether a cursor of the session is open on a partition.
  if (target.kind === "partitioned-table")
    for (const child of change.below()) work.lock(child, change.mode, "partition");
  if (!constraint) {
    if (!change.known) assumeKind(change, name);
    return;
  }
  if (constraint.inherited > 0 || constraint.parent !== undefined)
    work.refuse("42P16", msg`cannot drop inherited constraint "${name}" of relation "${target.name}"`, span);
  if (target.kind === "partitioned-table" && !change.recurses && target.children.length > 0)
    work.refuse("42P16", msg`cannot remove constraint from only the partitioned table when partitions exist`, span);
  const to = relationOf(change.catalog, constraint.references);
  if (to && to !== target) work.lock(to, "ACCESS EXCLUSIVE", "referenced");
  const gone = [{ relation: target, constraint }];
  if (passesOn(target, constraint)) {
    for (const child of lockChildren(change)) {
      const inherited = child.constraints.find(
        (each) =>
          each.parent === constraint.oid || (each.name === name && each.kind === constraint.kind && each.inherited > 0),
      );
      if (inherited && change.recurses) gone.push({ relation: child, constraint: inherited });
    }
  }
  const addresses = gone.map(
    (each) => ({ class: "constraint", oid: each.constraint.oid, relation: each.relation.oid }) as const,
  );
  dropAll(change, addresses, {
    cascade: cmd.behavior === "DROP_CASCADE",
    span,
    what: msg`constraint ${name} on table ${target.name}`,
  });
}

/** Whether children have the constraint too: always in partitions, in plain inheritance only checks and NOT NULL. */
function passesOn(target: Relation, constraint: Constraint): boolean {
  if (constraint.noInherit) return false;
  return target.kind === "partitioned-table" || constraint.kind === "check" || constraint.kind === "not-null";
}

function lockChildren(change: TableChange): readonly Relation[] {
  if (change.recurses) return change.family().slice(1);
  const children = change.target.children.flatMap((oid) => relationOf(change.catalog, oid) ?? []);
  for (const child of children) change.work.lock(child, change.mode, "child");
  return children;
}

/** ALTER TABLE ... VALIDATE CONSTRAINT. */
export function validateConstraint(change: TableChange, { cmd, place }: Command): void {
  const { work, target } = change;
  const name = cmd.name ?? "";
  const span = pointAt(place, "VALIDATE CONSTRAINT");
  const constraint = required(change, name, pointAtName(place, name));
  if (!constraint) {
    if (change.known && !change.adds(name)) return;
    if (!change.adds(name))
      work.assume(
        msg`The constraint ${name} of ${change.name} is not known: it is assumed to be a CHECK that is not valid.`,
      );
    change.verify(target, "check", span);
    return;
  }
  const kinds: readonly ConstraintKind[] =
    work.postgres >= 18 ? ["check", "foreign-key", "not-null"] : ["check", "foreign-key"];
  if (!kinds.includes(constraint.kind)) return work.refuse("42809", refusal(change, name), span);
  if (constraint.validated) return;
  if (!constraint.enforced) work.refuse("42809", msg`cannot validate NOT ENFORCED constraint`, span);
  if (constraint.kind === "foreign-key") return validateForeignKey(change, constraint, span);
  if (!change.recurses && target.children.length > 0 && !constraint.noInherit)
    work.refuse("42P16", msg`constraint must be validated on child tables too`, span);
  for (const relation of constraint.noInherit ? [target] : change.family()) {
    if (relation !== target && findConstraint(relation, name)?.validated) continue;
    change.verify(relation, constraint.kind === "check" ? "check" : "not-null", span);
  }
}

function refusal(change: TableChange, name: string): ReturnType<typeof msg> {
  if (change.work.postgres >= 18) return msg`cannot validate constraint "${name}" of relation "${change.target.name}"`;
  return msg`constraint "${name}" of relation "${change.target.name}" is not a foreign key or check constraint`;
}

function validateForeignKey(change: TableChange, constraint: Constraint, span: Span): void {
  const to = relationOf(change.catalog, constraint.references);
  if (!to) return;
  if (to !== change.target) change.work.lock(to, "ROW SHARE", "referenced");
  const tables = change.target.kind === "partitioned-table" ? change.family() : [change.target];
  for (const relation of tables.filter(hasRows)) change.checkReferences({ from: relation, to, span });
}

/** ALTER TABLE ... ALTER CONSTRAINT. */
export function alterConstraint(change: TableChange, { cmd, place }: Command): void {
  const { work, target } = change;
  const def = cmd.def && "ATAlterConstraint" in cmd.def ? cmd.def.ATAlterConstraint : undefined;
  const name = def?.conname ?? "";
  const span = pointAt(place, "ALTER CONSTRAINT");
  const constraint = required(change, name, pointAtName(place, name));
  if (!constraint) return;
  if (constraint.kind !== "foreign-key" && !(def?.alterInheritability && constraint.kind === "not-null"))
    return work.refuse(
      "42809",
      msg`constraint "${name}" of relation "${target.name}" is not a foreign key constraint`,
      span,
    );
  if (def?.alterInheritability) change.family();
  if (target.kind === "partitioned-table") {
    if (constraint.kind === "foreign-key")
      for (const child of descendants(change.catalog, target)) work.lock(child, change.mode, "partition");
  }
  const to = relationOf(change.catalog, constraint.references);
  if (!def?.alterEnforceability || !to) return;
  const enforces = def.is_enforced === true;
  if (enforces === constraint.enforced) return;
  for (const part of [to, ...partitionsOf(work, to)])
    work.lock(part, enforces ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE", "referenced");
  if (!enforces) return;
  const tables = [target, ...partitionsOf(work, target)].filter(hasRows);
  for (const relation of tables) change.checkReferences({ from: relation, to, span });
}
