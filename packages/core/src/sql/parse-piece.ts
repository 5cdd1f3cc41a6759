import type { Node } from "@pgsql/types";
import { isAscii, OffsetMap } from "../text/bytes.js";
import { isTimeOver, timeLimit } from "../text/limits.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { blankComments } from "./blank-comments.js";
import { firstError, type Reading } from "./first-error.js";
import { parse } from "./parser.js";
import type { Piece } from "./split.js";
import type { NodeKind, PostgresMajor, Statement, SyntaxError } from "./statement.js";
import { ourBug, tooDeep, tooLargeOrBroken } from "./syntax-error.js";
import { mayHoldLaterKeywords, quoteLaterKeywords, usesLaterKeywords } from "./versions/later-keywords.js";
import { separateNumbers } from "./versions/older-numbers.js";
import { afterwards, type Renamed } from "./versions/renamed.js";
import type { Refusal } from "./versions/refusal.js";

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
  const failed = (error: SyntaxError): Statement => ({ index, span, text, kind: "", error, at: () => span.start });
  if (isTimeOver()) return failed({ sqlstate: "54000", message: timeLimit, span, ours: "limit" });
  try {
    const reading = read(sql, postgres);
    const { answer, renamed } = reading;
    const common = { index, span, text, at: placed(renamed, sql, span) };
    const error = firstError(reading, sql, postgres, offsets(renamed, sql));
    if (error !== undefined) return { ...common, kind: "", error: inSource(error, span) };
    if ("node" in answer) return { ...common, kind: kindOf(answer.node), node: answer.node };
    return failed(tooDeep(span));
  } catch (error) {
    // One text that we cannot read must not keep the others from being judged.
    return failed(error instanceof RangeError ? tooDeep(span) : ourBug(error, span));
  }
}

/** Parses a text as a version does: words that are no keywords there are names, even where the parser knows better. */
function read(sql: string, postgres: PostgresMajor): Reading {
  const blanked = blankComments(sql);
  const first = blanked === undefined ? undefined : { text: blanked, original: (offset: number) => offset };
  const separated = postgres === 14 ? separateNumbers(blanked ?? sql) : undefined;
  const changed = separated ? afterwards(first, separated) : first;
  const text = changed?.text ?? sql;
  const plain = { answer: parse(text), ...(changed && { renamed: changed }) };
  if (!mayHoldLaterKeywords(text, postgres)) return plain;
  if ("node" in plain.answer && !usesLaterKeywords(plain.answer.node)) return plain;
  const quoted = quoteLaterKeywords(text, postgres);
  return quoted === undefined ? plain : { answer: parse(quoted.text), renamed: afterwards(changed, quoted) };
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

function inSource({ sqlstate, message, span: place }: Refusal, span: Span): SyntaxError {
  return { sqlstate, message: msg`${message}`, span: { start: span.start + place.start, end: span.start + place.end } };
}

function kindOf(node: Node): NodeKind {
  return Object.keys(node)[0] as NodeKind;
}
