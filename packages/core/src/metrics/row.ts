/** Names of the tags of a row and what they say: {"track": "canary", "region": "jp"}. */
export type Labels = Readonly<Record<string, string>>;

interface RowBase {
  /** Milliseconds since 1970 (UTC): the end of what the row covers. */
  readonly at: number;
  /** Milliseconds that the row covers up to `at`; 0 where the row does not say. */
  readonly span: number;
  /** The metric, or the event's name. */
  readonly name: string;
  readonly labels: Labels;
}

/** Events counted within the row's span. */
export interface CountsRow extends RowBase {
  readonly kind: "counts";
  readonly good?: number;
  readonly bad?: number;
  readonly total: number;
}

/** A cumulative counter's reading: it only rises, and falls when its process starts again. */
export interface CounterRow extends RowBase {
  readonly kind: "counter";
  readonly value: number;
}

/** A value at a moment. */
export interface GaugeRow extends RowBase {
  readonly kind: "gauge";
  readonly value: number;
}

/** Observations within the row's span: how many were at most each bound; the last bound is Infinity. */
export interface HistogramRow extends RowBase {
  readonly kind: "histogram";
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum?: number;
}

/** One thing that happened. */
export interface EventRow extends RowBase {
  readonly kind: "event";
  /** Milliseconds. */
  readonly duration?: number;
}

/** One row of a snapshot. */
export type Row = CountsRow | CounterRow | GaugeRow | HistogramRow | EventRow;

/** Metric samples or events as collected. */
export interface Snapshot {
  /** The file or address they come from. */
  readonly source: string;
  readonly rows: Iterable<Row>;
}
