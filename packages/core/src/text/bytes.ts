/**
 * Maps UTF-8 byte offsets (what libpg-query reports) and code point offsets (what its errors report) of one text to
 * UTF-16 offsets. The identity for ASCII, which is told by the length alone.
 */
export class OffsetMap {
  readonly #text: string;
  #bytes: Uint32Array | undefined;
  #points: Uint32Array | undefined;
  readonly #ascii: boolean;

  constructor(text: string) {
    this.#text = text;
    // eslint-disable-next-line no-control-regex -- the range is the definition of ASCII
    this.#ascii = !/[^\x00-\x7f]/.test(text);
  }

  /** UTF-16 offset of a UTF-8 byte offset; an offset inside a character counts as its start. */
  fromByte(byte: number): number {
    if (this.#ascii) return Math.min(byte, this.#text.length);
    this.#bytes ??= byteStarts(this.#text);
    return lastAtMost(this.#bytes, byte, this.#text.length);
  }

  /** UTF-16 offset of a code point offset. */
  fromCodePoint(point: number): number {
    if (this.#ascii) return Math.min(point, this.#text.length);
    this.#points ??= pointStarts(this.#text);
    return lastAtMost(this.#points, point, this.#text.length);
  }
}

/** For every UTF-16 offset the number of UTF-8 bytes before it; both halves of a pair carry the pair's start. */
function byteStarts(text: string): Uint32Array {
  const starts = new Uint32Array(text.length);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    starts[i] = bytes;
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) {
      starts[++i] = bytes + 1;
      bytes += 4;
    } else bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return starts;
}

function pointStarts(text: string): Uint32Array {
  const starts = new Uint32Array(text.length);
  let points = 0;
  for (let i = 0; i < text.length; i++) {
    starts[i] = points;
    if ((text.codePointAt(i) ?? 0) > 0xffff) starts[++i] = points;
    points++;
  }
  return starts;
}

/** The first index whose value is the greatest one that is at most `value`; `length` when it lies past the end. */
function lastAtMost(starts: Uint32Array, value: number, length: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  if (low === starts.length) {
    return length;
  }
  return starts[low] === value ? low : Math.max(0, low - 1);
}
