import type { Span } from "../text/span.js";

/** One placeholder that was replaced: where it stands in the file, and what stands there now. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** A text with its placeholders replaced, and the way back from its offsets to those of the file. */
export class Substitution {
  readonly text: string;
  /** In the order of the text; `from` and `to` bound the value in the new text. */
  readonly #places: readonly { readonly from: number; readonly to: number; readonly span: Span }[];

  constructor(text: string, replacements: readonly Replacement[]) {
    const places: { from: number; to: number; span: Span }[] = [];
    let result = "";
    let at = 0;
    for (const { span, text: value } of replacements) {
      result += text.slice(at, span.start);
      places.push({ from: result.length, to: result.length + value.length, span });
      result += value;
      at = span.end;
    }
    this.text = result + text.slice(at);
    this.#places = places;
  }

  /** The span in the file: a part of a value stands for the whole placeholder. */
  original(span: Span): Span {
    const start = this.#start(span.start);
    return span.end <= span.start ? { start, end: start } : { start, end: this.#end(span.end) };
  }

  /** Whether a placeholder is in a span of the new text. */
  touches(span: Span): boolean {
    return this.#places.some(({ from, to }) => from < span.end && span.start < to);
  }

  #start(offset: number): number {
    const place = this.#places.findLast(({ from }) => from <= offset);
    if (!place) return offset;
    return offset < place.to ? place.span.start : place.span.end + offset - place.to;
  }

  #end(offset: number): number {
    const place = this.#places.findLast(({ from }) => from < offset);
    if (!place) return offset;
    return offset <= place.to ? place.span.end : place.span.end + offset - place.to;
  }
}
