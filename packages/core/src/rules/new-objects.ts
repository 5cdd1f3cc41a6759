import type { Constraint, Relation } from "../catalog/catalog.js";
import type { RelationName } from "../facts/facts.js";
import { relationNamed, type Step } from "./step.js";

/** A constraint that a statement added, with its table as it is afterwards. */
export interface NewConstraint {
  readonly table: Relation;
  readonly constraint: Constraint;
}

/** The relations that the statement created; numbers are handed out in order, so theirs are the new ones. */
export function newRelations({ before, after }: Step): Relation[] {
  const found: Relation[] = [];
  for (let oid = before.nextOid; oid < after.nextOid; oid++) {
    const relation = after.relations.get(oid);
    if (relation) found.push(relation);
  }
  return found;
}

/** Whether an index of `Facts` is a new one: not there before, or one of that name was dropped by the same statement. */
export function isNewIndex({ before, after }: Step, name: RelationName | undefined): boolean {
  if (name === undefined) return true;
  const old = relationNamed(before, name);
  return old === undefined || !after.relations.has(old.oid);
}

/** The tables that the statement created or locked, as they are afterwards. */
export function touchedTables(step: Step): Relation[] {
  const locked = step.facts.locks.flatMap(({ relation }) => {
    const before = relationNamed(step.before, relation);
    const after = before && step.after.relations.get(before.oid);
    return after && (after.kind === "table" || after.kind === "partitioned-table") ? [after] : [];
  });
  const created = newRelations(step).filter(({ kind }) => kind === "table" || kind === "partitioned-table");
  return [...locked, ...created];
}

/** The constraints that the statement added, without those that partitions got from their parent. */
export function newConstraints(step: Step): NewConstraint[] {
  return touchedTables(step).flatMap((table) =>
    table.constraints
      .filter(({ oid, parent }) => oid >= step.before.nextOid && parent === undefined)
      .map((constraint) => ({ table, constraint })),
  );
}
