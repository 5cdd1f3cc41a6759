import type { Labels, Row } from "./row.js";

/** How a value is compared with a bound, in OpenSLO's words. */
export const comparisons = ["lte", "gte", "lt", "gt"] as const;
export type Comparison = (typeof comparisons)[number];

/** Whether `value op bound` holds. */
export function compares(value: number, op: Comparison, bound: number): boolean {
  switch (op) {
    case "lte":
      return value <= bound;
    case "gte":
      return value >= bound;
    case "lt":
      return value < bound;
    case "gt":
      return value > bound;
  }
}

/** Which rows make up a series, and what of them counts. */
export interface Selector {
  /** The metric, or the event's name; a trailing `*` stands for any ending ("autosave.*"). */
  readonly name: string;
  /** Every label given must have (one of) these values. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * `good`, `bad` and `total` take that count of a row of counts; of any other row, how many events it stands for.
   * `value` takes what was measured: a gauge's value, an event's duration in milliseconds.
   */
  readonly take: "good" | "bad" | "total" | "value";
  /** Count only what was measured within this bound: turns values into counts of good samples. */
  readonly when?: { readonly op: Comparison; readonly value: number };
}

/** Whether a selector wants a row. */
export function selects(selector: Selector, row: Row): boolean {
  const { name } = selector;
  if (name !== row.name && !(name.endsWith("*") && row.name.startsWith(name.slice(0, -1)))) return false;
  return selector.labels === undefined || hasLabels(row.labels, selector.labels);
}

function hasLabels(labels: Labels, wanted: NonNullable<Selector["labels"]>): boolean {
  for (const key in wanted) {
    const value = wanted[key];
    const actual = labels[key];
    if (actual === undefined || (typeof value === "string" ? value !== actual : !value?.includes(actual))) return false;
  }
  return true;
}

/** What a row adds to a series. */
export interface Share {
  readonly sum: number;
  readonly samples: number;
}

const nothing: Share = { sum: 0, samples: 0 };

/** What a row (not a counter's reading, which needs the one before) adds to the series of a selector that selects it. */
export function shareOf(selector: Selector, row: Exclude<Row, { kind: "counter" }>): Share | undefined {
  const { take, when } = selector;
  if (row.kind === "counts") {
    const count = row[take === "value" ? "total" : take] ?? (take === "total" ? row.total : undefined) ?? row.total;
    return { sum: count, samples: row.total };
  }
  if (row.kind === "histogram") return histogramShare(row.bounds, row.counts, selector, row.sum);
  const value = row.kind === "gauge" ? row.value : row.duration;
  if (when !== undefined)
    return value === undefined ? nothing : { sum: compares(value, when.op, when.value) ? 1 : 0, samples: 1 };
  if (take !== "value") return { sum: 1, samples: 1 };
  return value === undefined ? undefined : { sum: value, samples: 1 };
}

/**
 * Observations of a histogram within a bound: those of the buckets that certainly are. An observation whose bucket reaches
 * over the bound counts as outside, so that a coarse histogram never looks better than it is.
 */
function histogramShare(
  bounds: readonly number[],
  counts: readonly number[],
  { take, when }: Selector,
  sum: number | undefined,
): Share | undefined {
  const all = counts.at(-1) ?? 0;
  if (when === undefined)
    return take !== "value" ? { sum: all, samples: all } : sum === undefined ? undefined : { sum, samples: all };
  const below = when.op === "lte" || when.op === "lt";
  const index = below
    ? bounds.findLastIndex((bound) => bound <= when.value)
    : bounds.findIndex((bound) => bound >= when.value);
  const atMost = index < 0 ? 0 : (counts[index] ?? 0);
  return { sum: below ? atMost : all - atMost, samples: all };
}
