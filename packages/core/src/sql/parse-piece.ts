import type { Node } from "@pgsql/types";
import { OffsetMap } from "../text/bytes.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { Lexer } from "./lexer.js";
import { parse, type Answer } from "./parser.js";
import { sqlstateOf } from "./sqlstate.js";
import type { Piece } from "./split.js";
import type { NodeKind, PostgresMajor, Statement, SyntaxError } from "./statement.js";

/** A statement's piece in the part of a source that was split; `base` is where that part starts in the source. */
export interface PlacedPiece {
  readonly text: string;
  readonly base: number;
  readonly piece: Piece;
  readonly index: number;
  readonly postgres: PostgresMajor;
}

/** Parses one piece alone. */
export function parsePiece({ text: whole, base, piece, index }: PlacedPiece): Statement {
  const { start, end } = piece.body;
  // With its semicolon, so that an error there reads as the server words it.
  const sql = whole.slice(start, piece.span.end);
  const text = whole.slice(start, end);
  let offsets: OffsetMap | undefined;
  const common = {
    index,
    span: { start: base + start, end: base + end },
    text,
    at: (location: number) => base + start + (offsets ??= new OffsetMap(text)).fromByte(location),
  };
  const refusal = refusalOf(sql, common.span);
  if (refusal !== undefined) return { ...common, kind: "", error: refusal };
  const answer = parse(sql);
  if ("node" in answer) return { ...common, kind: kindOf(answer.node), node: answer.node };
  return { ...common, kind: "", error: errorOf(answer, sql, common.span) };
}

function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}

/** The longest statement that is parsed, in UTF-16 units: its tree may need some sixty times as much memory. */
const longest = 8 * 1024 * 1024;

/** What cannot be given to the parser: a NUL would end the text silently, and a too long text would end the instance. */
function refusalOf(sql: string, span: Span): SyntaxError | undefined {
  const nul = sql.indexOf("\0");
  if (nul >= 0) {
    const start = span.start + nul;
    return { sqlstate: "22021", message: msg`invalid byte sequence for encoding "UTF8": 0x00`, span: { start, end: start + 1 } };
  }
  if (sql.length > longest) {
    return { sqlstate: "54000", message: msg`statement of ${sql.length} characters is too long to be parsed`, span };
  }
  return undefined;
}

function errorOf(answer: Exclude<Answer, { readonly node: Node }>, sql: string, span: Span): SyntaxError {
  if ("exhausted" in answer) return { sqlstate: "54001", message: msg`statement is nested too deeply to be parsed`, span };
  const { message, codePoint } = answer;
  const place = codePoint === undefined ? span : guilty(sql, new OffsetMap(sql).fromCodePoint(codePoint), span);
  return { sqlstate: sqlstateOf(message), message: msg`${message}`, span: place };
}

/** The token at an offset of the statement; its last token where the statement ended too early. */
function guilty(sql: string, offset: number, span: Span): Span {
  const lexer = new Lexer(sql);
  let last: Span = { start: 0, end: 0 };
  while (lexer.next()) {
    if (lexer.kind === "blank" || lexer.kind === "comment") {
      if (lexer.unterminated && lexer.kind === "comment" && lexer.start >= offset) return placed(span, lexer.start, lexer.end);
      continue;
    }
    last = { start: lexer.start, end: lexer.end };
    if (last.end > offset) break;
  }
  return placed(span, Math.min(last.start, Math.max(offset, last.start)), last.end);
}

function placed(span: Span, start: number, end: number): Span {
  return { start: span.start + start, end: span.start + end };
}
