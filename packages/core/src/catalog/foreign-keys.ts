import type { Constraint as ConstraintNode } from "@pgsql/types";
import type { Constraint, Oid, Relation } from "./catalog.js";
import type { Adding } from "./constraints.js";
import { Refused, type Draft } from "./draft.js";
import { constraintName } from "./generated-names.js";
import { columnByNumber, findColumn, findConstraint, findRelation } from "./lookup.js";
import { joinedColumns, rangeName, strings, truncateName } from "./names.js";

const actions: Readonly<Record<string, string>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

function numbersOf(relation: Relation, names: readonly string[]): number[] {
  return names.map((name) => {
    const column = findColumn(relation, name);
    if (!column) throw new Refused("42703", `column "${name}" referenced in foreign key constraint does not exist`);
    return column.number;
  });
}

/** The unique index on exactly the columns, in any order, that a foreign key may point at. */
function keyIndex(draft: Draft, target: Relation, columns: readonly number[]): Relation | undefined {
  const wanted = [...columns].sort().join();
  const deferrable = new Set(
    target.constraints.filter((each) => each.deferrable && each.kind !== "foreign-key").map((each) => each.index),
  );
  return target.indexes
    .map((oid) => draft.relation(oid))
    .filter(
      ({ index }) => index!.unique && index!.valid && !index!.predicate && index!.keys.every((key) => key.column > 0),
    )
    .find(
      ({ oid, index }) => !deferrable.has(oid) && [...index!.keys.map((key) => key.column)].sort().join() === wanted,
    );
}

interface Target {
  readonly relation: Relation;
  readonly columns: readonly number[];
  readonly index: Relation | undefined;
}

/** The referenced table, its columns and the index behind them; undefined where an incomplete catalog lacks it. */
function targetOf(draft: Draft, node: ConstraintNode): Target | undefined {
  const relation = findRelation(draft.catalog, rangeName(node.pktable));
  if (!relation) {
    if (draft.catalog.complete) throw new Refused("42P01", `relation "${node.pktable?.relname}" does not exist`);
    return undefined;
  }
  if (node.pk_attrs?.length) {
    const columns = numbersOf(relation, strings(node.pk_attrs));
    const index = keyIndex(draft, relation, columns);
    if (!index && draft.catalog.complete)
      throw new Refused("42830", `there is no unique constraint matching given keys for "${relation.name}"`);
    return { relation, columns, index };
  }
  const key = relation.constraints.find((each) => each.kind === "primary-key");
  if (!key) {
    if (draft.catalog.complete)
      throw new Refused("42704", `there is no primary key for referenced table "${relation.name}"`);
    return { relation, columns: [], index: undefined };
  }
  return { relation, columns: key.columns, index: key.index === undefined ? undefined : draft.relation(key.index) };
}

/** Adds a foreign key, and its parts to the partitions of the referencing table. */
export function addForeignKey(draft: Draft, table: Oid, node: ConstraintNode, adding: Adding): void {
  const relation = draft.relation(table);
  const names = adding.column === undefined ? strings(node.fk_attrs) : [adding.column];
  const columns = numbersOf(relation, names);
  const target = targetOf(draft, node);
  const generated = () => constraintName(draft.catalog, relation.schema, relation.name, joinedColumns(names), "fkey");
  const name = node.conname === undefined ? generated() : truncateName(node.conname);
  if (findConstraint(relation, name)) throw new Refused("42710", `constraint "${name}" already exists`);
  if (
    relation.kind === "partitioned-table" &&
    node.skip_validation &&
    !adding.creating &&
    draft.catalog.postgres < 18
  ) {
    throw new Refused("42809", `cannot add NOT VALID foreign key on partitioned table "${relation.name}"`);
  }
  const enforced = node.is_enforced === true;
  const constraint: Omit<Constraint, "oid"> = {
    name,
    kind: "foreign-key",
    columns,
    enforced,
    validated: enforced && !(node.skip_validation === true && !adding.creating),
    deferrable: node.deferrable === true || node.initdeferred === true,
    initiallyDeferred: node.initdeferred === true,
    noInherit: relation.kind !== "partitioned-table",
    local: true,
    inherited: 0,
    onDelete: actions[node.fk_del_action ?? "a"] ?? "no action",
    onUpdate: actions[node.fk_upd_action ?? "a"] ?? "no action",
    matchFull: node.fk_matchtype === "f",
    ...(target && { references: target.relation.oid, referencedColumns: target.columns }),
    ...(target?.index && { index: target.index.oid }),
  };
  putForeignKey(draft, table, constraint);
}

/** Adds a finished foreign key with its dependencies, and clones it to the partitions. */
export function putForeignKey(draft: Draft, table: Oid, constraint: Omit<Constraint, "oid">): Oid {
  const oid = draft.newOid();
  draft.addConstraint(table, { oid, ...constraint });
  const address = { class: "constraint", oid, relation: table } as const;
  if (constraint.references !== undefined) {
    draft.depend(address, { class: "relation", oid: constraint.references }, "normal");
    for (const column of constraint.referencedColumns ?? []) {
      draft.depend(address, { class: "relation", oid: constraint.references, column }, "normal");
    }
  }
  if (constraint.index !== undefined) draft.depend(address, { class: "relation", oid: constraint.index }, "normal");
  const relation = draft.relation(table);
  if (relation.kind !== "partitioned-table") return oid;
  for (const partition of relation.children) cloneForeignKey(draft, table, partition, { oid, ...constraint });
  return oid;
}

/** A partition's part of its parent's foreign key: an equal one of its own is taken over, else one is made. */
export function cloneForeignKey(draft: Draft, parent: Oid, partition: Oid, constraint: Constraint): void {
  const above = draft.relation(parent);
  const below = draft.relation(partition);
  const columns = constraint.columns.map(
    (number) => findColumn(below, columnByNumber(above, number)?.name ?? "")?.number ?? 0,
  );
  const equal = below.constraints.find(
    (each) => each.parent === undefined && sameForeignKey(each, constraint, columns),
  );
  if (equal) {
    draft.patchConstraint(partition, equal.oid, {
      parent: constraint.oid,
      local: false,
      inherited: equal.inherited + 1,
      validated: true,
    });
    return;
  }
  const names = columns.map((number) => columnByNumber(below, number)?.name ?? "");
  const name = findConstraint(below, constraint.name)
    ? constraintName(draft.catalog, below.schema, below.name, joinedColumns(names), "fkey")
    : constraint.name;
  const { oid: _, ...rest } = constraint;
  putForeignKey(draft, partition, {
    ...rest,
    name,
    columns,
    parent: constraint.oid,
    local: false,
    inherited: 1,
    noInherit: below.kind !== "partitioned-table",
  });
}

function sameForeignKey(each: Constraint, other: Constraint, columns: readonly number[]): boolean {
  return (
    each.kind === "foreign-key" &&
    each.references === other.references &&
    each.columns.join() === columns.join() &&
    each.referencedColumns?.join() === other.referencedColumns?.join() &&
    each.onDelete === other.onDelete &&
    each.onUpdate === other.onUpdate &&
    each.matchFull === other.matchFull &&
    each.deferrable === other.deferrable &&
    each.initiallyDeferred === other.initiallyDeferred &&
    each.enforced === other.enforced
  );
}
