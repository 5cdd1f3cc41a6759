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

/** Events counted within the row's span, by how they went. A part that is left out is not known: never zero, never all. */
export interface CountsRow extends RowBase {
  readonly kind: "counts";
  readonly good?: number;
  readonly bad?: number;
  readonly total?: number;
}

/** Events of one kind counted within the row's span: what they are says the metric. */
export interface CountRow extends RowBase {
  readonly kind: "count";
  readonly value: number;
}

/** A cumulative counter's reading: it only rises, and falls when its process starts again. */
export interface CounterRow extends RowBase {
  readonly kind: "counter";
  readonly value: number;
}

/** A value at a moment: a mean, a score ("4.0 of 5"), a cost, a share. It counts nothing. */
export interface GaugeRow extends RowBase {
  readonly kind: "gauge";
  readonly value: number;
  /** What the value is measured in, where the row says it. */
  readonly unit?: string;
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
export type Row = CountsRow | CountRow | CounterRow | GaugeRow | HistogramRow | EventRow;

/** Metric samples or events as collected. */
export interface Snapshot {
  /** The file or address they come from. */
  readonly source: string;
  readonly rows: Iterable<Row>;
}
