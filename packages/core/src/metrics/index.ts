export type {
  CounterRow,
  CountRow,
  CountsRow,
  EventRow,
  GaugeRow,
  HistogramRow,
  Labels,
  Row,
  Snapshot,
} from "./row.js";
export { noNumber, parseSnapshotLine } from "./snapshot-line.js";
export {
  compares,
  comparisons,
  selects,
  shareOf,
  type Comparison,
  type OddKind,
  type Selector,
  type Share,
  mostCounted,
} from "./selector.js";
export { coverageOf, grainOf, partOf, samplesOf, sumOf, within, type Point, type Series } from "./series.js";
export {
  gather,
  type Gathering,
  type GatherNotes,
  type GatherOptions,
  type OddRow,
  type Sight,
  type Stopped,
} from "./gather.js";
export { exact, noise, one, zero, type Fraction } from "./exact.js";
export { snapshotLine } from "./snapshot-row-line.js";
export { quickReader, type QuickReader } from "./quick-line.js";
export { coverOf, coverOfEnds, lengthIn, without } from "./cover.js";
