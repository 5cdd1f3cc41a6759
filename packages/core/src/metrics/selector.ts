import { noise } from "./exact.js";
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
   * `good`, `bad` and `total` count events: of a row of counts that part of it, of any other row that counts all that it
   * counts. `value` takes what was measured: a gauge's value, an event's duration in milliseconds.
   */
  readonly take: "good" | "bad" | "total" | "value";
  /** Count only what was measured within this bound: turns values into counts of good samples. */
  readonly when?: { readonly op: Comparison; readonly value: number };
  /**
   * The part that is read from the same rows as the total: a row that lacks it is a missing sample, and one that only counts
   * has no part at all.
   */
  readonly beside?: "good" | "bad";
  /** The value is a share of bad ones: where two rows contradict each other, the larger one counts. */
  readonly failures?: boolean;
  /** What values are measured in: rows that say another unit are odd; `s` of events' durations are seconds. */
  readonly unit?: string;
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
  /** It counts, but a report is to say how. */
  readonly told?: OddKind;
}

/**
 * Why a row that a selector selects adds nothing to its series:
 * - `not-a-count`: a value at a moment, where events are to be counted;
 * - `not-a-value`: a count, where a value is to be measured;
 * - `no-part`: it does not say the part asked for (good, bad, a duration);
 * - `no-bound`: a histogram without the bound asked for, or one near it;
 * - `near-bound`: it counts what is certain by the bounds beside the one asked for, which are at most a factor of 2 apart;
 * - `not-a-share`: a ratio below 0 or above 1;
 * - `impossible`: more good or bad events than there are in all;
 * - `uncountable`: a count below zero, or above what a double tells from its neighbours;
 * - `other-unit`: its unit is not the one asked for.
 */
export type OddKind =
  | "not-a-count"
  | "not-a-value"
  | "no-part"
  | "no-bound"
  | "near-bound"
  | "not-a-share"
  | "impossible"
  | "uncountable"
  | "other-unit";

type Counting = Exclude<Row, { kind: "counter" }>;

/** The largest whole number that a double tells from its neighbours: larger counts would be guesses. */
export const mostCounted = 2 ** 53;

/** Whether a number can be a count; what a subtracting query leaves beside zero can. */
export const isCount = (value: number): boolean => value >= -noise && value <= mostCounted;

/** What a row (not a counter's reading, which needs the one before) adds to the series of a selector that selects it. */
export function shareOf(selector: Selector, row: Counting): Share | OddKind {
  return selector.take === "value" ? valueShare(selector, row) : countShare(selector, selector.take, row);
}

function countShare({ beside }: Selector, take: "good" | "bad" | "total", row: Counting): Share | OddKind {
  switch (row.kind) {
    case "gauge":
      return "not-a-count";
    case "counts":
      return countsShare(take, beside, row);
    default: {
      if (take !== "total" && beside !== undefined) return "no-part";
      const count = row.kind === "count" ? row.value : row.kind === "event" ? 1 : (row.counts.at(-1) ?? 0);
      if (!isCount(count)) return "uncountable";
      return { sum: count, samples: count };
    }
  }
}

/** More good events than all are no sample; more bad ones are at least as many as all. */
function countsShare(
  take: "good" | "bad" | "total",
  beside: Selector["beside"],
  { good, bad, total }: Extract<Row, { kind: "counts" }>,
): Share | OddKind {
  if (beside !== undefined && { good, bad }[beside] === undefined) return "no-part";
  const count = { good, bad, total }[take];
  if (count === undefined) return "no-part";
  if (![good ?? 0, bad ?? 0, total ?? 0].every(isCount)) return "uncountable";
  if (total !== undefined && (good ?? 0) > total * (1 + noise) + noise) return "impossible";
  return { sum: total === undefined ? count : Math.min(count, total), samples: total ?? count };
}

function valueShare(selector: Selector, row: Counting): Share | OddKind {
  const { when, unit } = selector;
  if (row.kind === "histogram")
    return when === undefined ? "not-a-value" : histogramShare(row.bounds, row.counts, when);
  if (row.kind !== "gauge" && row.kind !== "event") return "not-a-value";
  if (row.kind === "gauge" && unit !== undefined && row.unit !== undefined && unit !== row.unit) return "other-unit";
  const measured = row.kind === "gauge" ? row.value : row.duration;
  if (measured === undefined) return "no-part";
  const value = row.kind === "event" && unit === "s" ? measured / 1000 : measured;
  if (when !== undefined) return { sum: compares(value, when.op, when.value) ? 1 : 0, samples: 1 };
  if (row.kind === "event") return "not-a-share";
  if (value < -noise || value > 1 + noise) return "not-a-share";
  return { sum: Math.min(1, Math.max(0, value)), samples: 1 };
}

/**
 * Observations of a histogram within a bound of its own. Where a native histogram has one a little below and one a little above,
 * those that are certainly within it; a wide bucket says nothing, as nobody knows where in it they lie.
 */
function histogramShare(
  bounds: readonly number[],
  counts: readonly number[],
  { op, value }: NonNullable<Selector["when"]>,
): Share | OddKind {
  const all = counts.at(-1) ?? 0;
  const below = op === "lte" || op === "lt";
  const good = (index: number): number => (below ? (counts[index] ?? 0) : all - (counts[index] ?? 0));
  const own = bounds.findIndex((bound) => Math.abs(bound - value) <= noise * Math.abs(value));
  if (own >= 0) return { sum: good(own), samples: all };
  const upper = bounds.findIndex((bound) => bound > value);
  const [from = 0, to = 0] = [bounds[upper - 1], bounds[upper]];
  if (!(from > 0 && to <= 2 * from)) return "no-bound";
  return { sum: good(below ? upper - 1 : upper), samples: all, told: "near-bound" };
}
