import type { Statement } from "../sql/statement.js";
import { findWords, nameAt, tokensOf } from "../sql/tokens.js";
import { soughtSpan } from "../text/sought-span.js";
import type { Span } from "../text/span.js";

/** The place of a sequence of keywords, or of one name, in a statement; the whole statement where they do not stand. */
export function wordsSpan(statement: Statement, words: string): Span {
  return soughtSpan(() => findWords(statement, words) ?? quotedSpan(statement, words) ?? statement.span);
}

function quotedSpan(statement: Statement, name: string): Span | undefined {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  return tokensOf(statement).find((token) => token.kind === "quoted" && token.text === quoted)?.span;
}

/** The (dotted) name that begins at a location of the parser, 0 where none is given; else the whole statement. */
export function nameSpan(statement: Statement, location: number | undefined): Span {
  if (location !== undefined && location < 0) return statement.span;
  return soughtSpan(() => nameAt(statement, statement.at(location ?? 0)) ?? statement.span);
}
