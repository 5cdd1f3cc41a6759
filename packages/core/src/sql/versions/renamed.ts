/** A text changed so that today's grammar reads it as an older version reads the original, and the way back. */
export interface Renamed {
  readonly text: string;
  /** The offset in the original of an offset in `text`. */
  original(offset: number): number;
}

/** The way back where one character was put in at each of some offsets of the original, ascending. */
export function originalOffset(places: readonly number[], offset: number): number {
  let shift = 0;
  while (shift < places.length && (places[shift] ?? 0) + shift < offset) shift++;
  return offset - shift;
}

/** A change of a text that was changed before. */
export function afterwards(first: Renamed | undefined, second: Renamed): Renamed {
  return first === undefined
    ? second
    : { text: second.text, original: (offset) => first.original(second.original(offset)) };
}
