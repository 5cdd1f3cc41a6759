import type { Span } from "../../text/span.js";
import { tokens, type Token } from "../tokens.js";

/** The tokens of a statement's text without its comments, with what is inside of which parentheses. Indices count tokens. */
export class Words {
  readonly list: readonly Token[];
  /** For every token the number of parentheses and brackets around it. */
  readonly #depths: readonly number[];

  constructor(text: string) {
    this.list = tokens(text).filter((token) => token.kind !== "comment");
    let depth = 0;
    this.#depths = this.list.map(({ text: own }) => {
      if (own === ")" || own === "]") depth--;
      const here = depth;
      if (own === "(" || own === "[") depth++;
      return here;
    });
  }

  /** A token in upper case, "" where there is none; a quoted identifier keeps its quotes and so is no keyword. */
  word(index: number): string {
    const token = this.list[index];
    return token === undefined ? "" : token.kind === "word" ? token.text.toUpperCase() : token.text;
  }

  /** The semicolon, or what is past the last token. */
  get end(): number {
    return this.word(this.list.length - 1) === ";" ? this.list.length - 1 : this.list.length;
  }

  /** The first token that starts at or after an offset of the text. */
  at(offset: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where words follow each other, from one token to before another: the first one's index. */
  find(words: string, from = 0, to = this.list.length): number | undefined {
    const wanted = words.split(" ");
    for (let i = from; i + wanted.length <= to; i++) if (wanted.every((word, j) => this.word(i + j) === word)) return i;
    return undefined;
  }

  /** As `find`, only outside of the parentheses that open after `from`. */
  findOutside(words: string, from: number, to = this.elementEnd(from)): number | undefined {
    const depth = this.#depths[from];
    for (let i = this.find(words, from, to); i !== undefined; i = this.find(words, i + 1, to)) {
      if (this.#depths[i] === depth) return i;
    }
    return undefined;
  }

  /** The end of a list's element: its comma, the parenthesis that closes around it, or the end. */
  elementEnd(from: number): number {
    const depth = this.#depths[from] ?? 0;
    for (let i = from; i < this.list.length; i++) {
      const here = this.#depths[i] ?? 0;
      if (here < depth || (here === depth && this.word(i) === ",")) return i;
    }
    return this.list.length;
  }

  /** The innermost parenthesis or bracket that is open at a token. */
  opening(index: number): number | undefined {
    const depth = this.#depths[index] ?? 0;
    const found = this.#depths.findLastIndex((each, i) => i < index && each < depth);
    return found < 0 ? undefined : found;
  }

  /** The token after the parenthesis that closes the next one to open. */
  afterParentheses(from: number): number | undefined {
    const open = this.find("(", from);
    if (open === undefined) return undefined;
    for (let i = open + 1; i < this.list.length; i++) {
      if (this.#depths[i] === this.#depths[open] && this.word(i) === ")") return i + 1;
    }
    return undefined;
  }

  /** Where in the text a token is; the place after the last one for an index past the end. */
  span(index: number): Span {
    const end = this.list.at(-1)?.span.end ?? 0;
    return this.list[index]?.span ?? { start: end, end };
  }
}
