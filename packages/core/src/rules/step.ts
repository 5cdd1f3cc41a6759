import type { Catalog, Relation } from "../catalog/catalog.js";
import type { Path } from "../catalog/program/effects.js";
import type { Facts, RelationName, Scan } from "../facts/facts.js";
import type { Fill } from "../facts/fills.js";
import type { Transaction } from "../facts/transaction.js";
import type { Migration } from "../source/migration.js";
import type { PostgresMajor, Statement } from "../sql/statement.js";
import { findWords } from "../sql/tokens.js";
import type { Span } from "../text/span.js";
import type { Phase } from "./phase.js";
import type { Preparation } from "./preparation.js";
import type { Shipped } from "./shipped.js";

export type { Migration } from "../source/migration.js";

/** A file that is no migration, as this deployment changes it. */
export interface ApplicationChange {
  readonly path: string;
  /** Removed lines, joined by line feeds; "" where there are none. */
  readonly removed: string;
  /** Added lines, likewise. */
  readonly added: string;
}

/** How a migration that was released before differs from what was released. */
export interface EditedMigration {
  /** Who says so: a git ref ("origin/main") or the table of the runner ("public.flyway_schema_history"). */
  readonly by: string;
  /** Its statements, only its text (comments, blanks), only line ends, its name, or what only a checksum tells. */
  readonly differs: "statements" | "text" | "line-ends" | "name" | "checksum";
  /** The path then. */
  readonly path: string;
  /** The first difference; the first line where nobody knows the text that was released. */
  readonly span: Span;
}

/** The migrations that ship together. */
export interface Deployment {
  readonly migrations: readonly Migration[];
  /** What changes in the application since the same git ref; undefined where nobody told. */
  readonly application?: readonly ApplicationChange[] | undefined;
  /** What the earlier deployments did, and this one until now, that a contract step rests on. */
  readonly shipped: Shipped;
  /** The migrations that were released before, and are no longer what was released. */
  readonly edited?: ReadonlyMap<Migration, EditedMigration> | undefined;
  /** The invalid indexes that production has, left by builds that failed; undefined where nobody looked. */
  readonly invalidIndexes?: ReadonlySet<RelationName> | undefined;
  /** At its end: what it prepares, by the tables in use that it touches for that. */
  readonly prepared?: ReadonlyMap<RelationName, readonly Preparation[]> | undefined;
  /** Whether a relation, or a type, was created by an earlier statement of this deployment: it is new, and empty, for its rules. */
  created(relation: RelationName): boolean;
  /** Whether a column of an older relation was added by an earlier statement of this deployment. */
  createdColumn(relation: RelationName, column: string): boolean;
}

/** One statement in its place: what was there before it and what PostgreSQL does to run it. */
export interface Step {
  readonly statement: Statement;
  readonly migration: Migration;
  readonly deployment: Deployment;
  readonly transaction: Transaction;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly facts: Facts;
  /** The columns that it fills, and from what. */
  readonly fills: readonly Fill[];
  readonly phase: Phase;
  readonly postgres: PostgresMajor;
  /** The statements that its bodies run, in their order. Its own `facts` have what they do, too. */
  readonly ran?: readonly Step[];
  /** Set where the body of another statement runs this one. */
  readonly inner?: Inner;
}

/** How a statement of a body comes to run. */
export interface Inner {
  /** The statement of the migration that runs it, in the end. */
  readonly of: Statement;
  readonly path: Path;
  /** The way to it, from the outside: "do", "if", "loop", "handler", "call public.f()", "trigger t". */
  readonly via: readonly string[];
  /** It is a part of that statement (a change in its WITH): only the rules about its kind judge it apart. */
  readonly part?: true;
}

/** The steps as rules judge them: what a body does is judged at the statements in it, and at them alone. */
export function judgedSteps(steps: readonly Step[]): readonly Step[] {
  if (steps.every(({ ran }) => ran === undefined)) return steps;
  return steps.flatMap((step) => (step.ran ? [byItself(step), ...step.ran] : [step]));
}

/** Statements that are nothing but the bodies that they run. */
const onlyBody: ReadonlySet<string> = new Set(["DoStmt", "CallStmt"]);

function byItself(step: Step): Step {
  const phase = onlyBody.has(step.statement.kind) ? "neutral" : step.phase;
  return { ...step, facts: step.facts.within?.own ?? step.facts, fills: [], phase };
}

/**
 * Rows up to which a table counts as tiny: reading, rewriting or indexing so many ends within milliseconds. It matters
 * only where statistics are known; a table of unknown size may be large.
 */
export const tinyRows = 1000;

/** The relation that a name of `Facts` means in a catalog. */
export function relationNamed(catalog: Catalog, name: RelationName): Relation | undefined {
  const oid = catalog.relationNames.get(name);
  return oid === undefined ? undefined : catalog.relations.get(oid);
}

/** The scans that are long where the table is large; not those that its first row would end with an error. */
export function longScans(facts: Facts): readonly Scan[] {
  return facts.scans.filter(({ endsAtFirstRow }) => !endsAtFirstRow);
}

/** Whether the application that runs now can be using the relation: it was there before this deployment. */
export function inUse(step: Step, name: RelationName): boolean {
  return !name.startsWith("pg_temp.") && !step.deployment.created(name) && !step.transaction.created.has(name);
}

/** Whether the relation is in use and may have more than `tinyRows` rows: its size is unknown, or known to be larger. */
export function mayBeLarge(step: Step, name: RelationName): boolean {
  return inUse(step, name) && (relationNamed(step.before, name)?.rows ?? Infinity) > tinyRows;
}

/** What a break's or a loss's `of` is about: "public.users" of "public.users.email" and of "public.users". */
export function relationPart(of: string): RelationName {
  return of.split(".").slice(0, 2).join(".");
}

/** Whether the statement has these words ("VALIDATE CONSTRAINT") one after the other, outside strings and comments. */
export function hasWords(statement: Statement, words: string): boolean {
  return findWords(statement, words) !== undefined;
}

/** Whether the application that runs now can be using what a break's `of` names: a column as old as its table, or a table. */
export function inUsePart(step: Step, of: string): boolean {
  const relation = relationPart(of);
  const column = of.slice(relation.length + 1);
  return inUse(step, relation) && (column === "" || !step.deployment.createdColumn(relation, column));
}

/** The span of the first of these word sequences ("SET NOT NULL") that the statement has; else of its first word. */
export function wordsOf(statement: Statement, ...alternatives: readonly string[]): Span {
  for (const words of alternatives) {
    const found = findWords(statement, words);
    if (found) return statement.shownAt ?? found;
  }
  if (statement.shownAt) return statement.shownAt;
  const first = /^\w+/.exec(statement.text)?.[0].length ?? statement.text.length;
  return { start: statement.span.start, end: Math.min(statement.span.start + first, statement.span.end) };
}
