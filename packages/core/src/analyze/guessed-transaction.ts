import { blocksWrites } from "../facts/lock.js";
import type { Finding } from "../rules/rule.js";
import { inUse, type Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import { msg } from "../text/message.js";
import type { DeploymentSoFar } from "./replay.js";
import type { Note } from "./statistics/sizes.js";

/** A migration as it runs if the guess about its transaction is wrong, and what was before it. */
export interface OtherGuess {
  readonly migration: Migration;
  readonly soFar: DeploymentSoFar;
}

/**
 * A migration of which nobody said who opens the transaction, in a transaction of the runner. Undefined for others: a file that
 * has BEGIN itself is written for a runner that opens none. To be taken before the migration is replayed.
 */
export function otherGuess(migration: Migration, soFar: DeploymentSoFar): OtherGuess | undefined {
  if (migration.transactionIsGuess !== true || migration.direction === "down") return undefined;
  if (migration.statements.some(({ kind }) => kind === "TransactionStmt")) return undefined;
  return { migration: { ...migration, transaction: "file" }, soFar: { ...soFar, columns: new Set(soFar.columns) } };
}

/** Statements that may not be in a transaction, or that act otherwise in one. The second judgment tells what is so. */
const actsOtherwise =
  /\b(?:concurrently|vacuum|cluster|reindex|database|tablespace|system|subscription|discard|add\s+value|set\s+local)\b/i;

/** Whether it can matter who opens the transaction. Cheap: only where it can is the migration judged a second time. */
export function mayDecide(steps: readonly Step[]): boolean {
  return steps.some(
    (step, at) =>
      actsOtherwise.test(step.statement.text) ||
      (at < steps.length - 1 &&
        step.facts.locks.some(({ relation, mode }) => blocksWrites(mode) && inUse(step, relation))),
  );
}

/** What is to be said where the two judgments differ: once, with the setting that settles it. */
export function guessNote(
  { source }: Migration,
  found: readonly Finding[],
  other: readonly Finding[],
): Note | undefined {
  const [here, there] = [placesOf(found), placesOf(other)];
  const differ = [
    ...found.filter((each) => !there.has(placeOf(each))),
    ...other.filter((each) => !here.has(placeOf(each))),
  ];
  if (differ.length === 0) return undefined;
  const rules = [...new Set(differ.map(({ rule }) => rule))].join(", ");
  const text = msg`Plain files are judged as psql runs them, each statement by itself. In one transaction for each file, ${source.path} would be judged otherwise (${rules}). Write "transaction: file" or "transaction: none" under "migrations" in release-gate.yaml, as your runner does it.`;
  return { reason: "transaction-guess", text };
}

function placesOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(placeOf));
}

function placeOf({ rule, span }: Finding): string {
  return `${rule} ${span.start}`;
}
