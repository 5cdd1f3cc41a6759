import { parseStatements } from "../sql/parse.js";
import type { PostgresMajor, Statement } from "../sql/statement.js";
import type { Message } from "../text/message.js";
import type { Span } from "../text/span.js";
import { allowComment } from "./allow-comment.js";
import { foreignComment } from "./foreign-comments.js";
import type { Comment, Migration, Source } from "./migration.js";

/** One rule that a comment names. */
export interface NamedRule {
  readonly name: string;
  readonly span: Span;
  /** The rules of ours that it means; undefined for a name that the comment's own tool does not have. */
  readonly rules: readonly string[] | undefined;
}

/** What a comment is for: the whole file, one statement, everything between two comments, or nothing. */
export type Reach =
  | { readonly of: "file" }
  | { readonly of: "statement"; readonly index: number }
  | { readonly of: "range"; readonly span: Span }
  | { readonly of: "nothing" };

/** A comment that silences rules. */
export interface Suppression {
  /** "comment" for our own syntax; else the other tool's word: "squawk-ignore", "atlas:nolint", ... */
  readonly by: string;
  readonly names: readonly NamedRule[];
  /** Whether it silences every rule (as some other tools' comments do). Rules about comments are never meant. */
  readonly all: boolean;
  readonly reason: string;
  readonly owner: string | undefined;
  /** The last day on which it counts, YYYY-MM-DD. */
  readonly expires: string | undefined;
  readonly span: Span;
  readonly reach: Reach;
  /** Index of the statement that it stands before or in. */
  readonly statement: number | undefined;
  /** Why it cannot be understood as it is written. */
  readonly fault?: { readonly message: Message; readonly advice: Message };
}

/** A comment in its place: what its syntax must know of its surroundings. */
export interface Placed {
  readonly comment: Comment;
  /** The comment without its delimiters; `offset` is where that begins in the source. */
  readonly body: string;
  readonly offset: number;
  readonly source: Source;
  /** The statement that the comment stands before or in; undefined after the last one. */
  readonly next: Statement | undefined;
  /** The last statement that ends before the comment. */
  readonly before: Statement | undefined;
}

/** Whether a text can have such comments at all: most have none, and are not looked at further. */
export function mentionsSuppression(text: string): boolean {
  return /release[-_ ]?gate|squawk-ignore|pgfence|atlas:nolint|pg(?:ls|t)-ignore/i.test(text);
}

/** The suppressions of a migration, in the order of the text. */
export function suppressionsOf(migration: Migration): Suppression[] {
  return read(migration.source, migration.comments, migration.statements);
}

/**
 * The suppressions in the part of a file before its first migration, where tools with sections leave room for comments.
 * Only those for the whole file reach anything.
 */
export function leadingSuppressions(source: Source, until: number, postgres: PostgresMajor): Suppression[] {
  const head = source.text.slice(0, until);
  if (!mentionsSuppression(head)) return [];
  const { comments } = parseStatements(source.text, { postgres, span: { start: 0, end: until } });
  return read(source, comments, []);
}

function read(source: Source, comments: readonly Comment[], statements: readonly Statement[]): Suppression[] {
  const found: Suppression[] = [];
  // Comments and statements are both in the order of the text, so one pass finds each comment's statement.
  let at = 0;
  for (const comment of comments) {
    if (!mentionsSuppression(comment.text)) continue;
    while (at < statements.length && (statements[at]?.span.end ?? 0) <= comment.span.start) at++;
    const line = comment.text.startsWith("--");
    const body = line ? comment.text.slice(2) : comment.text.slice(2, -2);
    const placed = {
      comment,
      body,
      offset: comment.span.start + 2,
      source,
      next: statements[at],
      before: statements[at - 1],
    };
    found.push(...(allowComment(placed) ?? foreignComment(placed) ?? []));
  }
  return withRanges(found);
}

/** Gives each comment that begins a range its end: the next one of its kind that ends it, else the end of the file. */
function withRanges(found: readonly Suppression[]): Suppression[] {
  const names = (each: Suppression): string => each.names.map(({ name }) => name).join();
  // A range takes the first end after it that no range before it took: those before it are passed by once for all.
  const ends = new Map<string, Suppression[]>();
  for (const each of found) {
    if (each.by !== "pgls-ignore-end" || each.reach.of !== "nothing") continue;
    const known = ends.get(names(each));
    if (known) known.push(each);
    else ends.set(names(each), [each]);
  }
  const taken = new Map<string, number>();
  return found.map((each) => {
    if (each.reach.of !== "range") return each;
    const own = ends.get(names(each)) ?? [];
    let at = taken.get(names(each)) ?? 0;
    while ((own[at]?.span.start ?? Number.POSITIVE_INFINITY) <= each.span.start) at++;
    taken.set(names(each), at + 1);
    const until = own[at]?.span.end ?? Number.POSITIVE_INFINITY;
    return { ...each, reach: { of: "range", span: { start: each.span.start, end: until } } };
  });
}
