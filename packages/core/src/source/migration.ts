import type { Statement } from "../sql/statement.js";
import type { Span } from "../text/span.js";
import type { Substitution } from "./substitution.js";

/** A file as read. `text` has no byte order mark; `bom` tells that there was one, so that offsets can count it. */
export interface Source {
  /** Relative to the configuration's folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly bom: boolean;
}

export type Direction = "up" | "down";

/** Who opens the transaction: the runner, for the file; the runner, over all pending files; nobody. */
export type TransactionMode = "file" | "batch" | "none";

/** How a file leaves its runner's transaction. */
export interface Leaving {
  /** What to write: "-- +goose NO TRANSACTION". */
  readonly write: string;
  /** The file is one query then, so that CONCURRENTLY must be alone in it. */
  readonly alone: boolean;
  /** It is written into a part of the file, and the others stay in the transaction. */
  readonly part?: boolean;
}

/** A comment of a source, with its delimiters. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** An ordered unit in a source: its statements, its direction, how it runs. */
export interface Migration {
  readonly source: Source;
  /** Name as the framework shows it: "20260120_add_trip_categories". */
  readonly name: string;
  /** What the framework orders by, undefined where it has no order of its own (then by path). */
  readonly version: string | undefined;
  /** The framework whose rules were applied: "plain", "prisma", ... */
  readonly framework: string;
  readonly direction: Direction;
  readonly transaction: TransactionMode;
  /** Set where neither its framework nor the policy says who opens the transaction. */
  readonly transactionIsGuess?: boolean;
  /** Several statements go to the server as one simple query, so CONCURRENTLY must be alone even without BEGIN. */
  readonly multiStatementQuery: boolean;
  /** The part of the source that this migration is. */
  readonly span: Span;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Parts of the span that go to the server as one query each, though the migration as a whole does not. */
  readonly blocks?: readonly Span[];
  /** Parts of the span that run without its transaction: in sessions of their own, one statement after the other. */
  readonly outside?: readonly Span[];
  /** The query is a pipeline of single statements: a first one that must not be in a transaction runs before it. */
  readonly pipeline?: boolean;
  /** How the framework's files leave its transaction, where they can. */
  readonly leaving?: Leaving;
  /** The path of another file that has this version and direction, where the framework takes a version once only. */
  readonly sameVersion?: string;
  /** Set where placeholders were replaced: spans are then those of the text with the values, until `lintSources` ends. */
  readonly substitution?: Substitution;
}
