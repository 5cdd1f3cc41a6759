import type { SourceLocation, SourceRange } from "@eslint/core";
import { LineMap, type Comment, type Span, type Statement } from "@release-gate/core";

/** What every part of the tree has: its type, and its place in the text. */
interface Placed<Type extends string> {
  readonly type: Type;
  readonly range: SourceRange;
  readonly loc: SourceLocation;
}

/** One SQL statement; `kind` is the parser's node name ("IndexStmt"), for selectors like `Statement[kind="IndexStmt"]`. */
export interface StatementNode extends Placed<"Statement"> {
  readonly kind: string;
}

/** A comment; `value` has no delimiters. */
export interface CommentNode extends Placed<"Line" | "Block"> {
  readonly value: string;
}

/** The root: a whole file. */
export interface ProgramNode extends Placed<"Program"> {
  readonly body: readonly StatementNode[];
  readonly comments: readonly CommentNode[];
}

export type SqlNode = ProgramNode | StatementNode;

/** ESLint's tree of a file, from its statements and comments. Lines and columns count from 1. */
export function syntaxTree(
  text: string,
  statements: readonly Pick<Statement, "kind" | "span">[],
  comments: readonly Comment[],
): ProgramNode {
  const lines = new LineMap(text);
  const place = ({ start, end }: Span): { readonly range: SourceRange; readonly loc: SourceLocation } => ({
    range: [start, end],
    loc: { start: lines.position(start), end: lines.position(end) },
  });
  return {
    type: "Program",
    ...place({ start: 0, end: text.length }),
    body: statements.map(({ kind, span }) => ({ type: "Statement", kind, ...place(span) })),
    comments: comments.map(({ text: comment, span }) => ({ ...commentValue(comment), ...place(span) })),
  };
}

function commentValue(comment: string): Pick<CommentNode, "type" | "value"> {
  return comment.startsWith("--")
    ? { type: "Line", value: comment.slice(2) }
    : { type: "Block", value: comment.slice(2, -2) };
}
