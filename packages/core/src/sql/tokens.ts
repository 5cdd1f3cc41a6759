import type { Span } from "../text/span.js";
import { Lexer, type LexemeKind } from "./lexer.js";
import type { Statement } from "./statement.js";

export type TokenKind = Exclude<LexemeKind, "blank">;

/** A token in its source: the text as written, quotes included. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
}

/** The tokens of a part of a text, comments included, blanks not. */
export function tokens(text: string, from = 0, to = text.length): readonly Token[] {
  return placedTokens(text, from, to, 0);
}

/** The tokens of a statement, at their places in its source. */
export function tokensOf(statement: Statement): readonly Token[] {
  const { text, span } = statement;
  return (latestOf(statement).tokens ??= placedTokens(text, 0, text.length, span.start));
}

/** What was made of one statement. */
interface Cut {
  readonly statement: Statement;
  /** Its text in upper case: what has a word has it in here. */
  readonly upper: string;
  tokens?: readonly Token[];
}

/** The statement that was asked about last: many ask about one, then about the next. Keeping all would fill the memory. */
let latest: Cut | undefined;

function latestOf(statement: Statement): Cut {
  if (latest?.statement !== statement) latest = { statement, upper: statement.text.toUpperCase() };
  return latest;
}

/** Words that were asked for -> each in upper case. Few differ: rules ask for the same keywords of every statement. */
const asked = new Map<string, readonly string[]>();

function wantedOf(words: string): readonly string[] {
  const known = asked.get(words);
  if (known) return known;
  const wanted = words.toUpperCase().split(" ");
  if (asked.size < 1000) asked.set(words, wanted);
  return wanted;
}

/**
 * Where tokens follow each other in a statement, comments between them aside: `findWords(statement, "ADD CONSTRAINT")`.
 * Words match in any case, never inside of quotes; "(" and the like match too. `from` is an offset of the source.
 */
export function findWords(statement: Statement, words: string, from = 0): Span | undefined {
  const wanted = wantedOf(words);
  const { upper } = latestOf(statement);
  for (const word of wanted) if (!upper.includes(word)) return undefined;
  const sequence = tokensOf(statement).filter((token) => token.kind !== "comment" && token.span.start >= from);
  const first = sequence.findIndex((_, at) => wanted.every((word, i) => isWord(sequence[at + i], word)));
  const [start, end] = [sequence[first], sequence[first + wanted.length - 1]];
  return start && end && { start: start.span.start, end: end.span.end };
}

/** The token that holds an offset of the source, as `statement.at(node.location)` gives it. */
export function tokenAt(statement: Statement, offset: number): Token | undefined {
  return tokensOf(statement).find((token) => token.span.start <= offset && offset < token.span.end);
}

/** The whole dotted name that begins at an offset of the source: `"Sales".orders` where a RangeVar's location points. */
export function nameAt(statement: Statement, offset: number): Span | undefined {
  const sequence = tokensOf(statement).filter((token) => token.kind !== "comment" && token.span.end > offset);
  let last = 0;
  while (sequence[last + 1]?.text === "." && isName(sequence[last + 2])) last += 2;
  const [start, end] = [sequence[0], sequence[last]];
  return start && end && isName(start) ? { start: start.span.start, end: end.span.end } : undefined;
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && token.kind !== "quoted" && token.kind !== "string" && token.text.toUpperCase() === word;
}

function placedTokens(text: string, from: number, to: number, base: number): readonly Token[] {
  const lexer = new Lexer(text, from, to);
  const found: Token[] = [];
  while (lexer.next()) {
    const { kind, start, end } = lexer;
    if (kind === "blank") continue;
    found.push({ kind, text: text.slice(start, end), span: { start: base + start, end: base + end } });
  }
  return found;
}
