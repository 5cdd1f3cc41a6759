import { minute } from "../time/index.js";
import { Buckets, type Bucket } from "./buckets.js";
import { Lane, type LaneNotes } from "./lane.js";
import type { Labels, Row } from "./row.js";
import { stoppedOf, type Stopped } from "./stopped.js";
import { Segments } from "./segments.js";
import { isCount, selects, shareOf, type OddKind, type Selector } from "./selector.js";
import type { Series } from "./series.js";

/** Rows that a series asked for and that had nothing for it, with where the first of them stands. */
export interface OddRow {
  readonly kind: OddKind;
  readonly name: string;
  readonly count: number;
  readonly file?: string;
  readonly line?: number;
  /** The bounds that a histogram has, where it lacks the one asked for. */
  readonly bounds?: readonly number[];
  /** The bound that was asked for. */
  readonly asked?: number;
}

/** What was seen that no series could take, so that a report can say it. */
export interface GatherNotes {
  /** Rows later than now: a clock is ahead, or the snapshot is of another time. */
  readonly future: number;
  /** Copies of rows, and longer rows beside the shorter ones they were made of: counted once. */
  readonly duplicates: number;
  /** Rows of the same metric, labels and time with other numbers: the worse one was counted. */
  readonly contradictions: number;
  /** Readings of a counter that came so much later than newer ones that they could not be put in order. */
  readonly outOfOrder: number;
  /** Counters that fell: their process started again. */
  readonly resets: number;
  readonly odd: readonly OddRow[];
}

export type { Stopped } from "./stopped.js";

/** What was seen of a selector's rows. */
export interface Sight {
  /** Rows that counted. */
  readonly rows: number;
  /** When the newest row under other labels ended; -Infinity where there is none. */
  readonly namesake: number;
  /** Every row was an event: none is still to come for a time that others have reached. */
  readonly onlyEvents: boolean;
  /** Labels under which all rows ended, while there are rows under others. */
  readonly stopped: readonly Stopped[];
}

/** Makes series out of rows as they come: memory grows with the time they cover, never with the number of rows. */
export interface Gathering {
  /** @param file and `line`: where the row stands, for rows that turn out odd. */
  add(row: Row, file?: string, line?: number): void;
  /** The series of each selector, by its key. */
  series(): ReadonlyMap<string, Series>;
  /** The series of one selector: made anew each time, so that not all need be in memory at once. */
  seriesOf(key: string): Series;
  sightOf(key: string): Sight;
  /** The names of all rows, wanted or not. */
  names(): readonly string[];
  notes(): GatherNotes;
}

export interface GatherOptions {
  /** Rows after this moment are left out. Cells end at it and at whole grains before it, so that windows up to now are exact. */
  readonly now: number;
  /** Milliseconds of a cell; a minute where not given. */
  readonly grain?: number;
}

interface Target {
  readonly selector: Selector;
  readonly segments: Segments;
  readonly lanes: Map<string, Lane>;
  readonly buckets: Buckets;
  rows: number;
  namesake: number;
  others: number;
}

/** What the rows of one metric with one set of labels go to. */
interface Way {
  readonly target: Target;
  /** Undefined where only the name is the target's. */
  readonly lane: Lane | undefined;
  /** Where the row is a bucket of a scraped histogram. */
  readonly bucket?: Bucket;
}

/** So many rows are kept to be put in order: 16 MB. */
const mostKept = 1 << 19;

