import type { MetricSource, WantedLabel } from "@release-gate/core";

/** A stretch to collect, and the time between its samples, in milliseconds; both ends are moments since 1970. */
export interface Stretch {
  /** The end of the first step. */
  readonly start: number;
  /** The end of the last one. */
  readonly end: number;
  readonly step: number;
}

/** A value of a metric. */
export interface MetricSample {
  /** Milliseconds since 1970: the end of what it covers. */
  readonly at: number;
  readonly value: number;
  /** Milliseconds that it covers, where that is not the step asked for. */
  readonly span?: number;
}

/** Observations at a moment: how many were at most each bound; the last bound is Infinity. */
export interface MetricHistogram {
  readonly at: number;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** The values of one series; of a metric that is a histogram, its observations. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly MetricSample[];
  readonly histograms?: readonly MetricHistogram[];
}

/** How many events each step had, by its end, of one group; without labels where nothing is grouped. */
export interface GroupCounts {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: ReadonlyMap<number, number>;
}

/** The labels of a series that tell its group; one that it lacks is empty, as in Prometheus. */
export const labelsIn = (
  labels: Readonly<Record<string, string>>,
  by: readonly string[] = [],
): Readonly<Record<string, string>> => Object.fromEntries(by.map((name) => [name, labels[name] ?? ""]));

/** What SLOs are collected from: Prometheus, Datadog. Failures are SourceErrors. */
export interface MetricsServer {
  /** True where it answers only in steps that begin at whole multiples of themselves since 1970. */
  readonly aligned: boolean;
  /** What the server said of its answers so far: that they are not whole. */
  readonly warnings: ReadonlySet<string>;
  /**
   * How many events each step had, by its end. A step without data is left out.
   * @throws UserError at the source where its query cannot be turned into counts.
   */
  counts(source: MetricSource, counter: boolean, stretch: Stretch): Promise<ReadonlyMap<number, number>>;
  /**
   * The same for each value of some labels.
   * @throws UserError at the source where its query cannot be turned into counts, or its server is not asked by groups.
   */
  groupCounts(
    source: MetricSource,
    counter: boolean,
    stretch: Stretch,
    by: readonly string[],
  ): Promise<readonly GroupCounts[]>;
  /**
   * Of the labels that a query wants a value of, one that no series of its metric has: a misspelt label selects nothing, as if
   * nothing had happened. Left out where the server cannot be asked for it.
   */
  unknownLabel?(source: MetricSource, stretch: Stretch): Promise<WantedLabel | undefined>;
  /**
   * The values of each step. A missing number is a missing sample.
   * @throws UserError at the source where it has no query.
   */
  values(source: MetricSource, stretch: Stretch, by?: readonly string[]): Promise<readonly MetricSeries[]>;
}
