import type { Interval } from "../time/index.js";
import { coverOf, covered, lengthIn, without } from "./cover.js";
import type { Labels } from "./row.js";
import type { Segments } from "./segments.js";

/** What one fold found: copies of rows, rows that contradict each other, readings too late to be put in order, restarts. */
export interface LaneNotes {
  duplicates: number;
  contradictions: number;
  outOfOrder: number;
  resets: number;
}

/** What one of a counter's increase adds to a series. */
export interface Weight {
  readonly sum: number;
  readonly samples: number;
}

const plain = (): Weight => ({ sum: 1, samples: 1 });

/** The numbers of a kept row: when it ends, how long it is, its sum and samples. */
const width = 4;

/** Numbers that are kept for a while, some for each row. Their memory is used again: as arrays they would be garbage by the hundred megabytes. */
class Kept {
  readonly #width: number;
  #numbers: Float64Array<ArrayBuffer>;
  #end = 0;

  constructor(width: number) {
    this.#width = width;
    this.#numbers = new Float64Array(0);
  }

  get size(): number {
    return this.#end;
  }

  /** The first number of the newest row. */
  get last(): number {
    return this.#end === 0 ? -Infinity : (this.#numbers[this.#end - this.#width] ?? -Infinity);
  }

  push(a: number, b: number, c = 0, d = 0): void {
    if (this.#end + this.#width > this.#numbers.length) {
      const more = new Float64Array(Math.max(16 * this.#width, 2 * this.#end));
      more.set(this.#numbers);
      this.#numbers = more;
    }
    const numbers = this.#numbers;
    const end = this.#end;
    numbers[end] = a;
    numbers[end + 1] = b;
    if (this.#width === 4) {
      numbers[end + 2] = c;
      numbers[end + 3] = d;
    }
    this.#end = end + this.#width;
  }

  /** All that is kept, until something is kept anew. */
  taken(): Float64Array<ArrayBuffer> {
    const taken = this.#numbers.subarray(0, this.#end);
    this.#end = 0;
    return taken;
  }
}

/**
 * The rows of one metric with one set of labels, for one series. They are kept until enough have come, then put in order: so
 * neither their order nor their files matter, a copy counts once, and a longer row gives way to the shorter ones it was made of.
 */
export class Lane {
  readonly segments: Segments;
  readonly labels: Labels;
  /** Of two rows that contradict each other the one that looks worse counts: the smaller number of good events, the larger of bad. */
  readonly #worse: "least" | "most";
  readonly #weight: () => Weight;
  readonly #rows = new Kept(width);
  #ordered = true;
  /** Times and values of a counter. */
  readonly #readings = new Kept(2);
  #readingsOrdered = true;
  /** The newest reading, the newest end and the time covered of what was folded. */
  #reading = { at: -Infinity, value: 0 };
  #reached = -Infinity;
  #cover: readonly Interval[] = [];

  /** How many rows were folded, and when the first and the last of them ended. */
  rows = 0;
  first = Infinity;
  last = -Infinity;

  constructor(segments: Segments, worse: "least" | "most", labels: Labels = {}, weight: () => Weight = plain) {
    this.segments = segments;
    this.#worse = worse;
    this.labels = labels;
    this.#weight = weight;
  }

  #came(rows: number, first: number, last: number): void {
    this.rows += rows;
    if (first < this.first) this.first = first;
    if (last > this.last) this.last = last;
  }

  add(at: number, span: number, sum: number, samples: number): void {
    if (at <= this.#rows.last) this.#ordered = false;
    this.#rows.push(at, span, sum, samples);
  }

  read(at: number, value: number): void {
    if (at <= this.#readings.last) this.#readingsOrdered = false;
    this.#readings.push(at, value);
  }

  /** Puts what is kept into the segments, in order. */
  fold(notes: LaneNotes): void {
    if (this.#rows.size > 0) this.#foldRows(notes);
    if (this.#readings.size > 0) this.#foldReadings(notes);
  }

  #foldRows(notes: LaneNotes): void {
    const rows = this.#ordered ? this.#rows.taken() : this.#inOrder(notes);
    this.#ordered = true;
    this.#came(rows.length / width, rows[0] ?? 0, rows[rows.length - width] ?? 0);
    const reached = this.#reached;
    const finer = isCoarse(rows) ? finerCover(rows) : undefined;
    for (let i = 0; i < rows.length; i += width) {
      const at = rows[i] ?? 0;
      const span = rows[i + 1] ?? 0;
      const sum = rows[i + 2] ?? 0;
      const samples = rows[i + 3] ?? 0;
      if (at > this.#reached) this.#reached = at;
      if (span > 0 && at <= reached && covered(this.#cover, { start: at - span, end: at })) notes.duplicates++;
      else if (span === 0 || finer === undefined) this.segments.add(at, span, sum, samples);
      else this.#addWithout(finer(span), { start: at - span, end: at }, sum, samples, notes);
    }
    this.#cover = coverOf([...this.#cover, ...spansOf(rows)]);
  }

  /** Adds what of a row no shorter rows cover. */
  #addWithout(finer: readonly Interval[], whole: Interval, sum: number, samples: number, notes: LaneNotes): void {
    const span = whole.end - whole.start;
    if (lengthIn(finer, whole) === 0) return this.segments.add(whole.end, span, sum, samples);
    notes.duplicates++;
    for (const { start, end } of without([whole], finer))
      this.segments.add(end, end - start, (sum * (end - start)) / span, (samples * (end - start)) / span);
  }

  /** The rows in the order of their ends and lengths, each time once. */
  #inOrder(notes: LaneNotes): number[] {
    const rows = this.#rows.taken();
    const order = Array.from({ length: rows.length / width }, (_, i) => i * width).sort(
      (a, b) => (rows[a] ?? 0) - (rows[b] ?? 0) || (rows[a + 1] ?? 0) - (rows[b + 1] ?? 0),
    );
    const sorted: number[] = [];
    for (const i of order) {
      const [at = 0, span = 0, sum = 0, samples = 0] = [rows[i], rows[i + 1], rows[i + 2], rows[i + 3]];
      const before = sorted.length - width;
      if (before < 0 || sorted[before] !== at || sorted[before + 1] !== span) {
        sorted.push(at, span, sum, samples);
        continue;
      }
      const known = sorted[before + 2] ?? 0;
      if (known === sum && sorted[before + 3] === samples) notes.duplicates++;
      else notes.contradictions++;
      sorted[before + 2] = this.#worse === "least" ? Math.min(known, sum) : Math.max(known, sum);
      sorted[before + 3] = Math.max(sorted[before + 3] ?? 0, samples);
    }
    return sorted;
  }

  #increased(at: number, span: number, increase: number): void {
    const { sum, samples } = this.#weight();
    if (sum !== 0 || samples !== 0) this.segments.add(at, span, increase * sum, increase * samples);
  }

  /** A counter's increases between its readings; after a reset it counts from zero, as Prometheus does. */
  #foldReadings(notes: LaneNotes): void {
    const readings = this.#readings.taken();
    const order = Array.from({ length: readings.length / 2 }, (_, i) => i * 2);
    if (!this.#readingsOrdered)
      order.sort((a, b) => (readings[a] ?? 0) - (readings[b] ?? 0) || (readings[a + 1] ?? 0) - (readings[b + 1] ?? 0));
    this.#readingsOrdered = true;
    this.#came(order.length, readings[order[0] ?? 0] ?? 0, readings[order.at(-1) ?? 0] ?? 0);
    for (const i of order) {
      const at = readings[i] ?? 0;
      const value = readings[i + 1] ?? 0;
      const last = this.#reading;
      if (at < last.at) notes.outOfOrder++;
      else if (at === last.at) {
        if (value === last.value) notes.duplicates++;
        else notes.contradictions++;
      } else {
        const reset = value < last.value;
        if (reset) notes.resets++;
        const increase = reset ? value : value - last.value;
        if (last.at !== -Infinity) this.#increased(at, at - last.at, increase);
        this.#reading = { at, value };
      }
    }
  }
}

/** What rows in the order of their ends cover, of those up to a length. */
function spansOf(rows: ArrayLike<number>, longest = Infinity): readonly Interval[] {
  const spans: { start: number; end: number }[] = [];
  for (let i = 0; i < rows.length; i += width) {
    const end = rows[i] ?? 0;
    const span = rows[i + 1] ?? 0;
    if (span === 0 || span > longest) continue;
    let start = end - span;
    let last = spans[spans.length - 1];
    if (last !== undefined && last.start <= start && last.end >= start) {
      last.end = end;
      continue;
    }
    for (; last !== undefined && last.end >= start; last = spans[spans.length - 1]) {
      start = Math.min(start, last.start);
      spans.pop();
    }
    spans.push({ start, end });
  }
  return spans;
}

/** Whether some rows are at least twice as long as others. */
function isCoarse(rows: ArrayLike<number>): boolean {
  let [least, most] = [Infinity, 0];
  for (let i = 1; i < rows.length; i += width) {
    const span = rows[i] ?? 0;
    if (span > 0 && span < least) least = span;
    if (span > most) most = span;
  }
  return most >= 2 * least;
}

/** What the rows of at most half a length cover, by that length. */
function finerCover(rows: ArrayLike<number>): (span: number) => readonly Interval[] {
  const known = new Map<number, readonly Interval[]>();
  return (length) => {
    let cover = known.get(length);
    if (cover === undefined) known.set(length, (cover = spansOf(rows, length / 2)));
    return cover;
  };
}
