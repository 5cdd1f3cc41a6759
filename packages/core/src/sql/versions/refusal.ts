import type { Span } from "../../text/span.js";
import type { Words } from "./words.js";

/** What a server says of a statement that it cannot read. Offsets are those of the statement's text. */
export interface Refusal {
  readonly sqlstate: string;
  readonly message: string;
  readonly span: Span;
  /** Where the server notices; a server reads from left to right, so of two errors it raises the one with the lesser `at`. */
  readonly at: number;
}

/** A syntax error at a token, or at the end where there is no such token. */
export function refusalAt(words: Words, guilty: number, told: { message?: string; sqlstate?: string } = {}): Refusal {
  const token = words.list[guilty]?.text;
  const usual = token === undefined ? "syntax error at end of input" : `syntax error at or near "${token}"`;
  const span = words.span(token === undefined ? guilty - 1 : guilty);
  const { message = usual, sqlstate = "42601" } = told;
  return { sqlstate, message, span, at: token === undefined ? span.end : span.start };
}
