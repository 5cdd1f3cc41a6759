import type { RelationName } from "../facts/facts.js";
import { newColumns } from "./new-columns.js";
import { inUse, type Migration, type Step } from "./step.js";

/** What of a deployment prepares that a table in use, or a part of it, goes: the statement's first words, and where it stands. */
export interface Preparation {
  readonly migration: Migration;
  readonly words: string;
  /** Its place among the statements of the deployment. */
  readonly at: number;
}

/** By the tables that it touches: the first preparation of a migration, and the first of another one. */
export type Preparations = Map<RelationName, Preparation[]>;

/** Adding a column or a table, and moving rows: what another step takes away may be replaced by it. */
export function prepares(step: Step): boolean {
  return (
    step.phase === "migrate" ||
    step.statement.kind === "CreateTableAsStmt" ||
    step.statement.kind === "ViewStmt" ||
    newColumns(step).some(({ column }) => !column.generated)
  );
}

/** The first words of a statement, as a person names it: "ALTER TABLE". */
export function firstWords({ statement }: Step): string {
  return statement.text.split(/\s+/).slice(0, 2).join(" ").toUpperCase();
}

/** Adds what the steps of a migration prepare. `from` is the number of statements before them. */
export function notePreparations(known: Preparations, steps: readonly Step[], from: number): void {
  for (const [index, step] of steps.entries()) {
    const touched = step.facts.locks.filter(({ relation }) => inUse(step, relation));
    if (touched.length === 0 || !prepares(step)) continue;
    for (const { relation } of touched) {
      const noted = known.get(relation) ?? [];
      if (noted.length > 1 || noted.some(({ migration }) => migration === step.migration)) continue;
      known.set(relation, [...noted, { migration: step.migration, words: firstWords(step), at: from + index }]);
    }
  }
}
