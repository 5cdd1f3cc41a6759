import { OffsetMap } from "../text/bytes.js";
import { bugHere } from "../text/limits.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { Lexer } from "./lexer.js";
import type { Unread } from "./parser.js";
import { sqlstateOf } from "./sqlstate.js";
import type { SyntaxError } from "./statement.js";
import type { Refusal } from "./versions/refusal.js";
import type { Renamed } from "./versions/renamed.js";

/**
 * The longest statement that is parsed, in UTF-16 units outside of its strings and comments. Its tree takes some sixty times as
 * much memory, and the parser's instance ends at 1 GiB.
 */
export const longestStatement = 8 * 1024 * 1024;

/** The longest statement of all, strings and comments included: what fits into the parser's memory beside its copy. */
const longestText = 64 * 1024 * 1024;

/** What cannot be given to the parser: a NUL would end the text silently, and a too long text would end the instance. */
export function tooLargeOrBroken(sql: string, span: Span): SyntaxError | undefined {
  const nul = sql.indexOf("\0");
  if (nul >= 0) {
    const start = span.start + nul;
    return {
      sqlstate: "22021",
      message: msg`invalid byte sequence for encoding "UTF8": 0x00`,
      span: { start, end: start + 1 },
    };
  }
  if (sql.length > longestStatement && (sql.length > longestText || plainLength(sql) > longestStatement)) {
    return {
      sqlstate: "54000",
      message: msg`The statement is too long to be parsed: ${sql.length} characters.`,
      span,
      ours: "limit",
    };
  }
  return undefined;
}

/** What is told where the parser's stack or memory ended. */
export function tooDeep(span: Span): SyntaxError {
  return { sqlstate: "54001", message: msg`The statement is nested too deeply to be parsed.`, span, ours: "limit" };
}

/** What is told where reading a statement threw what it must not throw. */
export function ourBug(error: unknown, span: Span): SyntaxError {
  const said = error instanceof Error ? error.message : String(error);
  // XX000, internal_error: ours, not the server's.
  return { sqlstate: "XX000", message: bugHere(said), span, ours: "bug" };
}

/** The length without strings and comments, which cost no more than themselves. */
function plainLength(sql: string): number {
  const lexer = new Lexer(sql);
  let length = 0;
  while (lexer.next()) if (lexer.kind !== "string" && lexer.kind !== "comment") length += lexer.end - lexer.start;
  return length;
}

/** Where the parser stopped, as an offset of what it parsed; the end where it does not tell. */
export function stopOf({ codePoint }: Unread, parsed: string): number {
  return codePoint === undefined ? parsed.length : new OffsetMap(parsed).fromCodePoint(codePoint);
}

/** The parser's answer as an error in a statement. `renamed` is what was parsed where it was changed for an older version. */
export function errorOf(answer: Unread, sql: string, renamed: Renamed | undefined): Refusal {
  const parsed = renamed ?? { text: sql, original: (offset: number) => offset };
  const stop = stopOf(answer, parsed.text);
  const found = answer.codePoint === undefined ? undefined : guilty(parsed.text, stop);
  const span = found
    ? { start: parsed.original(found.start), end: parsed.original(found.end) }
    : { start: 0, end: sql.length };
  const token = sql.slice(span.start, span.end);
  const message = renamed === undefined ? answer.message : asWritten(answer.message, stop, sql, renamed);
  return { sqlstate: sqlstateOf(message, token), message, span, at: parsed.original(stop) };
}

/** A message whose text of the place, `at or near "..."`, is that of the statement as it was written. */
function asWritten(message: string, stop: number, sql: string, { text, original }: Renamed): string {
  const near = /at or near "([^]*)"$/.exec(message)?.[1];
  if (near === undefined || !text.startsWith(near, stop)) return message;
  const written = sql.slice(original(stop), original(stop + near.length));
  return `${message.slice(0, -near.length - 1)}${written}"`;
}

/** The token at an offset of the statement; its last token where the statement ended too early. */
function guilty(sql: string, offset: number): Span {
  const lexer = new Lexer(sql);
  let last: Span = { start: 0, end: 0 };
  while (lexer.next()) {
    const skipped = lexer.kind === "blank" || (lexer.kind === "comment" && !lexer.unterminated);
    if (skipped) continue;
    last = { start: lexer.start, end: lexer.end };
    if (last.end > offset) break;
  }
  return last;
}
