/** What of metrics other packages need; a row is a `SnapshotRow` outside. */
export type { Row as SnapshotRow, Snapshot } from "./row.js";
export { noNumber, parseSnapshotLine } from "./snapshot-line.js";
export { gather, type Gathering, type GatherNotes, type GatherOptions, type OddRow } from "./gather.js";
export type { Selector } from "./selector.js";
export { within, type Point, type Series } from "./series.js";
export { snapshotLine } from "./snapshot-row-line.js";
export { quickReader, type QuickReader } from "./quick-line.js";
