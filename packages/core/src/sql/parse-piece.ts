import type { Node } from "@pgsql/types";
import { isAscii, OffsetMap } from "../text/bytes.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { parse, type Answer } from "./parser.js";
import type { Piece } from "./split.js";
import type { NodeKind, PostgresMajor, Statement, SyntaxError } from "./statement.js";
import { junkAfterParameter, syntaxErrorOf, tooLargeOrBroken } from "./syntax-error.js";
import { mayHoldLaterKeywords, quoteLaterKeywords, usesLaterKeywords } from "./versions/later-keywords.js";
import { separateNumbers } from "./versions/older-numbers.js";
import { afterwards, type Renamed } from "./versions/renamed.js";
import { youngerNumber, youngerSyntax, type Refusal } from "./versions/younger-syntax.js";

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
  const common = { index, span, text, at: placed(renamed, sql, span) };
  if (!("node" in answer)) {
    const error = syntaxErrorOf(answer, sql, span, renamed);
    const number = postgres === 15 ? inSource(youngerNumber(sql), span) : undefined;
    return { ...common, kind: "", error: number && number.span.start <= error.span.start ? number : error };
  }
  const junk = postgres > 14 ? junkAfterParameter(sql, span) : undefined;
  if (junk !== undefined) return { ...common, kind: "", error: junk };
  const error = postgres < 18 ? younger(answer.node, sql, span, postgres, offsets(renamed, sql)) : undefined;
  if (error !== undefined) return { ...common, kind: "", error };
  return { ...common, kind: kindOf(answer.node), node: answer.node };
}

/** Parses a text as a version does: words that are no keywords there are names, even where the parser knows better. */
function read(sql: string, postgres: PostgresMajor): { readonly answer: Answer; readonly renamed?: Renamed } {
  const separated = postgres === 14 ? separateNumbers(sql) : undefined;
  const text = separated?.text ?? sql;
  const plain = { answer: parse(text), ...(separated && { renamed: separated }) };
  if (!mayHoldLaterKeywords(text, postgres)) return plain;
  if ("node" in plain.answer && !usesLaterKeywords(plain.answer.node)) return plain;
  const quoted = quoteLaterKeywords(text, postgres);
  return quoted === undefined ? plain : { answer: parse(quoted.text), renamed: afterwards(separated, quoted) };
}

/** From byte locations in what was parsed to UTF-16 offsets in the source. Most statements need to keep no text for it. */
function placed(renamed: Renamed | undefined, sql: string, span: Span): (location: number) => number {
  if (renamed === undefined && isAscii(sql)) return atByte(span);
  const offsetOf = offsets(renamed, sql);
  return (location) => Math.min(span.start + offsetOf(location), span.end);
}

function atByte({ start, end }: Span): (location: number) => number {
  return (location) => Math.min(start + location, end);
}

/** From byte locations in what was parsed to UTF-16 offsets in what was written; the map is made when first asked for. */
function offsets(renamed: Renamed | undefined, sql: string): (location: number) => number {
  let map: OffsetMap | undefined;
  return (location) => {
    const offset = (map ??= new OffsetMap(renamed?.text ?? sql)).fromByte(location);
    return renamed === undefined ? offset : renamed.original(offset);
  };
}

function younger(
  node: Node,
  sql: string,
  span: Span,
  postgres: PostgresMajor,
  offsetOf: (location: number) => number,
): SyntaxError | undefined {
  return inSource(youngerSyntax(node, sql, postgres, offsetOf), span);
}

function inSource(refusal: Refusal | undefined, span: Span): SyntaxError | undefined {
  if (refusal === undefined) return undefined;
  const { sqlstate, message, span: place } = refusal;
  return { sqlstate, message: msg`${message}`, span: { start: span.start + place.start, end: span.start + place.end } };
}

function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}
