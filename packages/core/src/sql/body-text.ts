import type { Span } from "../text/span.js";
import type { Token } from "./tokens.js";

/** The text inside of a string constant, and the way from its offsets to those of the source. */
export interface BodyText {
  readonly text: string;
  /** It stands in '...', not in $$...$$. */
  readonly quoted: boolean;
  place(offset: number): number;
}

/**
 * The text of a string constant in the source: $$...$$ and '...' exactly; E'...' and others, whose escapes are not followed, give
 * undefined.
 */
export function bodyText(token: Token): BodyText | undefined {
  const { text, span } = token;
  const tag = /^\$[^$]*\$/.exec(text)?.[0];
  if (tag !== undefined) {
    const from = span.start + tag.length;
    return { text: text.slice(tag.length, -tag.length), quoted: false, place: (offset) => from + offset };
  }
  if (!text.startsWith("'")) return undefined;
  const inner = text.slice(1, -1);
  const doubled = [...inner.matchAll(/''/g)].map((match, i) => match.index - i);
  return {
    text: inner.replaceAll("''", "'"),
    quoted: true,
    place: (offset) => span.start + 1 + offset + doubled.filter((at) => at < offset).length,
  };
}

/** A run of a query's text that stands in the body as it is. */
interface Run {
  readonly query: number;
  readonly body: number;
}

/** Where a query of the PL/pgSQL parser stands in its body. */
export interface PlacedQuery {
  readonly start: number;
  readonly end: number;
  /** From an offset in the query to one in the body. */
  place(offset: number): number;
}

/** Finds the queries of a body again: the parser tells their lines only, turns PERFORM into SELECT, and cuts INTO out. */
export class QueryFinder {
  readonly #body: string;
  readonly #lines: number[] = [0];
  readonly #taken = new Set<number>();

  constructor(body: string) {
    this.#body = body;
    for (let at = body.indexOf("\n"); at >= 0; at = body.indexOf("\n", at + 1)) this.#lines.push(at + 1);
  }

  /** The offset of a line's start; lines count from 1. */
  line(lineno: number): number {
    return this.#lines[Math.max(0, lineno - 1)] ?? this.#body.length;
  }

  /** A query of the statement that starts on a line; undefined where it cannot be found. */
  find(query: string, lineno: number): PlacedQuery | undefined {
    const from = this.line(lineno);
    const whole = this.#search(query, from);
    if (whole !== undefined) return this.#placed(query, [{ query: 0, body: whole }]);
    const performed = /^\s*SELECT\b/.exec(query)?.[0];
    if (performed !== undefined) {
      const rest = query.slice(performed.length);
      const found = this.#searchPerform(rest, from);
      if (found !== undefined)
        return this.#placed(query, [
          { query: 0, body: found },
          { query: performed.length, body: found + 7 },
        ]);
    }
    return this.#withoutInto(query, from);
  }

  #search(text: string, from: number): number | undefined {
    let at = this.#body.indexOf(text, from);
    while (at >= 0 && (this.#taken.has(at) || /[\w$]/.test(this.#body[at - 1] ?? "")))
      at = this.#body.indexOf(text, at + 1);
    if (at < 0) return undefined;
    this.#taken.add(at);
    return at;
  }

  #searchPerform(rest: string, from: number): number | undefined {
    const perform = /\bperform\b/gi;
    perform.lastIndex = from;
    for (let match = perform.exec(this.#body); match !== null; match = perform.exec(this.#body)) {
      if (!this.#taken.has(match.index) && this.#body.startsWith(rest, match.index + match[0].length)) {
        this.#taken.add(match.index);
        return match.index;
      }
    }
    return undefined;
  }

  /** The query with `INTO [STRICT] target` standing in the body between two of its parts. */
  #withoutInto(query: string, from: number): PlacedQuery | undefined {
    const first = /^\s*\S+/.exec(query)?.[0] ?? "";
    for (let at = this.#body.indexOf(first, from); at >= 0; at = this.#body.indexOf(first, at + 1)) {
      if (this.#taken.has(at)) continue;
      let same = 0;
      while (same < query.length && query[same] === this.#body[at + same]) same++;
      const end = this.#body.indexOf(";", at);
      const rest = query.slice(same).trimStart();
      const continued = rest === "" ? at + same : this.#body.indexOf(rest, at + same);
      if (continued < 0 || (end >= 0 && continued > end)) continue;
      this.#taken.add(at);
      return this.#placed(query, [
        { query: 0, body: at },
        { query: query.length - rest.length, body: continued },
      ]);
    }
    return undefined;
  }

  #placed(query: string, runs: readonly Run[]): PlacedQuery {
    const place = (offset: number): number => {
      const run = runs.findLast((each) => each.query <= offset) ?? { query: 0, body: 0 };
      return run.body + offset - run.query;
    };
    return { start: place(0), end: place(query.length), place };
  }
}

/** A span of a body in the source. */
export function spanIn(body: BodyText, start: number, end: number): Span {
  return { start: body.place(start), end: body.place(end) };
}
