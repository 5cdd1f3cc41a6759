import type { IndexElem, Node } from "@pgsql/types";
import type { Constraint, IndexKey, Oid, Relation } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { expressionOf, objectsIn } from "./expression.js";
import { indexName } from "./generated-names.js";
import { columnByNumber, constraintOfIndex, findColumn } from "./lookup.js";
import { strings } from "./names.js";
import { newRelation } from "./relations.js";
import { tablespaceFor } from "./tablespaces.js";

/** What a new index is to be. */
export interface IndexSpec {
  readonly table: Oid;
  readonly name?: string | undefined;
  readonly elements: readonly IndexElem[];
  readonly include: readonly IndexElem[];
  readonly method: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly exclusion: boolean;
  readonly nullsNotDistinct: boolean;
  readonly where?: Node | undefined;
  /** The index of the parent table that this one is made for. */
  readonly parent?: Oid | undefined;
  /** The constraint that it stands behind, without what only the finished index knows. */
  readonly constraint?: Pick<Constraint, "kind" | "deferrable" | "initiallyDeferred" | "withoutOverlaps"> | undefined;
  readonly parentConstraint?: Oid | undefined;
  /** CREATE INDEX ON ONLY: partitions get none. */
  readonly only: boolean;
  readonly options?: ReadonlyMap<string, string> | undefined;
  readonly tablespace?: string | undefined;
}

function label(spec: IndexSpec): "pkey" | "key" | "excl" | "idx" {
  if (spec.primary) return "pkey";
  if (spec.exclusion) return "excl";
  return spec.constraint ? "key" : "idx";
}

function keyOf(draft: Draft, table: Relation, element: IndexElem): IndexKey {
  const descending = element.ordering === "SORTBY_DESC";
  const nulls = element.nulls_ordering;
  const column = element.name === undefined ? undefined : findColumn(table, element.name);
  if (element.name !== undefined && !column) throw new Refused("42703", `column "${element.name}" does not exist`);
  const collation = strings(element.collation).join(".");
  const operatorClass = strings(element.opclass).join(".");
  return {
    column: column?.number ?? 0,
    ...(element.expr && { expression: expressionOf(draft.catalog, element.expr) }),
    ...(collation && { collation }),
    ...(operatorClass && { operatorClass }),
    descending,
    nullsFirst: nulls === "SORTBY_NULLS_FIRST" || (nulls !== "SORTBY_NULLS_LAST" && descending),
  };
}

/** Makes an index, its constraint if it has one, and those of the table's partitions. Gives its oid. */
export function createIndex(draft: Draft, spec: IndexSpec): Oid {
  const table = draft.relation(spec.table);
  const partitioned = table.kind === "partitioned-table";
  if (partitioned && (spec.unique || spec.exclusion)) requirePartitionKey(table, spec);
  const name =
    spec.name ?? indexName(draft.catalog, table.schema, table.name, [...spec.elements, ...spec.include], label(spec));
  const predicate = spec.where && expressionOf(draft.catalog, spec.where);
  const index = draft.add({
    ...newRelation(draft, table.schema, name, partitioned ? "partitioned-index" : "index"),
    persistence: table.persistence,
    options: spec.options ?? new Map<string, string>(),
    ...tablespaceFor(draft.catalog, spec.tablespace, table.persistence, draft.catalog.relations.get(spec.parent ?? -1)),
    parents: spec.parent === undefined ? [] : [spec.parent],
    index: {
      table: table.oid,
      method: spec.method,
      unique: spec.unique,
      primary: spec.primary,
      exclusion: spec.exclusion,
      nullsNotDistinct: spec.nullsNotDistinct,
      valid: !(partitioned && spec.only && table.children.length > 0),
      keys: spec.elements.map((element) => keyOf(draft, table, element)),
      include: spec.include.map((element) => keyOf(draft, table, element).column),
      ...(predicate && { predicate }),
      ...(spec.parent !== undefined && { parent: spec.parent }),
    },
  });
  draft.patch(table.oid, { indexes: [...table.indexes, index.oid] });
  if (spec.parent !== undefined) adopt(draft, spec.parent, index.oid);
  recordNeeds(draft, index);
  const constraint = spec.constraint && addIndexConstraint(draft, table, index, spec);
  if (partitioned && !spec.only) indexPartitions(draft, table, index, spec, constraint?.oid);
  return index.oid;
}

/** A unique or exclusion constraint of a partitioned table covers the partition key. */
function requirePartitionKey(table: Relation, spec: IndexSpec): void {
  const covered = spec.elements.flatMap((element) =>
    element.name === undefined ? [] : (findColumn(table, element.name)?.number ?? []),
  );
  if (table.partitionKey?.columns.every((number) => covered.includes(number))) return;
  throw new Refused("0A000", "unique constraint on partitioned table must include all partitioning columns");
}

