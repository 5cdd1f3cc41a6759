import type { Catalog } from "../catalog/catalog.js";
import { PersistentMap } from "../catalog/persistent-map.js";
import { loosenedBy, type Fill } from "../facts/fills.js";
import { columnKey, type ColumnKey, type Shipped, type ShippedFill } from "../rules/shipped.js";
import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";

/** Before the first migration. */
export function nothingShipped(): Shipped {
  return {
    fills: PersistentMap.empty(),
    copies: PersistentMap.empty(),
    widths: PersistentMap.empty(),
    loosened: PersistentMap.empty(),
  };
}

/** What has shipped once a statement ran too. Costs what the statement changes, however long the history is. */
export function shippedWith(
  shipped: Shipped,
  migration: Migration,
  statement: Statement,
  fills: readonly Fill[],
  before: Catalog,
  after: Catalog,
): Shipped {
  let next = shipped;
  for (let oid = before.nextOid; oid < after.nextOid; oid++) {
    const made = after.relations.get(oid);
    if (made && made.columns.length > 0) next = { ...next, widths: next.widths.set(oid, made.nextColumn) };
  }
  for (const fill of fills) {
    const entry: ShippedFill = { ...fill, migration };
    let { copies } = next;
    for (const from of fill.from) copies = withEntry(copies, columnKey(from), entry);
    next = { ...next, fills: withEntry(next.fills, columnKey(fill.to), entry), copies };
  }
  for (const column of loosenedBy(statement, after)) {
    next = { ...next, loosened: next.loosened.set(columnKey(column), migration) };
  }
  return next;
}

function withEntry(
  map: PersistentMap<ColumnKey, readonly ShippedFill[]>,
  key: ColumnKey,
  entry: ShippedFill,
): PersistentMap<ColumnKey, readonly ShippedFill[]> {
  const known = map.get(key) ?? [];
  // Those of a migration stand together, at the end while it runs.
  for (let at = known.length - 1; known[at]?.migration === entry.migration; at--)
    if (sameFill(known[at]!, entry)) return map;
  return map.set(key, [...known, entry]);
}

/** A migration that fills a column row by row fills it once: the lists stay short. */
function sameFill(a: ShippedFill, b: ShippedFill): boolean {
  if (a.by !== b.by || columnKey(a.to) !== columnKey(b.to)) return false;
  return a.from.length === b.from.length && a.from.every((each, i) => columnKey(each) === columnKey(b.from[i]!));
}
