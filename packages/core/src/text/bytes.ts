/** Whether a text is ASCII, so that its bytes, code points and UTF-16 units are the same. */
export function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the range is the definition of ASCII
  return !/[^\x00-\x7f]/.test(text);
}

/**
 * Maps UTF-8 byte offsets (what libpg-query reports) and code point offsets (what its errors report) of one text to
 * UTF-16 offsets. The identity for ASCII, which is told by one look through the text.
 */
export class OffsetMap {
  readonly #text: string;
  readonly #ascii: boolean;
  #bytes: Uint32Array | undefined;
  #points: Uint32Array | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#ascii = isAscii(text);
  }

  /** UTF-16 offset of a UTF-8 byte offset; an offset inside a character counts as its start, one past the end as the end. */
  fromByte(byte: number): number {
    if (this.#ascii) return Math.min(byte, this.#text.length);
    return this.#find((this.#bytes ??= byteStarts(this.#text)), byte);
  }

  /** UTF-16 offset of a code point offset; one past the end counts as the end. */
  fromCodePoint(point: number): number {
    if (this.#ascii) return Math.min(point, this.#text.length);
    return this.#find((this.#points ??= pointStarts(this.#text)), point);
  }

  /** The start of the character that holds an offset: the last one that starts at or before it. */
  #find(starts: Uint32Array, value: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    const secondHalf = low > 0 && starts[low] === starts[low - 1];
    return secondHalf ? low - 1 : low;
  }
}

/** For every UTF-16 offset, the end included, the number of UTF-8 bytes before it; both halves of a pair carry its start. */
function byteStarts(text: string): Uint32Array {
  return starts(text, (code) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4));
}

function pointStarts(text: string): Uint32Array {
  return starts(text, () => 1);
}

function starts(text: string, sizeOf: (code: number) => number): Uint32Array {
  const result = new Uint32Array(text.length + 1);
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    result[i] = sum;
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) result[++i] = sum;
    sum += sizeOf(code);
  }
  result[text.length] = sum;
  return result;
}
