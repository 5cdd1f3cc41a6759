import type { Constraint, Relation } from "../catalog/catalog.js";
import type { Lock, RelationName } from "../facts/facts.js";
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

/**
 * A function of a step that keeps its latest answer: many rules ask about one step, then about the next. Going to and fro
 * between the catalogs before and after a step, once for every rule, would cost more than all else that rules do.
 */
export function oncePerStep<Value>(find: (step: Step) => Value): (step: Step) => Value {
  let latest: { readonly step: Step; readonly value: Value } | undefined;
  return (step) => {
    if (latest?.step !== step) latest = { step, value: find(step) };
    return latest.value;
  };
}

/** A relation that a statement locked and that is there afterwards too. */
export interface LockedRelation {
  readonly lock: Lock;
  readonly before: Relation;
  readonly after: Relation;
}

/** The relations that the statement locked, as they were and as they are; not those that are gone. */
export const lockedRelations = oncePerStep((step): readonly LockedRelation[] =>
  step.facts.locks.flatMap((lock) => {
    const before = relationNamed(step.before, lock.relation);
    const after = before && step.after.relations.get(before.oid);
    return after ? [{ lock, before, after }] : [];
  }),
);

/** The tables that the statement created or locked, as they are afterwards. */
export const touchedTables = oncePerStep((step): readonly Relation[] => {
  const locked = lockedRelations(step).flatMap(({ after }) =>
    after.kind === "table" || after.kind === "partitioned-table" ? [after] : [],
  );
  const created = newRelations(step).filter(({ kind }) => kind === "table" || kind === "partitioned-table");
  return [...locked, ...created];
});

/** The constraints that the statement added, without those that partitions got from their parent. */
export const newConstraints = oncePerStep((step): readonly NewConstraint[] =>
  touchedTables(step).flatMap((table) =>
    table.constraints
      .filter(({ oid, parent }) => oid >= step.before.nextOid && parent === undefined)
      .map((constraint) => ({ table, constraint })),
  ),
);
