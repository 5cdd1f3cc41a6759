import { Lexer } from "../sql/lexer.js";
import type { Span } from "../text/span.js";
import type { Section } from "./framework.js";
import type { Leaving, Migration } from "./migration.js";

/** What a runner of the project's own looks for in the comments of its files. */
export interface Marks {
  /** Begins a further part of a section. */
  readonly split?: string | undefined;
  /** Takes the part in which it stands out of the transaction. */
  readonly outside?: string | undefined;
}

/** A section in the parts that marks make of it. */
export interface MarkedSection extends Section {
  /** Parts that run without the section's transaction, in a session of their own and one statement after the other. */
  readonly outside?: readonly Span[];
  /** Offsets, besides the ends of blocks, over which no statement reaches. */
  readonly cuts?: readonly number[];
}

/**
 * Cuts a section at its marks. The parts of one transaction share it; those of a section that is one query are one query each;
 * one that leaves the transaction is sent statement by statement.
 */
export function withMarks(text: string, section: Section, marks: Marks | undefined): MarkedSection {
  const found = marks === undefined ? [] : markedComments(text, section.span, marks);
  if (found.length === 0) return section;
  const cuts = found.filter(({ split }) => split >= 0).map(({ start }) => start);
  const bounds = [section.span.start, ...cuts, section.span.end];
  const parts = bounds.slice(0, -1).map((start, at) => ({ start, end: bounds[at + 1] ?? section.span.end }));
  const leaving = new Set(found.filter(({ outside }) => outside >= 0).map((each) => partOf(each, parts)));
  const outside = parts.filter((_, at) => leaving.has(at));
  const { direction, span, transaction, blocks } = section;
  const queries = section.multiStatementQuery ? parts.filter((_, at) => !leaving.has(at)) : (blocks ?? []);
  return {
    direction,
    span,
    transaction,
    multiStatementQuery: false,
    cuts,
    ...(queries.length > 0 ? { blocks: queries } : {}),
    ...(outside.length > 0 ? { outside } : {}),
  };
}

/** How a file of a project with marks leaves its transaction; as its framework says where the marks do not tell it. */
export function leavingBy(marks: Marks | undefined, leaving: Leaving | undefined): Leaving | undefined {
  if (marks?.outside === undefined) return leaving;
  return { write: `-- ${marks.outside}`, alone: false, ...(marks.split === undefined ? {} : { part: true }) };
}

/** The part of a migration in which an offset lies, if that part leaves the transaction. */
export function outsideAt({ outside }: Pick<Migration, "outside">, offset: number): Span | undefined {
  return outside?.find(({ start, end }) => start <= offset && offset < end);
}

interface MarkedComment {
  readonly start: number;
  /** Where in the comment each mark stands; -1 where it does not. */
  readonly split: number;
  readonly outside: number;
}

function markedComments(text: string, { start, end }: Span, { split, outside }: Marks): MarkedComment[] {
  const wanted = [split, outside].filter((mark) => mark !== undefined && mark !== "");
  if (!wanted.some((mark) => mark !== undefined && text.includes(mark))) return [];
  const found: MarkedComment[] = [];
  const lexer = new Lexer(text, start, end);
  while (lexer.next()) {
    if (lexer.kind !== "comment") continue;
    const comment = text.slice(lexer.start, lexer.end);
    const at = { start: lexer.start, split: placeOf(comment, split), outside: placeOf(comment, outside) };
    if (at.split >= 0 || at.outside >= 0) found.push(at);
  }
  return found;
}

function placeOf(comment: string, mark: string | undefined): number {
  return mark === undefined || mark === "" ? -1 : comment.indexOf(mark);
}

/** A comment with both marks is about the part that it begins, or about the one that it ends: the mark that comes last counts. */
function partOf({ start, split, outside }: MarkedComment, parts: readonly Span[]): number {
  const at = parts.findIndex((part) => part.start <= start && start < part.end);
  return split >= 0 && outside < split ? at - 1 : at;
}
