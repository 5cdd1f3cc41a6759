import { addressKey } from "./address.js";
import type {
  Catalog,
  Constraint,
  Dependency,
  ExtendedStatistics,
  Existence,
  ObjectAddress,
  Oid,
  OtherObject,
  Relation,
  Routine,
  UserType,
} from "./catalog.js";
import { findRelation, relationName, type Name } from "./lookup.js";
import { otherKey } from "./others.js";
import { Refused } from "./refused.js";

export { Refused };

/**
 * The next catalog while a statement makes it: a copy of its own whose fields change, over maps that are immutable.
 * Nothing outside of `apply` sees it before the statement is done.
 */
export class Draft {
  readonly catalog: Catalog;
  /** What new objects and columns get: "maybe" inside a conditional branch. */
  readonly existence: Existence;

  constructor(catalog: Catalog, existence: Existence) {
    this.catalog = { ...catalog };
    this.existence = existence;
  }

  update(change: Partial<Catalog>): void {
    Object.assign(this.catalog, change);
  }

  newOid(): Oid {
    const oid = this.catalog.nextOid;
    this.update({ nextOid: oid + 1 });
    return oid;
  }

  /** The relation with an oid that the draft itself holds. */
  relation(oid: Oid): Relation {
    const relation = this.catalog.relations.get(oid);
    if (!relation) throw new Refused("42P01", `relation ${oid} does not exist`);
    return relation;
  }

  /** The relation of a name; refused where there is none (or where an incomplete catalog does not know it). */
  named(name: Name): Relation {
    const relation = findRelation(this.catalog, name);
    if (!relation) throw new Refused("42P01", `relation "${name.name}" does not exist`);
    return relation;
  }

  /** Puts a new relation into its schema. Refused where its name is taken. */
  add(relation: Relation): Relation {
    const name = relationName(relation);
    if (this.catalog.relationNames.has(name)) throw new Refused("42P07", `relation "${relation.name}" already exists`);
    this.update({
      relations: this.catalog.relations.set(relation.oid, relation),
      relationNames: this.catalog.relationNames.set(name, relation.oid),
    });
    return relation;
  }

  /** Changes fields of a relation; its name and schema change by `rename`. */
  patch(oid: Oid, change: Partial<Relation>): Relation {
    const relation = { ...this.relation(oid), ...change };
    this.update({ relations: this.catalog.relations.set(oid, relation) });
    return relation;
  }

  /** Gives a relation another name or schema. Refused where that is taken. */
  rename(oid: Oid, name: string, schema?: string): Relation {
    const before = this.relation(oid);
    const after = { ...before, name, schema: schema ?? before.schema };
    const names = this.catalog.relationNames.delete(relationName(before));
    if (names.has(relationName(after))) throw new Refused("42P07", `relation "${name}" already exists`);
    this.update({
      relationNames: names.set(relationName(after), oid),
      relations: this.catalog.relations.set(oid, after),
    });
    if (before.schema !== after.schema) {
      for (const constraint of before.constraints) {
        this.countConstraint(before.schema, constraint.name, -1);
        this.countConstraint(after.schema, constraint.name, 1);
      }
    }
    return after;
  }

  /** Takes a relation out of the maps that hold it by name and number. What refers to it is the caller's concern. */
  forget(oid: Oid): void {
    const relation = this.relation(oid);
    for (const constraint of relation.constraints) this.countConstraint(relation.schema, constraint.name, -1);
    this.update({
      relations: this.catalog.relations.delete(oid),
      relationNames: this.catalog.relationNames.delete(relationName(relation)),
      referencedBy: this.catalog.referencedBy.delete(oid),
    });
  }

  addConstraint(table: Oid, constraint: Constraint): Constraint {
    const relation = this.relation(table);
    this.patch(table, { constraints: [...relation.constraints, constraint] });
    this.countConstraint(relation.schema, constraint.name, 1);
    if (constraint.references !== undefined) {
      const known = this.catalog.referencedBy.get(constraint.references) ?? [];
      const entry = { table, constraint: constraint.oid };
      this.update({ referencedBy: this.catalog.referencedBy.set(constraint.references, [...known, entry]) });
    }
    return constraint;
  }

  patchConstraint(table: Oid, oid: Oid, change: Partial<Constraint>): void {
    const relation = this.relation(table);
    const constraints = relation.constraints.map((each) => (each.oid === oid ? { ...each, ...change } : each));
    const before = relation.constraints.find((each) => each.oid === oid);
    this.patch(table, { constraints });
    if (before && change.name !== undefined && change.name !== before.name) {
      this.countConstraint(relation.schema, before.name, -1);
      this.countConstraint(relation.schema, change.name, 1);
    }
  }

