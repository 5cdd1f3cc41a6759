import type { Statement } from "../sql/statement.js";
import type { Step } from "./step.js";

/** A statement that leaves a sequence behind its column, as "schema.table.column". */
export interface LeftBehind {
  readonly statement: Statement;
  readonly column: string;
}

/** The steps that leave the sequence of a column behind, where no later statement sets a sequence to a value (setval, RESTART). */
export function leftBehind(
  steps: readonly Step[],
  columnOf: (step: Step) => string | undefined,
): readonly LeftBehind[] {
  const found = steps.flatMap((step) => {
    const column = columnOf(step);
    return column === undefined ? [] : [{ statement: step.statement, column }];
  });
  if (found.length === 0) return [];
  const last = steps.findLast(({ statement }) => /\bsetval\b|\brestart\b/i.test(statement.text));
  return found.filter(({ statement }) => (last?.statement.index ?? -1) <= statement.index);
}
