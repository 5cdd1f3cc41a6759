import type { Oid } from "../catalog/catalog.js";
import type { PersistentMap } from "../catalog/persistent-map.js";
import type { ColumnAt } from "../facts/column-sources.js";
import type { Fill } from "../facts/fills.js";
import type { Migration } from "./step.js";

/** Values that a migration gave to a column. */
export interface ShippedFill extends Fill {
  readonly migration: Migration;
}

/** "oid.number" of a column, the key of the maps below. */
export type ColumnKey = string;

/**
 * What the migrations did until now that a later contract step rests on: those of earlier deployments, and those of this one
 * before the statement (its `migrations` tell which). Immutable. What constraints prove stands in the catalog.
 */
export interface Shipped {
  /** Column -> what filled it. */
  readonly fills: PersistentMap<ColumnKey, readonly ShippedFill[]>;
  /** Column -> the fills that its values went into. */
  readonly copies: PersistentMap<ColumnKey, readonly ShippedFill[]>;
  /** Table -> the number that its next column had when it was made: columns from it on were added later. */
  readonly widths: PersistentMap<Oid, number>;
  /** Column -> the migration that lets writers leave it out (DROP NOT NULL, SET DEFAULT). */
  readonly loosened: PersistentMap<ColumnKey, Migration>;
}

/** The key of a column. */
export function columnKey({ table, column }: ColumnAt): ColumnKey {
  return `${table}.${column}`;
}
