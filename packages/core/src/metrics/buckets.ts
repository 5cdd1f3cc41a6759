import { noise } from "./exact.js";
import { Lane, type Weight } from "./lane.js";
import type { Row } from "./row.js";
import type { Segments } from "./segments.js";
import { selects, type Selector } from "./selector.js";

/** The buckets of one histogram of a scrape: a counter for each bound. */
interface Histogram {
  readonly bounds: Set<number>;
  /** It has a bucket for the bound that is asked for. */
  isAsked: boolean;
  scrapes: number;
  lanes: Map<number, Lane>;
}

/** What a bucket is to an objective on values. */
export interface Bucket {
  /** Undefined where another bound is asked for. */
  readonly lane: Lane | undefined;
  /** Says, of each row of the bucket of all observations but the first, that its histogram was scraped before. */
  readonly isRepeated: () => boolean;
  /** The bounds of its histogram, where none of them is the one asked for. */
  readonly missed: () => readonly number[] | undefined;
}

const nothing: Weight = { sum: 0, samples: 0 };

/**
 * Histograms as scrapes expose them: the cumulative counters `NAME_bucket` with the label `le`. For an objective on the values
 * of NAME the increase of the bucket of its bound is good (or bad), that of `+Inf` is all.
 */
export class Buckets {
  readonly #selector: Selector;
  readonly #segments: Segments;
  readonly #histograms = new Map<string, Histogram>();

  constructor(selector: Selector, segments: Segments) {
    this.#selector = selector;
    this.#segments = segments;
  }

  get lanes(): readonly Lane[] {
    return [...this.#histograms.values()].flatMap(({ lanes }) => [...lanes.values()]);
  }

  /** Whether a metric's name is that of this selector's buckets. */
  isNamed(metric: string): boolean {
    const { name, take, when } = this.#selector;
    return take === "value" && when !== undefined && metric === `${name}_bucket`;
  }

  /** What a row is as a bucket; undefined where it is none of this selector's. */
  of(row: Row): Bucket | undefined {
    const { take, when, labels: wanted = {} } = this.#selector;
    if (!this.isNamed(row.name) || when === undefined || row.kind !== "counter") return undefined;
    const { le, ...labels } = row.labels;
    const bound = le === undefined ? NaN : le === "+Inf" ? Infinity : Number(le);
    if (Number.isNaN(bound) || !selects({ name: row.name, take, labels: wanted }, row)) return undefined;
    const histogram = this.#histogramOf(
      JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    );
    histogram.bounds.add(bound);
    const isWhole = bound === Infinity;
    const isAsked = !isWhole && Math.abs(bound - when.value) <= noise * Math.abs(when.value);
    if (isAsked) histogram.isAsked = true;
    const isRepeated = (): boolean => isWhole && histogram.scrapes++ > 0;
    const missed = (): readonly number[] | undefined =>
      histogram.isAsked ? undefined : [...histogram.bounds].toSorted((a, b) => a - b);
    if (!isWhole && !isAsked) return { lane: undefined, isRepeated, missed };
    const isBelow = when.op === "lte" || when.op === "lt";
    const weight: Weight = isWhole ? { sum: isBelow ? 0 : 1, samples: 1 } : { sum: isBelow ? 1 : -1, samples: 0 };
    let lane = histogram.lanes.get(bound);
    if (lane === undefined) {
      // Without the bound that is asked for all would count as bad.
      lane = new Lane(this.#segments, "least", labels, () => (histogram.isAsked ? weight : nothing));
      histogram.lanes.set(bound, lane);
    }
    return { lane, isRepeated, missed };
  }

  #histogramOf(key: string): Histogram {
    let known = this.#histograms.get(key);
    if (known === undefined)
      this.#histograms.set(key, (known = { bounds: new Set(), isAsked: false, scrapes: 0, lanes: new Map() }));
    return known;
  }
}
