import type { Node } from "@pgsql/types";
import type { Message } from "../text/message.js";
import type { Span } from "../text/span.js";

/** The PostgreSQL major versions that the product knows, oldest first. */
export const postgresMajors = [14, 15, 16, 17, 18] as const;
export type PostgresMajor = (typeof postgresMajors)[number];

/** The name of a node type as the parser writes it: "IndexStmt". */
export type NodeKind = Node extends infer Each ? (Each extends Each ? keyof Each : never) : never;

/** The fields of one node type: `NodeOf<"IndexStmt">`. */
export type NodeOf<Kind extends NodeKind> = Extract<Node, Record<Kind, unknown>>[Kind];

/** Why a text is not SQL: SQLSTATE, message as PostgreSQL words it, and the guilty place in the source. */
export interface SyntaxError {
  readonly sqlstate: string;
  readonly message: Message;
  readonly span: Span;
  /** Set where it is we who cannot read the text: a limit, or a bug. What the server does with it is not known. */
  readonly ours?: "limit" | "bug";
}

/**
 * One SQL statement in its source. Exactly one of `node` and `error` is set. `span` covers the statement's own text
 * without the blanks and comments before it and without the semicolon.
 */
export interface Statement {
  /** Position among the statements of its migration, from 0. */
  readonly index: number;
  readonly span: Span;
  readonly text: string;
  /** The parser's node name, "IndexStmt"; "" where the text could not be parsed. */
  readonly kind: NodeKind | "";
  readonly node?: Node;
  readonly error?: SyntaxError;
  /**
   * Where the statement is shown when its own text does not stand in the source: the call or the EXECUTE that runs it. Its
   * other places then count in its own text only.
   */
  readonly shownAt?: Span;
  /** UTF-16 offset in the source of a byte location of the parser (`location` fields of `node`). */
  at(location: number): number;
}

/** A statement whose text does not stand in the source: its places count on from `around`, and it is shown at `shown`. */
export function standingElsewhere(statement: Statement, around: Span, shown: Span): Statement {
  const { start, end } = statement.span;
  return {
    ...statement,
    span: { start: around.start + start, end: around.start + end },
    at: (location) => around.start + statement.at(location),
    shownAt: shown,
  };
}