function recordNeeds(draft: Draft, index: Relation): void {
  const nodes = [...index.index!.keys.map((key) => key.expression?.node), index.index!.predicate?.node];
  for (const on of objectsIn(draft.catalog, nodes)) draft.depend({ class: "relation", oid: index.oid }, on, "normal");
}

function adopt(draft: Draft, parent: Oid, child: Oid): void {
  draft.patch(parent, { children: [...draft.relation(parent).children, child] });
}

function addIndexConstraint(draft: Draft, table: Relation, index: Relation, spec: IndexSpec): Constraint {
  const inherited = spec.parentConstraint !== undefined;
  return draft.addConstraint(table.oid, {
    oid: draft.newOid(),
    name: index.name,
    kind: spec.constraint!.kind,
    deferrable: spec.constraint!.deferrable,
    initiallyDeferred: spec.constraint!.initiallyDeferred,
    ...(spec.constraint!.withoutOverlaps && { withoutOverlaps: true }),
    columns: index.index!.keys.map((key) => key.column),
    validated: true,
    enforced: true,
    noInherit: !inherited && table.kind !== "partitioned-table",
    local: !inherited,
    inherited: inherited ? 1 : 0,
    index: index.oid,
    ...(spec.parentConstraint !== undefined && { parent: spec.parentConstraint }),
  });
}

/** Gives each partition its part of a new partitioned index: a fitting index that it has, or a new one. */
function indexPartitions(
  draft: Draft,
  table: Relation,
  index: Relation,
  spec: IndexSpec,
  constraint: Oid | undefined,
): void {
  for (const oid of table.children) ensureIndex(draft, oid, { ...spec, only: false }, index.oid, constraint);
}

/** Attaches a fitting index of the partition to the parent's index, or makes one. */
export function ensureIndex(
  draft: Draft,
  partition: Oid,
  spec: IndexSpec,
  parent: Oid,
  parentConstraint: Oid | undefined,
): void {
  // Foreign tables have no indexes.
  if (draft.relation(partition).kind === "foreign-table") return;
  const fitting = fittingIndex(draft, draft.relation(partition), parent, parentConstraint !== undefined);
  if (fitting) {
    attachIndex(draft, parent, fitting.oid);
    return;
  }
  createIndex(draft, { ...spec, table: partition, name: undefined, parent, parentConstraint });
}

/** Makes an index the part of a partitioned index, and its constraint the child of that one's. */
export function attachIndex(draft: Draft, parent: Oid, child: Oid): void {
  const relation = draft.relation(child);
  if (relation.index!.parent === parent) return;
  draft.patch(child, { parents: [parent], index: { ...relation.index!, parent } });
  adopt(draft, parent, child);
  const above = constraintOf(draft, parent);
  const below = constraintOf(draft, child);
  if (!above || !below) return;
  draft.patchConstraint(relation.index!.table, below.oid, {
    parent: above.oid,
    local: false,
    inherited: below.inherited + 1,
  });
}

/** The constraint that an index stands behind. */
export function constraintOf(draft: Draft, index: Oid): Constraint | undefined {
  return constraintOfIndex(draft.catalog, draft.relation(index));
}

/** An index of the partition with the parent index's keys that is not attached elsewhere (CompareIndexInfo). */
export function fittingIndex(
  draft: Draft,
  partition: Relation,
  parent: Oid,
  constraint: boolean,
): Relation | undefined {
  const wanted = indexSignature(draft, draft.relation(parent));
  return partition.indexes
    .map((oid) => draft.relation(oid))
    .find(
      (index) =>
        index.index!.parent === undefined &&
        indexSignature(draft, index) === wanted &&
        (!constraint || constraintOf(draft, index.oid) !== undefined),
    );
}

/** The collation that a key is ordered by, where it is not the type's: its own, or the column's. */
export function collationOf(table: Relation, key: Pick<IndexKey, "column" | "collation">): string | undefined {
  return (key.collation ?? columnByNumber(table, key.column)?.collation)?.split(".").at(-1);
}

/** What two indexes on parent and partition must share to be one partitioned index. */
function indexSignature(draft: Draft, relation: Relation): string {
  const index = relation.index!;
  const table = draft.relation(index.table);
  const name = (number: number): string => columnByNumber(table, number)?.name ?? "";
  return JSON.stringify([
    index.method,
    index.unique,
    index.nullsNotDistinct,
    index.exclusion,
    index.keys.map((key) => [name(key.column), key.expression?.text, collationOf(table, key), key.operatorClass]),
    index.include.map(name),
    index.predicate?.text,
  ]);
}
