import { copyStatistics } from "./apply-statistics.js";
import type { Column, Oid, Relation } from "./catalog.js";
import { dependOnType, setDefault } from "./columns.js";
import { putCheck, setNotNull } from "./constraints.js";
import type { Draft } from "./draft.js";
import { columnsIn } from "./expression.js";
import { createIndex } from "./indexes.js";
import { columnByNumber, findColumn } from "./lookup.js";
import { specOf } from "./partitions.js";
import { addColumnSequence, ownedSequence } from "./sequences.js";

/** A LIKE clause: the table to copy and the bits of what to include (CREATE_TABLE_LIKE_* in parsenodes.h). */
export interface Like {
  readonly source: Relation;
  readonly options: number;
}

const bits = {
  compression: 2,
  constraints: 4,
  defaults: 8,
  generated: 16,
  identity: 32,
  indexes: 64,
  statistics: 128,
  storage: 256,
} as const;

function includes(like: Like, what: keyof typeof bits): boolean {
  return (like.options & bits[what]) !== 0;
}

/** The columns that LIKE copies, without defaults and identity, which need the table. */
export function likeColumns(like: Like): Column[] {
  return like.source.columns.map((column) => {
    const {
      default: _default,
      identity: _identity,
      generated: _generated,
      statistics: _,
      storage,
      compression,
      ...rest
    } = column;
    return {
      ...rest,
      local: true,
      inherited: 0,
      ...(storage && includes(like, "storage") && { storage }),
      ...(compression && includes(like, "compression") && { compression }),
    };
  });
}

/** What LIKE copies once the table has its columns: NOT NULL, defaults, generation, identity, checks, indexes. */
export function likeAfter(draft: Draft, table: Oid, like: Like): void {
  for (const column of like.source.columns) copyColumn(draft, table, like, column);
  if (includes(like, "constraints")) copyChecks(draft, table, like.source);
  if (includes(like, "indexes")) copyIndexes(draft, table, like);
  if (includes(like, "statistics")) copyStatistics(draft, like.source, table);
}

function copyIndexes(draft: Draft, table: Oid, like: Like): void {
  for (const oid of like.source.indexes) {
    createIndex(draft, { ...specOf(draft, oid), table, name: undefined });
    const { index } = draft.relation(oid);
    if (index!.primary) for (const key of index!.keys) copyNotNull(draft, table, like.source, key.column);
  }
}

function copyNotNull(draft: Draft, table: Oid, source: Relation, number: number): void {
  const column = findColumn(draft.relation(table), columnByNumber(source, number)?.name ?? "");
  if (column) setNotNull(draft, table, column.number);
}

function copyColumn(draft: Draft, table: Oid, like: Like, column: Column): void {
  const copy = findColumn(draft.relation(table), column.name);
  if (!copy) return;
  dependOnType(draft, table, copy);
  if (column.notNull) {
    const constraint = like.source.constraints.find(
      (each) => each.kind === "not-null" && each.columns[0] === column.number,
    );
    setNotNull(draft, table, copy.number, { name: constraint?.name, noInherit: constraint?.noInherit === true });
  }
  const wanted = column.generated ? includes(like, "generated") : includes(like, "defaults");
  if (column.default && wanted) setDefault(draft, table, copy.number, column.default.node as never, column.generated);
  if (column.identity && includes(like, "identity")) copyIdentity(draft, table, copy.number, like.source, column);
}

function copyIdentity(draft: Draft, table: Oid, number: number, source: Relation, column: Column): void {
  const columns = draft
    .relation(table)
    .columns.map((each) => (each.number === number ? { ...each, identity: column.identity! } : each));
  draft.patch(table, { columns });
  const sequence = ownedSequence(draft, source.oid, column.number);
  addColumnSequence(draft, table, number, {
    type: "int8",
    identity: true,
    like: sequence === undefined ? undefined : draft.relation(sequence).sequence,
  });
}

function copyChecks(draft: Draft, table: Oid, source: Relation): void {
  for (const constraint of source.constraints) {
    if (constraint.kind !== "check") continue;
    const { oid: _, ...rest } = constraint;
    const columns = columnsIn(constraint.expression?.node, draft.relation(table));
    putCheck(draft, table, { ...rest, columns, validated: constraint.enforced, local: true, inherited: 0 });
  }
}
