import type { Step } from "./step.js";

/** The index of the last statement that sets a sequence to a value (setval, RESTART); -1 where none does. */
export function lastAdvance(steps: readonly Step[]): number {
  const last = steps.findLast(({ statement }) => /\bsetval\b|\brestart\b/i.test(statement.text));
  return last?.statement.index ?? -1;
}
