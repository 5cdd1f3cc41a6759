import type { Constraint as ConstraintNode } from "@pgsql/types";
import type { Constraint } from "../../catalog/catalog.js";
import { columnsIn } from "../../catalog/expression.js";
import { columnByNumber, findColumn, findConstraint, relationName } from "../../catalog/lookup.js";
import { strings } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { addForeignKey } from "./foreign-key.js";
import { addIndexConstraint } from "./index-constraint.js";
import { demandsNotNull, isNotNull, proofOfNotNull } from "./not-null-proof.js";
import type { Command, TableChange } from "./table-change.js";
import { pointAt, pointFrom, type Place } from "./words.js";

/** What the constraint of a new column has beside its own words. */
export interface OfColumn {
  readonly column: string;
  /** The column has no default, so that its rows need no look. */
  readonly skipValidation: boolean;
}

/** ALTER TABLE ... ADD CONSTRAINT. */
export function addConstraint(change: TableChange, { cmd, place }: Command): void {
  if (cmd.def && "Constraint" in cmd.def) addConstraintTo(change, cmd.def.Constraint, place);
}

/** A constraint that is added, on its own or with a new column. */
export function addConstraintTo(change: TableChange, node: ConstraintNode, place: Place, of?: OfColumn): void {
  // From 18 on all children are locked before it is looked at what kind of constraint it is.
  if (change.work.postgres >= 18 && !of) change.family();
  if (node.indexname !== undefined) return addIndexConstraint(change, node, place, of);
  const exists = node.conname === undefined ? undefined : findConstraint(change.target, node.conname);
  if (exists && !change.droppedConstraints.has(exists.name) && !merges(node, exists))
    change.work.refuse(
      "42710",
      msg`constraint "${exists.name}" for relation "${change.target.name}" already exists`,
      pointAt(place, "ADD CONSTRAINT"),
    );
  switch (node.contype) {
    case "CONSTR_CHECK":
      return addCheck(change, node, place, of);
    case "CONSTR_NOTNULL":
      return addNotNull(change, node, place);
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE":
    case "CONSTR_EXCLUSION":
      return addIndexConstraint(change, node, place, of);
    case "CONSTR_FOREIGN":
      return addForeignKey(change, node, place, of);
    default:
      return;
  }
}

/** A check that a child only inherits becomes its own too; nothing is verified. */
function merges(node: ConstraintNode, exists: Constraint | undefined): boolean {
  return node.contype === "CONSTR_CHECK" && exists?.kind === "check" && exists.inherited > 0 && !exists.local;
}

function addCheck(change: TableChange, node: ConstraintNode, place: Place, of: OfColumn | undefined): void {
  const span = pointFrom(place, "CHECK", "NOT", "NO");
  const { target, work } = change;
  // What is merged is below it already: nothing is looked at there.
  if (node.conname !== undefined && merges(node, findConstraint(target, node.conname))) return;
  if (!change.recurses && target.children.length > 0 && !node.is_no_inherit)
    work.refuse("42P16", msg`constraint must be added to child tables too`, span);
  const verifies = node.skip_validation !== true && node.is_enforced === true;
  for (const relation of node.is_no_inherit ? [target] : change.family()) {
    const same = node.conname === undefined ? undefined : findConstraint(relation, node.conname);
    if (verifies && same?.kind !== "check") change.verify(relation, "check", span);
  }
  if (node.is_enforced === true) breakWriters(change, node, span, of);
}

/** Old writers do not know the rule; a rule on a new column meets only its default. */
function breakWriters(change: TableChange, node: ConstraintNode, span: Span, of: OfColumn | undefined): void {
  const fresh = of ? [of.column] : [...change.added.keys()];
  const required = fresh.find((column) => demandsNotNull(node.raw_expr, column) && !hasDefault(change, column));
  if (required !== undefined)
    change.work.breaks({ who: "writers", of: `${change.name}.${required}`, why: "required", span });
  if (of) return;
  for (const number of columnsIn(node.raw_expr, change.target)) {
    const column = columnByNumber(change.target, number)?.name ?? "";
    change.work.breaks({ who: "writers", of: `${change.name}.${column}`, why: "constrained", span });
  }
}

function hasDefault(change: TableChange, column: string): boolean {
  return (change.added.get(column)?.constraints ?? []).some(
    (each) => "Constraint" in each && each.Constraint.contype === "CONSTR_DEFAULT",
  );
}

/** ADD CONSTRAINT ... NOT NULL column, from 18 on. */
function addNotNull(change: TableChange, node: ConstraintNode, place: Place): void {
  const span = pointAt(place, "NOT NULL");
  const name = strings(node.keys)[0] ?? "";
  change.requireColumn(name, span);
  for (const relation of node.is_no_inherit ? [change.target] : change.family()) {
    if (node.skip_validation || isNotNull(relation, name) || proofOfNotNull(relation, name)) continue;
    change.verify(relation, "not-null", span);
  }
  if (!change.added.has(name) && !findColumn(change.target, name)?.notNull)
    change.work.breaks({ who: "writers", of: `${relationName(change.target)}.${name}`, why: "required", span });
}
