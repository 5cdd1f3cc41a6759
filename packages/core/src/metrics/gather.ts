import { minute } from "../time/index.js";
import { Buckets } from "./buckets.js";
import type { CounterRow, Labels, Row } from "./row.js";
import { selects, shareOf, type Selector } from "./selector.js";
import type { Series } from "./series.js";

/** What was seen that no series could take, so that a report can say it. */
export interface GatherNotes {
  /** Rows later than now: a clock is ahead, or the snapshot is of another time. */
  readonly future: number;
  /** Rows that repeat the time of their series' row before. */
  readonly duplicates: number;
  /** Readings of a counter that came later than newer ones. */
  readonly outOfOrder: number;
  /** Counters that fell: their process started again. */
  readonly resets: number;
}

/** Makes series out of rows as they come: memory grows with the time they cover, never with the number of rows. */
export interface Gathering {
  add(row: Row): void;
  /** The series of each selector, by its key. */
  series(): ReadonlyMap<string, Series>;
  /** The series of one selector: made anew each time, so that not all need be in memory at once. */
  seriesOf(key: string): Series;
  notes(): GatherNotes;
}

export interface GatherOptions {
  /** Rows after this moment are left out. Buckets end at it and at whole grains before it, so that windows up to now are exact. */
  readonly now: number;
  /** Milliseconds of a bucket; a minute where not given. */
  readonly grain?: number;
}

/** The latest reading of one metric with one set of labels, for one selector. */
interface Track {
  at: number;
  value: number;
}

interface Target {
  readonly selector: Selector;
  readonly buckets: Buckets;
  readonly tracks: Map<string, Track>;
}

/** What the rows of one metric with one set of labels go to. */
interface Lane {
  readonly target: Target;
  readonly track: Track;
}

/** Starts to gather the series of selectors, each under a key. */
export function gather(selectors: ReadonlyMap<string, Selector>, { now, grain = minute }: GatherOptions): Gathering {
  const notes = { future: 0, duplicates: 0, outOfOrder: 0, resets: 0 };
  const targets = new Map(
    [...selectors].map(([key, selector]) => [key, { selector, buckets: new Buckets(), tracks: new Map() }] as const),
  );
  const lanesOf = lanesFor([...targets.values()]);
  const seriesOf = (key: string): Series => ({ points: targets.get(key)?.buckets.points(now, grain) ?? [] });
  return {
    add(row) {
      if (row.at > now) {
        notes.future++;
        return;
      }
      const bucket = Math.floor((now - row.at) / grain);
      let told: keyof GatherNotes | undefined;
      for (const lane of lanesOf(row)) {
        const note = addTo(lane, row, bucket);
        // Several series may be made of the row; it is told once.
        if (note !== undefined && note !== told) notes[(told = note)]++;
      }
    },
    series: () => new Map([...targets.keys()].map((key) => [key, seriesOf(key)])),
    seriesOf,
    notes: () => ({ ...notes }),
  };
}

/**
 * Finds what a row goes to: once for each metric and labels. A reader that gives rows with the same labels the same object
 * (`parseSnapshotLine` does) spares comparing them.
 */
function lanesFor(targets: readonly Target[]): (row: Row) => readonly Lane[] {
  const known = new WeakMap<Labels, Map<string, readonly Lane[]>>();
  const wanted = new Map<string, boolean>();
  return (row) => {
    let byName = known.get(row.labels);
    let lanes = byName?.get(row.name);
    if (lanes !== undefined) return lanes;
    let some = wanted.get(row.name);
    if (some === undefined)
      wanted.set(row.name, (some = targets.some(({ selector }) => selects({ ...selector, labels: {} }, row))));
    lanes = some ? lanesOfRow(targets, row) : [];
    if (byName === undefined) known.set(row.labels, (byName = new Map()));
    byName.set(row.name, lanes);
    return lanes;
  };
}

function lanesOfRow(targets: readonly Target[], row: Row): Lane[] {
  const chosen = targets.filter(({ selector }) => selects(selector, row));
  if (chosen.length === 0) return [];
  const key =
    Object.entries(row.labels)
      .map(([name, value]) => `${name}\u0000${value}`)
      .sort()
      .join("\u0001") + `\u0002${row.name}`;
  return chosen.map((target) => {
    let track = target.tracks.get(key);
    if (track === undefined) target.tracks.set(key, (track = { at: -Infinity, value: 0 }));
    return { target, track };
  });
}

/** Adds a row, and tells what was odd about it. */
function addTo({ target, track }: Lane, row: Row, bucket: number): keyof GatherNotes | undefined {
  if (row.kind !== "event") {
    if (row.at === track.at) return "duplicates";
    if (row.kind === "counter") return addReading(target, row, track, bucket);
    track.at = row.at;
  }
  const share = shareOf(target.selector, row);
  if (share !== undefined) target.buckets.add(bucket, share.sum, share.samples, row.span);
  return undefined;
}

/** A counter's increase since its reading before; after a reset it counts from zero, as Prometheus does. */
function addReading({ buckets }: Target, row: CounterRow, track: Track, bucket: number): keyof GatherNotes | undefined {
  if (row.at < track.at) return "outOfOrder";
  const first = track.at === -Infinity;
  const reset = !first && row.value < track.value;
  if (!first) {
    const increase = reset ? row.value : row.value - track.value;
    buckets.add(bucket, increase, increase, row.at - track.at);
  }
  track.at = row.at;
  track.value = row.value;
  return reset ? "resets" : undefined;
}
