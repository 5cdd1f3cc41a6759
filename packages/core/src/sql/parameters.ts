import { Lexer } from "./lexer.js";
import { parse } from "./parser.js";
import { OffsetMap } from "../text/bytes.js";
import type { Span } from "../text/span.js";

/**
 * `$1a`, which libpg-query's own grammar reads as a parameter and a name. PostgreSQL 15 and later refuse it; 14 reads it so too.
 */
export function junkAfterParameter(sql: string): Span | undefined {
  if (!/\$\d+[a-z_\u0080-\uffff]/i.test(sql)) return undefined;
  const lexer = new Lexer(sql);
  let parameter: Span | undefined;
  while (lexer.next()) {
    if (parameter?.end === lexer.start && lexer.kind === "word") return { start: parameter.start, end: lexer.end };
    parameter = lexer.kind === "parameter" ? { start: lexer.start, end: lexer.end } : undefined;
  }
  return undefined;
}

/** A constant that PostgreSQL takes in every place where it takes a parameter, and in no other. */
const constant = "x''";

/**
 * The first parameter in a place where only libpg-query's own grammar takes one (`int $1`, `SET a = $1`, `extract($1 FROM b)`):
 * where a constant in its place is an error too.
 */
export function misplacedParameter(text: string): Span | undefined {
  if (!/\$\d/.test(text)) return undefined;
  const { changed, spans } = withConstants(text);
  if (spans.length === 0) return undefined;
  const answer = parse(changed);
  if (!("codePoint" in answer) || answer.codePoint === undefined) return undefined;
  const offset = new OffsetMap(changed).fromCodePoint(answer.codePoint);
  let shift = 0;
  for (const span of spans) {
    if (span.start + shift === offset) return span;
    shift += constant.length - (span.end - span.start);
  }
  return undefined;
}

/** The text with a constant for each parameter, fields and elements of parameters aside, and where those parameters are. */
function withConstants(text: string): { readonly changed: string; readonly spans: readonly Span[] } {
  const lexer = new Lexer(text);
  const spans: Span[] = [];
  let [changed, done] = ["", 0];
  while (lexer.next()) {
    if (lexer.kind !== "parameter" || /^\s*[.[]/.test(text.slice(lexer.end, lexer.end + 80))) continue;
    changed += text.slice(done, lexer.start) + constant;
    spans.push({ start: lexer.start, end: lexer.end });
    done = lexer.end;
  }
  return { changed: changed + text.slice(done), spans };
}
