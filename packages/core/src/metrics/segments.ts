import type { Point } from "./series.js";

/** The numbers of a slot: its end, sum, samples, when what it covers begins, and the slot of the same cell before it. */
const width = 5;
const none = -1;

/**
 * Sums by their ends. Those of one cell of a grain are a chain, so that whole numbers find them: a fraction of the time and
 * memory of a map by moments.
 */
class Slots {
  readonly #now: number;
  readonly #grain: number;
  readonly #chains = new Map<number, number>();
  #numbers = new Float64Array(width * 64);
  #size = 0;
  #lastAt = NaN;
  #lastSlot = 0;
  first = Infinity;
  last = -Infinity;

  constructor(now: number, grain: number) {
    this.#now = now;
    this.#grain = grain;
  }

  get size(): number {
    return this.#size;
  }

  add(at: number, sum: number, samples: number, from: number): void {
    const slot = at === this.#lastAt ? this.#lastSlot : this.#slotOf(at, from);
    const numbers = this.#numbers;
    numbers[slot + 1] = (numbers[slot + 1] ?? 0) + sum;
    numbers[slot + 2] = (numbers[slot + 2] ?? 0) + samples;
    if (from < (numbers[slot + 3] ?? from)) numbers[slot + 3] = from;
  }

  each(take: (at: number, sum: number, samples: number, from: number) => void): void {
    const numbers = this.#numbers;
    for (let slot = 0; slot < this.#size * width; slot += width)
      take(numbers[slot] ?? 0, numbers[slot + 1] ?? 0, numbers[slot + 2] ?? 0, numbers[slot + 3] ?? 0);
  }

  #slotOf(at: number, from: number): number {
    const cell = Math.floor((this.#now - at) / this.#grain);
    const head = this.#chains.get(cell) ?? none;
    let slot = head;
    while (slot !== none && this.#numbers[slot] !== at) slot = this.#numbers[slot + 4] ?? none;
    if (slot === none) {
      slot = width * this.#size++;
      if (slot >= this.#numbers.length) {
        const larger = new Float64Array(2 * this.#numbers.length);
        larger.set(this.#numbers);
        this.#numbers = larger;
      }
      this.#chains.set(cell, slot);
      this.#numbers[slot] = at;
      this.#numbers[slot + 3] = from;
      this.#numbers[slot + 4] = head;
      if (at < this.first) this.first = at;
      if (at > this.last) this.last = at;
    }
    this.#lastAt = at;
    this.#lastSlot = slot;
    return slot;
  }
}

/** As many spans of one length are kept as they are, besides as many as fit into their time one after the other. */
const mostExact = 1 << 15;

/**
 * What was counted, by the time that it covers. Rows of the same end and length are one segment. Moments, and spans that begin
 * at more moments than could lie beside each other, are put into cells of a grain, which end at now and at whole grains before
 * it: a span is shared among its cells in proportion. So memory grows with the time covered, not with the number of rows.
 */
export class Segments {
  readonly #now: number;
  readonly #grain: number;
  readonly #moments: Slots;
  readonly #spans = new Map<number, Slots>();
  readonly #cells: Slots;
  readonly #shared = new Set<number>();

  constructor(now: number, grain: number) {
    this.#now = now;
    this.#grain = grain;
    this.#moments = new Slots(now, grain);
    this.#cells = new Slots(now, grain);
  }

  add(at: number, span: number, sum: number, samples: number): void {
    if (span === 0) {
      const end = this.#now - Math.floor((this.#now - at) / this.#grain) * this.#grain;
      return this.#moments.add(end, sum, samples, end);
    }
    if (this.#shared.has(span)) return this.#share(at, span, sum, samples);
    let slots = this.#spans.get(span);
    if (slots === undefined) this.#spans.set(span, (slots = new Slots(this.#now, Math.max(span, this.#grain))));
    slots.add(at, sum, samples, at - span);
    if (slots.size > mostExact && slots.size > 1.5 * ((slots.last - slots.first) / span)) this.#shareAll(slots, span);
  }

  /** In the order of their ends. */
  points(): Point[] {
    const points: Point[] = [];
    for (const slots of [this.#moments, ...this.#spans.values(), this.#cells])
      slots.each((at, sum, samples, from) => points.push({ at, span: at - from, sum, samples }));
    return points.sort((a, b) => a.at - b.at || a.span - b.span);
  }

  #shareAll(slots: Slots, span: number): void {
    this.#spans.delete(span);
    this.#shared.add(span);
    slots.each((at, sum, samples) => this.#share(at, span, sum, samples));
  }

  /** A cell is taken to be covered from where its first row in it begins. */
  #share(at: number, span: number, sum: number, samples: number): void {
    const now = this.#now;
    const grain = this.#grain;
    const start = at - span;
    const oldest = Math.ceil((now - start) / grain) - 1;
    for (let bucket = Math.floor((now - at) / grain); bucket <= oldest; bucket++) {
      const end = now - bucket * grain;
      const to = Math.min(at, end);
      const from = Math.max(start, end - grain);
      this.#cells.add(end, (sum * (to - from)) / span, (samples * (to - from)) / span, from);
    }
  }
}
