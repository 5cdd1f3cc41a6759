import type { Span } from "../text/span.js";
import { parsePiece } from "./parse-piece.js";
import { load } from "./parser.js";
import { onlyPrints } from "./psql-command.js";
import { split } from "./split.js";
import type { PostgresMajor, Statement } from "./statement.js";
import { unread } from "./unread.js";
import type { CompiledParser } from "./wasm.js";

export interface LoadOptions {
  /** The compiled `libpg-query.wasm` (a `WebAssembly.Module`); without it libpg-query's own file is read and compiled. */
  readonly module?: CompiledParser;
}

/** Loads the parser. Must have ended before `parseStatements` is called; calling it again costs nothing. */
export function loadParser(options: LoadOptions = {}): Promise<void> {
  return load(options.module);
}

/** What was found in a text: its statements, in order, and its comments. */
export interface Parsed {
  readonly statements: readonly Statement[];
  readonly comments: readonly { readonly span: Span; readonly text: string }[];
}

export interface ParseOptions {
  /** The server's version: younger syntax becomes a syntax error. */
  readonly postgres: PostgresMajor;
  /** The part of the text to read; all of it where not given. Offsets of the result stay those of the whole text. */
  readonly span?: Span;
}

/** Splits a text into statements and parses each alone. Never throws for what is wrong in the text. */
export function parseStatements(text: string, options: ParseOptions): Parsed {
  const base = options.span?.start ?? 0;
  const part = options.span === undefined ? text : text.slice(base, options.span.end);
  const { pieces, comments } = split(part);
  const statements: Statement[] = [];
  for (const piece of pieces) {
    const index = statements.length;
    if (piece.kind === "statement") statements.push(parsePiece({ text: part, base, piece, index, ...options }));
    else if (piece.kind === "meta" && !onlyPrints(part.slice(piece.span.start, piece.span.end)))
      statements.push(unread(text, lineAt(text, base + piece.span.start), index));
  }
  return {
    statements,
    comments: comments.map(({ start, end }) => ({
      span: { start: base + start, end: base + end },
      text: part.slice(start, end),
    })),
  };
}

/** From an offset to the end of its line. */
function lineAt(text: string, start: number): Span {
  const length = /^[^\r\n]*/.exec(text.slice(start))?.[0].trimEnd().length ?? 0;
  return { start, end: start + length };
}
