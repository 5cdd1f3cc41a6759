import type { Column, Relation } from "../catalog/catalog.js";
import { oncePerStep, touchedTables } from "./new-objects.js";

/** A column that a CREATE TABLE or ADD COLUMN made, with its table as it is afterwards. */
export interface NewColumn {
  readonly table: Relation;
  readonly column: Column;
}

/** The table columns that the statement added, in the order of the tables and columns; none for partitions. */
export const newColumns = oncePerStep((step): readonly NewColumn[] => {
  if (step.statement.kind !== "CreateStmt" && step.statement.kind !== "AlterTableStmt") return [];
  return touchedTables(step).flatMap((table) => {
    // Numbers are given once: those of before are below the next one then.
    const first = step.before.relations.get(table.oid)?.nextColumn ?? 0;
    if (table.partitionOf || table.parents.length > 0) return [];
    return table.columns.filter(({ number }) => number >= first).map((column) => ({ table, column }));
  });
});