  /** Takes a constraint off its table; its index, if any, stays. */
  removeConstraint(table: Oid, oid: Oid): void {
    const relation = this.relation(table);
    const constraint = relation.constraints.find((each) => each.oid === oid);
    if (!constraint) return;
    this.patch(table, { constraints: relation.constraints.filter((each) => each !== constraint) });
    this.countConstraint(relation.schema, constraint.name, -1);
    if (constraint.references === undefined) return;
    const kept = (this.catalog.referencedBy.get(constraint.references) ?? []).filter((each) => each.constraint !== oid);
    const { referencedBy } = this.catalog;
    this.update({
      referencedBy: kept.length
        ? referencedBy.set(constraint.references, kept)
        : referencedBy.delete(constraint.references),
    });
  }

  countConstraint(schema: string, name: string, by: 1 | -1): void {
    const key = `${schema}.${name}`;
    const count = (this.catalog.constraintNames.get(key) ?? 0) + by;
    const { constraintNames } = this.catalog;
    this.update({ constraintNames: count > 0 ? constraintNames.set(key, count) : constraintNames.delete(key) });
  }

  putType(type: UserType): UserType {
    const before = this.catalog.types.get(type.oid);
    let names = this.catalog.typeNames;
    if (before) names = names.delete(`${before.schema}.${before.name}`);
    const key = `${type.schema}.${type.name}`;
    if (names.has(key)) throw new Refused("42710", `type "${type.name}" already exists`);
    this.update({ types: this.catalog.types.set(type.oid, type), typeNames: names.set(key, type.oid) });
    return type;
  }

  forgetType(oid: Oid): void {
    const type = this.catalog.types.get(oid);
    if (!type) return;
    this.update({
      types: this.catalog.types.delete(oid),
      typeNames: this.catalog.typeNames.delete(`${type.schema}.${type.name}`),
    });
  }

  putRoutine(routine: Routine): Routine {
    this.#unlistRoutine(routine.oid);
    const key = `${routine.schema}.${routine.name}`;
    const listed = this.catalog.routineNames.get(key) ?? [];
    this.update({
      routines: this.catalog.routines.set(routine.oid, routine),
      routineNames: this.catalog.routineNames.set(key, [...listed, routine.oid]),
    });
    return routine;
  }

  forgetRoutine(oid: Oid): void {
    this.#unlistRoutine(oid);
    this.update({ routines: this.catalog.routines.delete(oid) });
  }

  #unlistRoutine(oid: Oid): void {
    const before = this.catalog.routines.get(oid);
    if (!before) return;
    const key = `${before.schema}.${before.name}`;
    const kept = (this.catalog.routineNames.get(key) ?? []).filter((each) => each !== oid);
    const { routineNames } = this.catalog;
    this.update({ routineNames: kept.length ? routineNames.set(key, kept) : routineNames.delete(key) });
  }

  putStatistics(statistics: ExtendedStatistics): ExtendedStatistics {
    this.#unlistStatistics(statistics.oid);
    const { statistics: all, statisticsNames } = this.catalog;
    this.update({
      statistics: all.set(statistics.oid, statistics),
      statisticsNames: statisticsNames.set(`${statistics.schema}.${statistics.name}`, statistics.oid),
    });
    return statistics;
  }

  forgetStatistics(oid: Oid): void {
    this.#unlistStatistics(oid);
    this.update({ statistics: this.catalog.statistics.delete(oid) });
  }

  #unlistStatistics(oid: Oid): void {
    const before = this.catalog.statistics.get(oid);
    if (!before) return;
    this.update({ statisticsNames: this.catalog.statisticsNames.delete(`${before.schema}.${before.name}`) });
  }

  /** Puts such an object under its name, which may be another one than before. */
  putOther(object: OtherObject): OtherObject {
    this.forgetOther(object.oid);
    this.update({ others: this.catalog.others.set(otherKey(object), object) });
    return object;
  }

  forgetOther(oid: Oid): void {
    const before = this.catalog.others.values().find((each) => each.oid === oid);
    if (before) this.update({ others: this.catalog.others.delete(otherKey(before)) });
  }

  /** Records that one object needs another. Recorded twice, the stronger kind for DROP ("normal") is kept once. */
  depend(dependent: ObjectAddress, on: ObjectAddress, kind: Dependency["kind"]): void {
    const dependency: Dependency = { dependent, on, kind };
    const [from, to] = [addressKey(dependent), addressKey(on)];
    const known = this.catalog.dependencies.get(from) ?? [];
    if (known.some((each) => each.kind === kind && addressKey(each.on) === to)) return;
    this.update({
      dependencies: this.catalog.dependencies.set(from, [...known, dependency]),
      dependents: this.catalog.dependents.set(to, [...(this.catalog.dependents.get(to) ?? []), dependency]),
    });
  }

  /** Forgets what an object needs (`on`) and, for an object that is gone, who needs it. */
  independ(address: ObjectAddress): void {
    const key = addressKey(address);
    for (const dependency of this.catalog.dependencies.get(key) ?? []) {
      const to = addressKey(dependency.on);
      const kept = (this.catalog.dependents.get(to) ?? []).filter((each) => addressKey(each.dependent) !== key);
      const { dependents } = this.catalog;
      this.update({ dependents: kept.length ? dependents.set(to, kept) : dependents.delete(to) });
    }
    this.update({ dependencies: this.catalog.dependencies.delete(key) });
  }
}
