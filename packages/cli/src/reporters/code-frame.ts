import { visible, type Span } from "@release-gate/core";
import { widthOf, type Paint } from "../layout.js";

/** The line of a span with the guilty words underlined, cut to the width around them. */
export function codeFrame(
  text: string,
  span: Span,
  line: number,
  options: { readonly width: number; readonly paint: Paint },
): string {
  const { width, paint } = options;
  const lineStart = Math.max(text.lastIndexOf("\n", span.start - 1), text.lastIndexOf("\r", span.start - 1)) + 1;
  const lineEnd = lineEndOf(text, span.start);
  const gutter = `${String(line).padStart(5)} | `;
  const room = Math.max(width - gutter.length, 20);
  const end = Math.max(Math.min(span.end, lineEnd), span.start);
  // Start a little before the words where the line is longer than the room.
  const from = lineEnd - lineStart <= room ? lineStart : Math.max(lineStart, Math.min(span.start - 8, lineEnd - room));
  const seen = (start: number, to: number): string => visible(text.slice(start, to).replaceAll("\t", " "));
  const shown = seen(from, Math.min(lineEnd, from + room));
  const before = " ".repeat(widthOf(seen(from, span.start)));
  const under = "~".repeat(Math.max(1, Math.min(widthOf(seen(span.start, end)), room - before.length)));
  return `${paint.dim(gutter)}${shown}\n${paint.dim(`${" ".repeat(6)}| `.slice(0, gutter.length))}${before}${paint.red(under)}`;
}

function lineEndOf(text: string, offset: number): number {
  const end = text.slice(offset).search(/\r|\n/);
  return end === -1 ? text.length : offset + end;
}