/** Starts to gather the series of selectors, each under a key. */
export function gather(selectors: ReadonlyMap<string, Selector>, { now, grain = minute }: GatherOptions): Gathering {
  const notes = { future: 0, duplicates: 0, contradictions: 0, outOfOrder: 0, resets: 0 };
  const odd = new Map<string, OddRow>();
  const targets = new Map(
    [...selectors].map(([key, selector]): [string, Target] => {
      const segments = new Segments(now, grain);
      const buckets = new Buckets(selector, segments);
      return [key, { selector, segments, lanes: new Map(), buckets, rows: 0, namesake: -Infinity, others: 0 }];
    }),
  );
  const { waysOf, names } = waysFor([...targets.values()]);
  let kept = 0;
  const fold = (): void => {
    kept = 0;
    const found = new Map<string, LaneNotes>();
    for (const { lanes, buckets } of targets.values()) {
      for (const [key, lane] of [...lanes, ...buckets.lanes.map((each, i) => [`bucket ${i}`, each] as const)]) {
        const own: LaneNotes = { duplicates: 0, contradictions: 0, outOfOrder: 0, resets: 0 };
        lane.fold(own);
        // Several series may be made of a row; it is told once.
        const most = found.get(key);
        found.set(key, most === undefined ? own : larger(most, own));
      }
    }
    for (const own of found.values()) {
      notes.duplicates += own.duplicates;
      notes.contradictions += own.contradictions;
      notes.outOfOrder += own.outOfOrder;
      notes.resets += own.resets;
    }
  };
  const seriesOf = (key: string): Series => {
    if (kept > 0) fold();
    return { points: targets.get(key)?.segments.points() ?? [] };
  };
  return {
    add(row, file, line) {
      if (row.at > now) {
        notes.future++;
        return;
      }
      let strange: OddKind | undefined;
      let limits: Set<number | undefined> | undefined;
      for (const way of waysOf(row)) {
        const kind = addTo(way, row);
        kept++;
        if (kind === "no-bound" || kind === "near-bound") {
          // Each objective asks for a bound of its own.
          const { name, when } = way.target.selector;
          limits ??= new Set();
          if (limits.has(when?.value)) continue;
          limits.add(when?.value);
          const bounds = way.bucket?.missed() ?? (row.kind === "histogram" ? row.bounds : []);
          noteOdd(odd, kind, way.bucket === undefined ? row : { ...row, name }, file, line, {
            bounds,
            asked: when?.value,
          });
          continue;
        }
        if (kind !== undefined && kind !== "namesake") strange ??= kind;
      }
      if (strange !== undefined) noteOdd(odd, strange, row, file, line);
      if (kept >= mostKept) fold();
    },
    series: () => new Map([...targets.keys()].map((key) => [key, seriesOf(key)])),
    seriesOf,
    sightOf(key) {
      if (kept > 0) fold();
      const target = targets.get(key);
      if (target === undefined) return { rows: 0, namesake: -Infinity, onlyEvents: false, stopped: [] };
      const { rows, namesake, others, lanes, buckets } = target;
      const stopped = stoppedOf([...lanes.values(), ...buckets.lanes]);
      return { rows, namesake, onlyEvents: rows > 0 && others === 0, stopped };
    },
    names,
    notes() {
      if (kept > 0) fold();
      return { ...notes, odd: [...odd.values()] };
    },
  };
}

const larger = (a: LaneNotes, b: LaneNotes): LaneNotes => ({
  duplicates: Math.max(a.duplicates, b.duplicates),
  contradictions: Math.max(a.contradictions, b.contradictions),
  outOfOrder: Math.max(a.outOfOrder, b.outOfOrder),
  resets: Math.max(a.resets, b.resets),
});

function noteOdd(
  odd: Map<string, OddRow>,
  kind: OddKind,
  row: Row,
  file?: string,
  line?: number,
  missed?: { readonly bounds: readonly number[]; readonly asked: number | undefined },
): void {
  const key = `${kind}|${row.name}|${missed?.asked ?? ""}`;
  const known = odd.get(key);
  odd.set(
    key,
    known === undefined
      ? {
          kind,
          name: row.name,
          count: 1,
          ...(file === undefined ? {} : { file }),
          ...(line === undefined ? {} : { line }),
          ...(missed === undefined ? {} : { bounds: missed.bounds }),
          ...(missed?.asked === undefined ? {} : { asked: missed.asked }),
        }
      : { ...known, count: known.count + 1 },
  );
}

