import type { Catalog, Column, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { proofOfNotNull } from "../facts/alter/not-null-proof.js";
import type { ColumnAt } from "../facts/column-sources.js";
import { columnKey, type ShippedFill } from "./shipped.js";
import type { Migration, Step } from "./step.js";

/**
 * What is known of how a dropped column was replaced. The six steps: 1 add the new column, 2 deploy an application
 * that writes both, 3 backfill, 4 make the new one NOT NULL, 5 deploy an application that no longer uses the old one, 6 drop
 * the old one. Each ships in a deployment of its own; 2 and 5 are no migrations, so only their traces can be seen.
 */
export type Replacement =
  | { readonly missing: undefined; readonly by: string }
  /** 1, 3: the migration of this deployment that has it; undefined where none has. */
  | { readonly missing: 1 | 3; readonly by: string; readonly migration: Migration | undefined }
  | { readonly missing: 4 | 5; readonly by: string };

/** How a column that a step drops was replaced; undefined where nothing in the history replaces it. */
export function replacementOf(step: Step, table: Relation, column: Column): Replacement | undefined {
  const from = { table: table.oid, column: column.number };
  if (isPrimaryKey(table, column)) return undefined;
  const copies = (step.deployment.shipped.copies.get(columnKey(from)) ?? []).filter(
    (fill) => fill.by !== "trigger" && columnAt(step.before, fill.to) !== undefined,
  );
  const found = copies.map((fill) => afterFill(step, table, column, fill));
  return found.find(({ missing }) => missing === undefined) ?? found[0] ?? notFilled(step, table, column);
}

/** Which step after the backfill is missing. */
function afterFill(step: Step, table: Relation, column: Column, fill: ShippedFill): Replacement {
  const by = nameOf(step.before, fill.to);
  if (ships(step, fill.migration)) {
    return { missing: isNew(step, fill.to) ? 1 : 3, by, migration: fill.migration };
  }
  const target = columnAt(step.before, fill.to);
  const sameTable = fill.to.table === table.oid;
  if (sameTable && column.notNull && target && !target.notNull && !proofOfNotNull(table, target.name)) {
    return { missing: 4, by };
  }
  return mustBeWritten(step, table, column) ? { missing: 5, by } : { missing: undefined, by };
}

/** Whether the application that runs cannot leave the column out of its INSERTs: it still uses it. */
function mustBeWritten(step: Step, table: Relation, column: Column): boolean {
  const { fills, loosened } = step.deployment.shipped;
  const key = columnKey({ table: table.oid, column: column.number });
  if ((fills.get(key) ?? []).some(({ by }) => by === "trigger")) return false;
  const since = loosened.get(key);
  if (since && ships(step, since)) return true;
  return column.notNull && !column.default && !column.identity && !column.generated;
}

/** A column that was added later, that its name relates to the dropped one, and that nothing filled yet. */
function notFilled(step: Step, table: Relation, column: Column): Replacement | undefined {
  const { fills, widths } = step.deployment.shipped;
  const width = widths.get(table.oid) ?? Infinity;
  const candidates = table.columns.filter(
    ({ number, name }) =>
      number >= width &&
      number > column.number &&
      !fills.has(columnKey({ table: table.oid, column: number })) &&
      shareWord(name, column.name),
  );
  const [candidate, ...others] = candidates;
  if (!candidate || others.length > 0) return undefined;
  const at = { table: table.oid, column: candidate.number };
  return { missing: isNew(step, at) ? 1 : 3, by: nameOf(step.before, at), migration: undefined };
}

function shareWord(a: string, b: string): boolean {
  const words = (name: string): string[] => name.toLowerCase().split(/[^a-z0-9]+|(?<=[a-z])(?=[A-Z])/);
  const known = new Set(words(a).filter((word) => word.length > 2));
  return words(b).some((word) => known.has(word));
}

/** How the rows of a table that a step drops were copied. */
export interface Copied {
  /** The table that the rows went into; the first one where there are several. */
  readonly into: string;
  /** Columns that were copied nowhere. */
  readonly left: readonly string[];
  /** The migration of this deployment that copies, where no earlier one did; and whether it also ships the new table. */
  readonly ships: { readonly migration: Migration; readonly step: 1 | 3 } | undefined;
}

/** Where the rows of a table went; undefined where nothing in the history copied them. */
export function copyOf(step: Step, table: Relation): Copied | undefined {
  const copies = table.columns.map(({ name, number }) => ({
    name,
    fills: (step.deployment.shipped.copies.get(columnKey({ table: table.oid, column: number })) ?? []).filter(
      ({ by, to }) => by !== "trigger" && to.table !== table.oid && columnAt(step.before, to) !== undefined,
    ),
  }));
  const [first] = copies.flatMap(({ fills }) => fills);
  if (!first) return undefined;
  const late = copies.find(({ fills }) => fills.length > 0 && fills.every(({ migration }) => ships(step, migration)));
  const [fill] = late?.fills ?? [];
  const target = step.before.relations.get(first.to.table);
  return {
    into: target ? relationName(target) : "",
    left: copies.filter(({ fills }) => fills.length === 0).map(({ name }) => name),
    ships: fill && { migration: fill.migration, step: isNew(step, fill.to) ? 1 : 3 },
  };
}

/** Whether a migration is part of the step's own deployment. */
export function ships(step: Step, migration: Migration): boolean {
  return step.deployment.migrations.includes(migration);
}

/** The column, where it is still there. */
export function columnAt(catalog: Catalog, { table, column }: ColumnAt): Column | undefined {
  return catalog.relations.get(table)?.columns.find(({ number }) => number === column);
}

function isPrimaryKey(table: Relation, { number }: Column): boolean {
  return table.constraints.some(({ kind, columns }) => kind === "primary-key" && columns.includes(number));
}

function isNew(step: Step, at: ColumnAt): boolean {
  const table = step.before.relations.get(at.table);
  const column = columnAt(step.before, at);
  if (!table || !column) return false;
  const name = relationName(table);
  return step.deployment.created(name) || step.deployment.createdColumn(name, column.name);
}

function nameOf(catalog: Catalog, at: ColumnAt): string {
  const table = catalog.relations.get(at.table);
  return table ? `${relationName(table)}.${columnAt(catalog, at)?.name ?? ""}` : "";
}
