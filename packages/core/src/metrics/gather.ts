import { minute } from "../time/index.js";
import type { CounterRow, Row } from "./row.js";
import { selects, shareOf, type Selector } from "./selector.js";
import type { Point, Series } from "./series.js";

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

interface Bucket {
  span: number;
  sum: number;
  samples: number;
}

interface Track {
  at: number;
  value: number;
}

/** Starts to gather the series of selectors, each under a key. */
export function gather(selectors: ReadonlyMap<string, Selector>, { now, grain = minute }: GatherOptions): Gathering {
  const notes = { future: 0, duplicates: 0, outOfOrder: 0, resets: 0 };
  const targets = [...selectors].map(([key, selector]) => ({
    key,
    selector,
    buckets: new Map<number, Bucket>(),
    tracks: new Map<string, Track>(),
  }));
  const byName = new Map<string, typeof targets>();
  const targetsOf = (row: Row): typeof targets => {
    let found = byName.get(row.name);
    if (found === undefined)
      byName.set(row.name, (found = targets.filter(({ selector }) => selects({ ...selector, labels: {} }, row))));
    return found;
  };
  return {
    add(row) {
      if (row.at > now) {
        notes.future++;
        return;
      }
      let told: keyof GatherNotes | undefined;
      for (const target of targetsOf(row)) {
        const note = selects(target.selector, row) ? addTo(target, row, Math.ceil((row.at - now) / grain)) : undefined;
        // Several series may be made of the row; it is told once.
        if (note !== undefined && note !== told) notes[(told = note)]++;
      }
    },
    series: () => new Map(targets.map(({ key, buckets }) => [key, { points: pointsOf(buckets, now, grain) }])),
    seriesOf(key) {
      const target = targets.find((each) => each.key === key);
      return { points: target === undefined ? [] : pointsOf(target.buckets, now, grain) };
    },
    notes: () => ({ ...notes }),
  };
}

interface Target {
  readonly selector: Selector;
  readonly buckets: Map<number, Bucket>;
  readonly tracks: Map<string, Track>;
}

/** Adds a row, and tells what was odd about it. */
function addTo(target: Target, row: Row, index: number): keyof GatherNotes | undefined {
  if (row.kind === "event") {
    const share = shareOf(target.selector, row);
    if (share !== undefined) put(target.buckets, index, share.sum, share.samples, row.span);
    return undefined;
  }
  const track = trackOf(target, row);
  if (row.at === track.at) return "duplicates";
  if (row.kind === "counter") return addReading(target, row, track, index);
  track.at = row.at;
  const share = shareOf(target.selector, row);
  if (share !== undefined) put(target.buckets, index, share.sum, share.samples, row.span);
  return undefined;
}

/** A counter's increase since its reading before; after a reset it counts from zero, as Prometheus does. */
function addReading(target: Target, row: CounterRow, track: Track, index: number): keyof GatherNotes | undefined {
  if (row.at < track.at) return "outOfOrder";
  const first = track.at === -Infinity;
  const reset = !first && row.value < track.value;
  if (!first) {
    const increase = reset ? row.value : row.value - track.value;
    put(target.buckets, index, increase, increase, row.at - track.at);
  }
  track.at = row.at;
  track.value = row.value;
  return reset ? "resets" : undefined;
}

function trackOf(target: Target, row: Row): Track {
  const key =
    Object.entries(row.labels)
      .map(([name, value]) => `${name}\u0000${value}`)
      .sort()
      .join("\u0001") + `\u0002${row.name}`;
  let track = target.tracks.get(key);
  if (track === undefined) target.tracks.set(key, (track = { at: -Infinity, value: 0 }));
  return track;
}

function put(buckets: Map<number, Bucket>, index: number, sum: number, samples: number, span: number): void {
  const bucket = buckets.get(index);
  if (bucket === undefined) {
    buckets.set(index, { sum, samples, span });
    return;
  }
  bucket.sum += sum;
  bucket.samples += samples;
  if (span > bucket.span) bucket.span = span;
}

const pointsOf = (buckets: ReadonlyMap<number, Bucket>, now: number, grain: number): Point[] =>
  [...buckets].toSorted(([a], [b]) => a - b).map(([index, bucket]) => ({ at: now + index * grain, ...bucket }));
