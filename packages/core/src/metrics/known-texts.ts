/** A text that was read before, and what it means. */
interface Known<T> {
  readonly text: string;
  readonly meaning: T;
}

const mostKnown = 1 << 16;

/** What texts mean that come again and again, found where they stand without cutting them out. */
export class KnownTexts<T> {
  readonly #mean: (text: string) => T | undefined;
  readonly #known = new Map<number, Known<T>>();

  /** @param mean says what a text means; undefined where that is not known. */
  constructor(mean: (text: string) => T | undefined) {
    this.#mean = mean;
  }

  /** The meaning of the characters from `start` to before `end`. */
  at(text: string, start: number, end: number): T | undefined {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    const known = this.#known.get(hash);
    if (known !== undefined && known.text.length === end - start && stands(text, start, known.text))
      return known.meaning;
    // A copy, as a part of a text keeps the whole of it in memory.
    const own = [...text.slice(start, end)].join("");
    const meaning = this.#mean(own);
    if (meaning === undefined) return undefined;
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(hash, { text: own, meaning });
    return meaning;
  }
}

/** Whether a short text stands at a place of another: `startsWith`, without its cost of a call. */
export function stands(text: string, at: number, short: string): boolean {
  for (let i = 0; i < short.length; i++) if (text.charCodeAt(at + i) !== short.charCodeAt(i)) return false;
  return true;
}