/**
 * Finds what a row goes to: once for each metric and labels. A reader that gives rows with the same labels the same object
 * (`quickReader` does) spares comparing them.
 */
function waysFor(targets: readonly Target[]): {
  readonly waysOf: (row: Row) => readonly Way[];
  readonly names: () => readonly string[];
} {
  const known = new WeakMap<Labels, Map<string, readonly Way[]>>();
  const wanted = new Map<string, readonly Target[]>();
  const waysOf = (row: Row): readonly Way[] => {
    let byName = known.get(row.labels);
    let ways = byName?.get(row.name);
    if (ways !== undefined) return ways;
    let named = wanted.get(row.name);
    if (named === undefined)
      wanted.set(
        row.name,
        (named = targets.filter(
          ({ selector, buckets }) => selects({ ...selector, labels: {} }, row) || buckets.isNamed(row.name),
        )),
      );
    ways = named.length > 0 ? waysOfRow(named, row) : [];
    if (byName === undefined) known.set(row.labels, (byName = new Map()));
    byName.set(row.name, ways);
    return ways;
  };
  return { waysOf, names: () => [...wanted.keys()] };
}

function waysOfRow(targets: readonly Target[], row: Row): Way[] {
  const key =
    Object.entries(row.labels)
      .map(([name, value]) => `${name}\u0000${value}`)
      .sort()
      .join("\u0001") + `\u0002${row.name}`;
  return targets.flatMap((target): Way[] => {
    if (target.buckets.isNamed(row.name)) {
      const bucket = target.buckets.of(row);
      return bucket === undefined ? [] : [{ target, lane: bucket.lane, bucket }];
    }
    if (!selects(target.selector, row)) return [{ target, lane: undefined }];
    let lane = target.lanes.get(key);
    if (lane === undefined)
      target.lanes.set(key, (lane = new Lane(target.segments, worseOf(target.selector), row.labels)));
    return [{ target, lane }];
  });
}

const worseOf = ({ take, failures }: Selector): "least" | "most" =>
  take === "good" || (take === "value" && failures !== true) ? "least" : "most";

function addBucket(target: Target, bucket: Bucket, row: Row): OddKind | undefined {
  const { lane, isRepeated, missed } = bucket;
  if (lane === undefined || row.kind !== "counter") return undefined;
  if (!isCount(row.value)) return "uncountable";
  lane.read(row.at, row.value);
  target.others++;
  // Its buckets come one after the other; at its first the one asked for may be to come.
  if (missed() !== undefined) return isRepeated() ? "no-bound" : undefined;
  target.rows++;
  return undefined;
}

/** Adds a row; tells why it has nothing for the series, or what a report is to say of it. */
function addTo({ target, lane, bucket }: Way, row: Row): OddKind | "namesake" | undefined {
  if (bucket !== undefined) return addBucket(target, bucket, row);
  if (lane === undefined) {
    if (row.at > target.namesake) target.namesake = row.at;
    return "namesake";
  }
  const { selector } = target;
  let told: OddKind | undefined;
  if (row.kind === "counter") {
    if (!isCount(row.value)) return "uncountable";
    if (selector.take === "value") return "not-a-value";
    if (selector.take !== "total" && selector.beside !== undefined) return "no-part";
    lane.read(row.at, row.value);
    target.others++;
  } else {
    const share = shareOf(selector, row);
    // A server that has no series for a part leaves it out of the row: what that means is judged over all rows.
    if (share === "no-part" && row.kind === "counts" && selector.beside === undefined) return undefined;
    if (typeof share === "string") return share;
    told = share.told;
    // Equal events in one file are several events; two equal rows of anything else are one.
    if (row.kind === "event") target.segments.add(row.at, 0, share.sum, share.samples);
    else {
      lane.add(row.at, row.span, share.sum, share.samples);
      target.others++;
    }
  }
  target.rows++;
  return told;
}
