export type { CounterRow, CountsRow, EventRow, GaugeRow, HistogramRow, Labels, Row, Snapshot } from "./row.js";
export { noNumber, parseSnapshotLine } from "./snapshot-line.js";
export { compares, comparisons, selects, shareOf, type Comparison, type Selector, type Share } from "./selector.js";
export { coverageOf, grainOf, partOf, samplesOf, sumOf, within, type Point, type Series } from "./series.js";
export { gather, type Gathering, type GatherNotes, type GatherOptions } from "./gather.js";
export { exact, one, zero, type Fraction } from "./exact.js";
export { snapshotLine } from "./snapshot-row-line.js";
export { quickReader, type QuickReader } from "./quick-line.js";
