import type { Point } from "./series.js";

/**
 * Sums by the number of their bucket: 0 for the one that ends now, 1 for the one before. Three numbers for each bucket that
 * holds something stand in one array: a fraction of what objects would take.
 */
export class Buckets {
  readonly #slots = new Map<number, number>();
  #numbers = new Float64Array(3 * 64);
  #lastBucket = -1;
  #lastSlot = 0;

  /** Adds to a bucket; its span is the longest of what is added. */
  add(bucket: number, sum: number, samples: number, span: number): void {
    const slot = bucket === this.#lastBucket ? this.#lastSlot : this.#slotOf(bucket);
    const numbers = this.#numbers;
    numbers[slot] = (numbers[slot] ?? 0) + sum;
    numbers[slot + 1] = (numbers[slot + 1] ?? 0) + samples;
    if (span > (numbers[slot + 2] ?? 0)) numbers[slot + 2] = span;
  }

  /** The buckets as points, the oldest first; bucket 0 ends at `now`, each is `grain` milliseconds. */
  points(now: number, grain: number): Point[] {
    const numbers = this.#numbers;
    return [...this.#slots.keys()]
      .sort((a, b) => b - a)
      .map((bucket) => {
        const slot = this.#slots.get(bucket) ?? 0;
        const [sum = 0, samples = 0, span = 0] = [numbers[slot], numbers[slot + 1], numbers[slot + 2]];
        return { at: now - bucket * grain, span, sum, samples };
      });
  }

  /** Where the numbers of a bucket stand. Rows come in the order of time, so it is mostly the one before. */
  #slotOf(bucket: number): number {
    let slot = this.#slots.get(bucket);
    if (slot === undefined) {
      slot = 3 * this.#slots.size;
      this.#slots.set(bucket, slot);
      if (slot >= this.#numbers.length) {
        const larger = new Float64Array(2 * this.#numbers.length);
        larger.set(this.#numbers);
        this.#numbers = larger;
      }
    }
    this.#lastBucket = bucket;
    this.#lastSlot = slot;
    return slot;
  }
}
