import type { Node, PartitionBoundSpec, PartitionSpec } from "@pgsql/types";
import type { IndexElem } from "@pgsql/types";
import type { IndexKey, Oid, PartitionKey, PartitionOf, Relation } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { expressionOf, objectsIn } from "./expression.js";
import { cloneForeignKey } from "./foreign-keys.js";
import { constraintOf, ensureIndex, type IndexSpec } from "./indexes.js";
import { columnByNumber, findColumn } from "./lookup.js";

const strategies = {
  PARTITION_STRATEGY_RANGE: "range",
  PARTITION_STRATEGY_LIST: "list",
  PARTITION_STRATEGY_HASH: "hash",
} as const;

/** The partition key of a PARTITION BY clause; expressions have column 0. */
export function partitionKeyOf(draft: Draft, relation: Relation, spec: PartitionSpec): PartitionKey {
  const columns: number[] = [];
  const expressions: Node[] = [];
  for (const node of spec.partParams ?? []) {
    if (!("PartitionElem" in node)) continue;
    const { name, expr } = node.PartitionElem;
    if (expr) expressions.push(expr);
    const column = name === undefined ? undefined : findColumn(relation, name);
    if (name !== undefined && !column)
      throw new Refused("42703", `column "${name}" named in partition key does not exist`);
    columns.push(column?.number ?? 0);
  }
  for (const on of objectsIn(draft.catalog, expressions))
    draft.depend({ class: "relation", oid: relation.oid }, on, "normal");
  return {
    strategy: strategies[spec.strategy as keyof typeof strategies] ?? "range",
    columns,
    expressions: expressions.map((node) => expressionOf(draft.catalog, node)),
  };
}

/** What makes a table a partition: its parent and bound. */
export function partitionOf(parent: Oid, bound: PartitionBoundSpec | undefined): PartitionOf {
  if (bound?.is_default) return { parent, default: true };
  return { parent, default: false, bound };
}

/** Gives a new partition, or one that is attached, the parent's indexes, foreign keys and row triggers. */
export function completePartition(draft: Draft, parent: Oid, partition: Oid): void {
  for (const oid of draft.relation(parent).indexes) {
    const constraint = constraintOf(draft, oid);
    ensureIndex(draft, partition, specOf(draft, oid), oid, constraint?.oid);
  }
  for (const constraint of draft.relation(parent).constraints) {
    if (constraint.kind === "foreign-key") cloneForeignKey(draft, parent, partition, constraint);
  }
  cloneTriggers(draft, parent, partition);
}

/** Row triggers of the parent, with the same names, on the partition and on its own partitions. */
export function cloneTriggers(draft: Draft, parent: Oid, partition: Oid): void {
  for (const trigger of draft.relation(parent).triggers) {
    if (!trigger.row) continue;
    const known = draft.relation(partition);
    if (known.triggers.some((each) => each.name === trigger.name)) continue;
    draft.patch(partition, { triggers: [...known.triggers, { ...trigger, oid: draft.newOid(), parent: trigger.oid }] });
  }
  for (const below of draft.relation(partition).children) cloneTriggers(draft, partition, below);
}

/** The definition of an existing index, to make an equal one elsewhere (LIKE INCLUDING INDEXES, partitions). */
export function specOf(draft: Draft, oid: Oid): IndexSpec {
  const relation = draft.relation(oid);
  const index = relation.index!;
  const table = draft.relation(index.table);
  const constraint = constraintOf(draft, oid);
  return {
    table: table.oid,
    elements: index.keys.map((key) => elementOf(table, key)),
    include: index.include.map((number) => ({ name: columnByNumber(table, number)?.name ?? "" })),
    method: index.method,
    unique: index.unique,
    primary: index.primary,
    exclusion: index.exclusion,
    nullsNotDistinct: index.nullsNotDistinct,
    where: index.predicate?.node as Node | undefined,
    constraint,
    only: false,
    options: relation.options,
    ...(relation.tablespace !== undefined && { tablespace: relation.tablespace }),
  };
}

function elementOf(table: Relation, key: IndexKey): IndexElem {
  const name = columnByNumber(table, key.column)?.name;
  return {
    ...(name !== undefined && { name }),
    ...(key.expression && { expr: key.expression.node as Node }),
    ...(key.collation && { collation: key.collation.split(".").map((sval) => ({ String: { sval } })) }),
    ...(key.operatorClass && { opclass: key.operatorClass.split(".").map((sval) => ({ String: { sval } })) }),
    ordering: key.descending ? "SORTBY_DESC" : "SORTBY_DEFAULT",
    nulls_ordering: key.nullsFirst ? "SORTBY_NULLS_FIRST" : "SORTBY_NULLS_LAST",
  };
}
