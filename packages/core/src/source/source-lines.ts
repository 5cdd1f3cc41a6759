import { LineMap, type Position, type Span } from "../text/span.js";
import type { Source } from "./migration.js";

/** Places in the file that a source was read from: its byte order mark counts there, as other tools count it. */
export class SourceLines {
  readonly #lines: LineMap;
  readonly #shift: number;

  constructor({ text, bom }: Pick<Source, "text" | "bom">) {
    this.#lines = new LineMap(text);
    this.#shift = bom ? 1 : 0;
  }

  /** The line and column of an offset of the source's text. */
  position(offset: number): Position {
    const { line, column } = this.#lines.position(offset);
    return { line, column: line === 1 ? column + this.#shift : column };
  }

  /** The offsets in the file of a span of the source's text. */
  span({ start, end }: Span): Span {
    return { start: start + this.#shift, end: end + this.#shift };
  }
}
