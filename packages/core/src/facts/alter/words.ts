import { Lexer } from "../../sql/lexer.js";
import type { Statement } from "../../sql/statement.js";
import { soughtSpan } from "../../text/sought-span.js";
import type { Span } from "../../text/span.js";

interface Word extends Span {
  /** Upper case for words, as written otherwise. */
  readonly text: string;
  readonly kind: string;
  readonly depth: number;
}

/** Of the statement that was asked about last. */
let latest: { readonly statement: Statement; readonly words: readonly Word[] } | undefined;

/** The words of a statement without blanks and comments, at their places in the source. */
function wordsOf(statement: Statement): readonly Word[] {
  if (latest?.statement === statement) return latest.words;
  const words: Word[] = [];
  const lexer = new Lexer(statement.text);
  const base = statement.span.start;
  let depth = 0;
  while (lexer.next()) {
    if (lexer.kind === "blank" || lexer.kind === "comment") continue;
    const text = statement.text.slice(lexer.start, lexer.end);
    if (text === ")" || text === "]") depth--;
    const upper = lexer.kind === "word" ? text.toUpperCase() : text;
    words.push({ start: base + lexer.start, end: base + lexer.end, text: upper, kind: lexer.kind, depth });
    if (text === "(" || text === "[") depth++;
  }
  latest = { statement, words };
  return words;
}

/** A part of a statement in which words can be pointed at. */
export interface Place {
  readonly statement: Statement;
  readonly span: Span;
}

/** The whole statement as a place. */
export function whole(statement: Statement): Place {
  return { statement, span: soughtSpan(() => wholeSpan(statement)) };
}

function wholeSpan(statement: Statement): Span {
  const words = wordsOf(statement);
  return { start: words[0]?.start ?? statement.span.start, end: words.at(-1)?.end ?? statement.span.end };
}

const kinds = new Set([
  "TABLE",
  "INDEX",
  "VIEW",
  "SEQUENCE",
  "MATERIALIZED",
  "FOREIGN",
  "TYPE",
  "IF",
  "EXISTS",
  "ONLY",
  "ALTER",
  "DOMAIN",
]);

/** The places of so many commands of ALTER TABLE ... a, b, c, without the table's name. */
export function commandPlaces(statement: Statement, count: number): Place[] {
  let spans: readonly Span[] | undefined;
  return Array.from({ length: count }, (_, at) => ({
    statement,
    span: soughtSpan(() => (spans ??= commandSpans(statement))[at] ?? wholeSpan(statement)),
  }));
}

function commandSpans(statement: Statement): Span[] {
  const words = wordsOf(statement);
  let at = 0;
  while (at < words.length && kinds.has(words[at]?.text ?? "")) at++;
  at++;
  while (words[at]?.text === "." && at < words.length) at += 2;
  if (words[at]?.text === "*") at++;
  const spans: Span[] = [];
  let first = at;
  for (let i = at; i <= words.length; i++) {
    const word = words[i];
    if (word && !(word.text === "," && word.depth === 0)) continue;
    const [from, to] = [words[first], words[i - 1]];
    if (from && to && first < i) spans.push({ start: from.start, end: to.end });
    first = i + 1;
  }
  return spans;
}

/** The span of words that follow each other ("DROP COLUMN"), the first such in the place; the place's first words where there is none. */
export function pointAt(place: Place, ...phrases: readonly string[]): Span {
  return soughtSpan(() => phraseIn(place, phrases));
}

function phraseIn(place: Place, phrases: readonly string[]): Span {
  const words = wordsOf(place.statement).filter((word) => word.start >= place.span.start && word.end <= place.span.end);
  for (const phrase of phrases) {
    const parts = phrase.split(" ");
    const at = words.findIndex((_, i) => parts.every((part, j) => words[i + j]?.text === part));
    const [from, to] = [words[at], words[at + parts.length - 1]];
    if (from && to) return { start: from.start, end: to.end };
  }
  const first = words[0];
  return first ? { start: first.start, end: (words[1] ?? first).end } : place.span;
}

/** The first occurrence of a name, quoted or not, in the place. */
export function pointAtName(place: Place, name: string): Span {
  return soughtSpan(() => nameIn(place, name));
}

function nameIn(place: Place, name: string): Span {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const found = wordsOf(place.statement).find(
    (word) =>
      word.start >= place.span.start &&
      word.end <= place.span.end &&
      (word.text === quoted || (word.kind === "word" && word.text.toLowerCase() === name)),
  );
  return found ? { start: found.start, end: found.end } : phraseIn(place, []);
}

/** From the first of the words to the end of the place, or to one of the words that end it. */
export function pointFrom(place: Place, phrase: string, ...ends: readonly string[]): Span {
  return soughtSpan(() => partFrom(place, phrase, ends));
}

function partFrom(place: Place, phrase: string, ends: readonly string[]): Span {
  const { start, end } = phraseIn(place, [phrase]);
  const words = wordsOf(place.statement).filter(
    (word) => word.start > start && word.end <= place.span.end && word.depth === 0,
  );
  const stop = words.findIndex((word) => ends.includes(word.text));
  const last = stop === -1 ? words.at(-1) : words[stop - 1];
  return { start, end: Math.max(last?.end ?? 0, end) };
}
