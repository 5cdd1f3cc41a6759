import type { Span } from "./span.js";

/**
 * A span that is looked for when somebody reads it. Whoever judges a statement names places by the dozen, and most of them
 * are read only where something is wrong there.
 */
export function soughtSpan(find: () => Span): Span {
  return new SoughtSpan(find);
}

/** The same span as a plain value, to be kept. */
export function foundSpan(span: Span): Span {
  return span instanceof SoughtSpan ? span.found : span;
}

class SoughtSpan implements Span {
  #find: (() => Span) | undefined;
  #found: Span | undefined;

  constructor(find: () => Span) {
    this.#find = find;
  }

  get found(): Span {
    if (this.#find) {
      this.#found = foundSpan(this.#find());
      this.#find = undefined;
    }
    return this.#found!;
  }

  get start(): number {
    return this.found.start;
  }

  get end(): number {
    return this.found.end;
  }
}
