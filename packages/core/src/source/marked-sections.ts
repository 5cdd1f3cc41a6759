import type { Span } from "../text/span.js";
import type { Direction } from "./migration.js";
import type { Section } from "./framework.js";

/** A line of a source that a framework reads, with the words after its marker. */
export interface MarkerLine {
  readonly words: string;
  /** The line without its newline. */
  readonly span: Span;
  /** Where the next line starts. */
  readonly next: number;
}

/** The lines that a pattern matches; its first group are the words. */
export function markerLines(text: string, pattern: RegExp): MarkerLine[] {
  const found: MarkerLine[] = [];
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const newline = text.indexOf("\n", end);
    found.push({
      words: (match[1] ?? "").trim(),
      span: { start: match.index, end },
      next: newline < 0 ? text.length : newline + 1,
    });
  }
  return found;
}

/** A part of a text that one marker opens and the next one ends. */
export interface MarkedPart {
  readonly direction: Direction;
  readonly span: Span;
  /** What stands on the marker's line after its word. */
  readonly options: string;
}

/** Cuts a text at the lines that open an up or a down part. */
export function partsAt(
  text: string,
  markers: readonly { readonly direction: Direction; readonly options: string; readonly line: MarkerLine }[],
): MarkedPart[] {
  return markers.map(({ direction, options, line }, at) => ({
    direction,
    options,
    span: { start: line.span.start, end: markers[at + 1]?.line.span.start ?? text.length },
  }));
}

/** A section of one part: in the runner's transaction, or statement by statement without one. */
export function sectionOf(part: MarkedPart, transaction: boolean, blocks: readonly Span[] = []): Section {
  const inside = blocks.filter(({ start, end }) => part.span.start <= start && end <= part.span.end);
  return {
    direction: part.direction,
    span: part.span,
    transaction: transaction ? "file" : "none",
    multiStatementQuery: false,
    ...(inside.length > 0 ? { blocks: inside } : {}),
  };
}
