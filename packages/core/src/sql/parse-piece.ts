import type { Node } from "@pgsql/types";
import { OffsetMap } from "../text/bytes.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { parse, type Answer } from "./parser.js";
import type { Piece } from "./split.js";
import type { NodeKind, PostgresMajor, Statement, SyntaxError } from "./statement.js";
import { junkAfterParameter, syntaxErrorOf, tooLargeOrBroken } from "./syntax-error.js";
import {
  mayHoldLaterKeywords,
  quoteLaterKeywords,
  usesLaterKeywords,
  type Renamed,
} from "./versions/later-keywords.js";
import { youngerSyntax } from "./versions/younger-syntax.js";

/** A statement's piece in the part of a source that was split; `base` is where that part starts in the source. */
export interface PlacedPiece {
  readonly text: string;
  readonly base: number;
  readonly piece: Piece;
  readonly index: number;
  readonly postgres: PostgresMajor;
}

/** Parses one piece alone. */
export function parsePiece({ text: whole, base, piece, index, postgres }: PlacedPiece): Statement {
  const { start, end } = piece.body;
  // With its semicolon, so that an error there reads as the server words it.
  const sql = whole.slice(start, piece.span.end);
  const span = { start: base + start, end: base + end };
  const text = whole.slice(start, end);
  const refusal = tooLargeOrBroken(sql, span);
  if (refusal !== undefined) return { index, span, text, kind: "", error: refusal, at: () => span.start };
  const { answer, renamed } = read(sql, postgres);
  const offsetOf = offsets(renamed ?? { text: sql, original: (offset) => offset });
  const common = { index, span, text, at: (location: number) => Math.min(span.start + offsetOf(location), span.end) };
  if (!("node" in answer)) return { ...common, kind: "", error: syntaxErrorOf(answer, sql, span, renamed) };
  const junk = postgres > 14 ? junkAfterParameter(sql, span) : undefined;
  if (junk !== undefined) return { ...common, kind: "", error: junk };
  const error = postgres < 18 ? younger(answer.node, sql, span, postgres, offsetOf) : undefined;
  if (error !== undefined) return { ...common, kind: "", error };
  return { ...common, kind: kindOf(answer.node), node: answer.node };
}

/** Parses a text as a version does: words that are no keywords there are names, even where the parser knows better. */
function read(sql: string, postgres: PostgresMajor): { readonly answer: Answer; readonly renamed?: Renamed } {
  const answer = parse(sql);
  if (!mayHoldLaterKeywords(sql, postgres)) return { answer };
  if ("node" in answer && !usesLaterKeywords(answer.node)) return { answer };
  const renamed = quoteLaterKeywords(sql, postgres);
  return renamed === undefined ? { answer } : { answer: parse(renamed.text), renamed };
}

/** From byte locations in what was parsed to UTF-16 offsets in what was written; the map is made when first asked for. */
function offsets({ text, original }: Renamed): (location: number) => number {
  let map: OffsetMap | undefined;
  return (location) => original((map ??= new OffsetMap(text)).fromByte(location));
}

function younger(
  node: Node,
  sql: string,
  span: Span,
  postgres: PostgresMajor,
  offsetOf: (location: number) => number,
): SyntaxError | undefined {
  const refusal = youngerSyntax(node, sql, postgres, offsetOf);
  if (refusal === undefined) return undefined;
  const { sqlstate, message, span: place } = refusal;
  return { sqlstate, message: msg`${message}`, span: { start: span.start + place.start, end: span.start + place.end } };
}

function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}
