import type { Span } from "../../text/span.js";
import { Lexer } from "../lexer.js";
import { originalOffset, type Renamed } from "./renamed.js";

/** What PostgreSQL 14 and 15 take for a number: no `1_000`, no `0xFF` (measured on 14 to 18). */
const olderNumber = /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;

/** A number, or a dot and a number, that a name follows without a blank. Of at most 100 characters, so that it is found in one pass. */
const mayBeJoined = /(?<![\w$\u0080-\uffff])\.?\d[\d.]{0,99}[a-z_\u0080-\uffff]/i;

const nameStart = /[a-z_\u0080-\uffff]/i;
/** What is told of such a name: all of it, or an exponent that lacks its digits. */
const nameText = /[eE][+-]|[\w$\u0080-\uffff]*/y;

/** Where a number of an older version ends at an offset of a text. */
function olderEnd(text: string, start: number): number {
  olderNumber.lastIndex = start;
  return start + (olderNumber.exec(text)?.[0].length ?? 1);
}

/**
 * A text as PostgreSQL 14 reads it, which lets a name follow a number without a blank: `1_000` is 1 and `_000`, `0x1F` is 0
 * and `x1F`. Undefined where there is nothing to part.
 */
export function separateNumbers(text: string): Renamed | undefined {
  if (!mayBeJoined.test(text)) return undefined;
  const lexer = new Lexer(text);
  const places: number[] = [];
  let result = "";
  while (lexer.next()) {
    if (lexer.kind !== "number") continue;
    const end = olderEnd(text, lexer.start);
    if (end < lexer.end) lexer.moveTo(end);
    if (!nameStart.test(text[end] ?? "")) continue;
    result += `${text.slice(places.at(-1) ?? 0, end)} `;
    places.push(end);
  }
  if (places.length === 0) return undefined;
  result += text.slice(places.at(-1));
  return { text: result, original: (offset) => originalOffset(places, offset) };
}

/** The first number that a name follows, as in 0xFF and 1_000, numbers since 16. PostgreSQL 15 refuses it; 14 reads two tokens. */
export function joinedNumber(text: string): Span | undefined {
  if (!mayBeJoined.test(text)) return undefined;
  const lexer = new Lexer(text);
  while (lexer.next()) {
    if (lexer.kind !== "number") continue;
    const end = olderEnd(text, lexer.start);
    if (!nameStart.test(text[end] ?? "")) continue;
    nameText.lastIndex = end;
    return { start: lexer.start, end: end + (nameText.exec(text)?.[0].length ?? 0) };
  }
  return undefined;
}
