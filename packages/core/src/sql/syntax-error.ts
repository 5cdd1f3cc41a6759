import type { Node } from "@pgsql/types";
import { OffsetMap } from "../text/bytes.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { Lexer } from "./lexer.js";
import type { Answer } from "./parser.js";
import { sqlstateOf } from "./sqlstate.js";
import type { SyntaxError } from "./statement.js";
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
    return { sqlstate: "54000", message: msg`The statement is too long to be parsed: ${sql.length} characters.`, span };
  }
  return undefined;
}

/** The length without strings and comments, which cost no more than themselves. */
function plainLength(sql: string): number {
  const lexer = new Lexer(sql);
  let length = 0;
  while (lexer.next()) if (lexer.kind !== "string" && lexer.kind !== "comment") length += lexer.end - lexer.start;
  return length;
}

/** The parser's answer as an error in the source. `renamed` is what was parsed where it was changed for an older version. */
export function syntaxErrorOf(
  answer: Exclude<Answer, { readonly node: Node }>,
  sql: string,
  span: Span,
  renamed: Renamed | undefined,
): SyntaxError {
  if ("exhausted" in answer)
    return { sqlstate: "54001", message: msg`The statement is nested too deeply to be parsed.`, span };
  const parsed = renamed ?? { text: sql, original: (offset: number) => offset };
  const { codePoint } = answer;
  const offset = codePoint === undefined ? undefined : new OffsetMap(parsed.text).fromCodePoint(codePoint);
  const found = offset === undefined ? undefined : guilty(parsed.text, offset);
  const place = found
    ? { start: parsed.original(found.start), end: parsed.original(found.end) }
    : { start: 0, end: span.end - span.start };
  const token = sql.slice(place.start, place.end);
  const message =
    renamed === undefined
      ? answer.message
      : answer.message.replace(/at or near ""\w+""$/, () => `at or near "${token}"`);
  return {
    sqlstate: sqlstateOf(message, token),
    message: msg`${message}`,
    span: { start: span.start + place.start, end: span.start + place.end },
  };
}

/**
 * `$1a`, which libpg-query's own grammar reads as a parameter and a name. PostgreSQL 15 and later refuse it; 14 reads it so too.
 */
export function junkAfterParameter(sql: string, span: Span): SyntaxError | undefined {
  if (!/\$\d+[a-z_\u0080-\uffff]/i.test(sql)) return undefined;
  const lexer = new Lexer(sql);
  let parameter: Span | undefined;
  while (lexer.next()) {
    if (parameter?.end === lexer.start && lexer.kind === "word") {
      const message = `trailing junk after parameter at or near "${sql.slice(parameter.start, lexer.end)}"`;
      return {
        sqlstate: "42601",
        message: msg`${message}`,
        span: { start: span.start + parameter.start, end: span.start + lexer.end },
      };
    }
    parameter = lexer.kind === "parameter" ? { start: lexer.start, end: lexer.end } : undefined;
  }
  return undefined;
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
