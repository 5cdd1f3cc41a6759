import type { Catalog, Oid, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { PersistentMap } from "../catalog/persistent-map.js";
import type { ColumnAt } from "../facts/column-sources.js";
import { columnKey, type ColumnKey, type Shipped, type ShippedFill } from "../rules/shipped.js";

/**
 * What has shipped, told of one catalog, as it is told of another one with the same tables: relations are found by their
 * names, columns too. What the other catalog does not have is left out.
 */
export function carriedOver(shipped: Shipped, from: Catalog, to: Catalog): Shipped {
  const relationAt = (oid: Oid): Relation | undefined => {
    const relation = from.relations.get(oid);
    const other = relation && to.relationNames.get(relationName(relation));
    return other === undefined ? undefined : to.relations.get(other);
  };
  const columnAt = ({ table, column }: ColumnAt): ColumnAt | undefined => {
    const name = from.relations.get(table)?.columns.find(({ number }) => number === column)?.name;
    const relation = relationAt(table);
    const other = relation?.columns.find((each) => each.name === name);
    return relation && other ? { table: relation.oid, column: other.number } : undefined;
  };
  const keyAt = (key: ColumnKey): ColumnKey | undefined => {
    const [table, column] = key.split(".").map(Number);
    const at = columnAt({ table: table ?? 0, column: column ?? 0 });
    return at && columnKey(at);
  };
  const fillAt = (fill: ShippedFill): ShippedFill[] => {
    const target = columnAt(fill.to);
    const sources = fill.from.map(columnAt).filter((source) => source !== undefined);
    return target ? [{ ...fill, to: target, from: sources }] : [];
  };
  return {
    fills: mapped(shipped.fills, keyAt, (fills) => fills.flatMap(fillAt)),
    copies: mapped(shipped.copies, keyAt, (fills) => fills.flatMap(fillAt)),
    widths: mapped(
      shipped.widths,
      (oid) => relationAt(oid)?.oid,
      (width, oid) => widthIn(from.relations.get(oid), relationAt(oid), width),
    ),
    loosened: mapped(shipped.loosened, keyAt, (migration) => migration),
  };
}

/** The number from which on columns were added later: a dump numbers columns anew, without those that were dropped. */
function widthIn(old: Relation | undefined, now: Relation | undefined, width: number): number {
  const added = new Set(old?.columns.filter(({ number }) => number >= width).map(({ name }) => name));
  return now?.columns.find(({ name }) => added.has(name))?.number ?? now?.nextColumn ?? width;
}

function mapped<Key, Value>(
  map: PersistentMap<Key, Value>,
  keyOf: (key: Key) => Key | undefined,
  valueOf: (value: Value, key: Key) => Value,
): PersistentMap<Key, Value> {
  let result = PersistentMap.empty<Key, Value>();
  for (const [key, value] of map.entries()) {
    const other = keyOf(key);
    if (other !== undefined) result = result.set(other, valueOf(value, key));
  }
  return result;
}
