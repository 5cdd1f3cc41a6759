import type { Node, ParseResult } from "@pgsql/types";
import { loadModule, parseSync, SqlError } from "libpg-query";
import { OffsetMap } from "../text/bytes.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { NodeKind, PostgresMajor, Statement } from "./statement.js";

/** Loads the parser. Must have ended before `parseStatements` is called; calling it again costs nothing. */
export async function loadParser(): Promise<void> {
  await loadModule();
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
  const piece = text.slice(base, options.span?.end ?? text.length);
  if (piece.trim() === "") return { statements: [], comments: [] };
  const offsets = new OffsetMap(piece);
  let result: ParseResult;
  try {
    result = parseSync(piece);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const at = base + offsets.fromCodePoint(error.sqlDetails?.cursorPosition ?? 0);
    const span = { start: base, end: base + piece.length };
    const failed: Statement = {
      index: 0,
      span,
      text: piece,
      kind: "",
      error: { sqlstate: "42601", message: msg`${error.message}`, span: { start: at, end: Math.min(at + 1, span.end) } },
      at: (location) => base + offsets.fromByte(location),
    };
    return { statements: [failed], comments: [] };
  }
  const statements = (result.stmts ?? []).map((raw, index): Statement => {
    const start = offsets.fromByte(raw.stmt_location ?? 0);
    const end = raw.stmt_len === undefined ? piece.length : offsets.fromByte((raw.stmt_location ?? 0) + raw.stmt_len);
    const node = raw.stmt as Node;
    return {
      index,
      span: { start: base + start, end: base + end },
      text: piece.slice(start, end),
      kind: Object.keys(node)[0] as NodeKind,
      node,
      at: (location) => base + offsets.fromByte(location),
    };
  });
  return { statements, comments: [] };
}
