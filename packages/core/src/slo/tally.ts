import {
  coverOf,
  gather,
  lengthIn,
  noise,
  without,
  type GatherNotes,
  type GatherOptions,
  type OddRow,
  type Row,
  type Selector,
  type Series,
  type Sight,
  type Stopped,
} from "../metrics/index.js";
import { closestTo } from "../document/index.js";
import { holds, minute, nominalLength, type Interval } from "../time/index.js";
import { burnPairs, type BurnPair } from "./burn-windows.js";
import { pairUp } from "./numbers/pair.js";
import { readsSnapshots, selectorsOf, type PartSelectors } from "./selection.js";
import { isNamed } from "./numbers/groups.js";
import { absentIsZero, sharesMetric } from "./numbers/metric-names.js";
import type { MetricSource, Part, Slo } from "./slo.js";

/** Good and all events of one stretch of time, up to `at` and `span` milliseconds long (0: unknown). */
export interface Tally {
  readonly at: number;
  readonly span: number;
  readonly good: number;
  readonly total: number;
  /** The good events had no row for this time although they had before: they count as none, but cannot speak alone. */
  readonly silent?: true;
}

/** The tallies of each part of an SLO, in order of time. */
export type Tallies = readonly (readonly Tally[])[];

/** What was odd about the numbers of one metric of an SLO. */
export interface Sighting {
  readonly what: "good" | "bad" | "total" | "value";
  readonly source: MetricSource;
  /**
   * - `never`: it had no row in all that was read; the SLO has no data.
   * - `zero`: it never had one and is taken as zero, as its metric has rows under other labels, or the SLO says so.
   * - `paused`: it had rows, and for `rows` rows of the total had none: there it is zero.
   * - `impossible`: it was more than all in `rows` rows; `at` is the end of the newest.
   * - `stopped`: all of it under one of its labels (`label`) ended at `at`, while it goes on under others.
   * - `alone`: `events` of it lie where nothing says how many there were in all.
   */
  readonly kind: "never" | "zero" | "paused" | "stopped" | "impossible" | "alone";
  readonly rows?: number;
  readonly at?: number;
  readonly events?: number;
  readonly declared?: boolean;
  /** Of what paused: it has a row for most of the total's, whatever happened. */
  readonly isRegular?: boolean;
  /** `region="eu"`. */
  readonly label?: string;
  /** The objective's value that it is compared with. */
  readonly limit?: number;
  /** Of what never had a row: its rows that had nothing for it. */
  readonly odd?: OddRow;
  /** Of what never had a row: a name close to its own that had some. */
  readonly close?: string;
  /** Of what never had a row: rows of its name have other labels, or its counters have one reading each. */
  readonly only?: "other-labels" | "single-readings";
}

/** Takes the rows of snapshots one by one and keeps, for each SLO, only its tallies. */
export interface TallyGathering {
  /** @param file and `line`: where the row stands. */
  add(row: Row, file?: string, line?: number): void;
  /** The tallies of each SLO by its id; an SLO without rows has empty ones. */
  tallies(): ReadonlyMap<string, Tallies>;
  /** What was odd about each SLO's numbers, by its id; of the newest call of `tallies`. */
  sightings(): ReadonlyMap<string, readonly Sighting[]>;
  notes(): GatherNotes;
}

/** The longest time up to a minute of which every burn window is a multiple, in milliseconds, so that windows are exact. */
function grainFor(slos: readonly Slo[], pairs: readonly BurnPair[] | undefined): number {
  const windows = slos.flatMap(({ window }) =>
    (pairs ?? burnPairs(nominalLength(window.duration))).flatMap(({ long, short }) => [long, short]),
  );
  return windows.reduce(divisor, minute);
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/**
 * Starts to tally SLOs as they are: `gatherTallies` finds their groups.
 * @param options.pairs the burn windows in use; else those of `burnPairs` for each period.
 * @throws UserError where a metric source does not say what to select.
 */
export function gatherPlain(
  slos: readonly Slo[],
  { pairs, ...options }: GatherOptions & { readonly pairs?: readonly BurnPair[] },
): TallyGathering {
  const parts = slos.map((slo) => ({ slo, selectors: slo.parts.map((part, i) => selectorsOf(slo, part, i)) }));
  const keyed = new Map<string, Selector>();
  for (const { slo, selectors } of parts) {
    for (const [i, selector] of selectors.entries()) {
      if (selector.kind === "share") keyed.set(`${slo.id}|${i}|value`, selector.value);
      else keyed.set(`${slo.id}|${i}|part`, selector.part).set(`${slo.id}|${i}|total`, selector.total);
    }
  }
  const gathering = gather(keyed, { grain: grainFor(slos, pairs), ...options });
  let sightings: ReadonlyMap<string, readonly Sighting[]> | undefined;
  const tallies = (): ReadonlyMap<string, Tallies> => {
    const odd = new Map<string, Sighting[]>();
    const all = new Map(
      parts.map(({ slo, selectors }) => {
        const own: Sighting[] = [];
        odd.set(slo.id, own);
        const each = selectors.map((selector, i) => {
          const key = (what: string): string => `${slo.id}|${i}|${what}`;
          const seen = {
            series: (what: string) => gathering.seriesOf(key(what)),
            sight: (what: string) => gathering.sightOf(key(what)),
          };
          return tallyOf(selector, slo.parts[i] ?? slo.parts[0], seen, own);
        });
        return [slo.id, each] as const;
      }),
    );
    sightings = withReasons(odd, gathering.notes().odd, gathering.names());
    return all;
  };
  return {
    add: gathering.add,
    tallies,
    sightings() {
      if (sightings === undefined) tallies();
      return sightings ?? new Map();
    },
    notes: gathering.notes,
  };
}

/**
 * What never had a row says why, where that can be known: rows of its name do not count or have other labels, or those of a
 * name that is nearly the same were meant.
 */
function withReasons(
  sightings: ReadonlyMap<string, readonly Sighting[]>,
  rows: readonly OddRow[],
  names: readonly string[],
): ReadonlyMap<string, readonly Sighting[]> {
  const withReason = (sighting: Sighting): Sighting => {
    const { kind, source, limit } = sighting;
    const own = source.spec["metric"] ?? source.spec["event"];
    if (kind !== "never" || !readsSnapshots(source) || typeof own !== "string") return sighting;
    const odd = rows.find(({ name, asked = limit }) => name === own && asked === limit);
    if (odd !== undefined) return { ...sighting, odd };
    if (names.includes(own)) return sighting;
    const close = closestTo(own, names);
    return close === undefined ? sighting : { ...sighting, close };
  };
  return new Map([...sightings].map(([id, own]) => [id, own.map(withReason)]));
}

interface Seen {
  readonly series: (what: "part" | "total" | "value") => Series;
  readonly sight: (what: "part" | "total" | "value") => Sight;
}

function tallyOf(selectors: PartSelectors, { indicator }: Part, seen: Seen, odd: Sighting[]): readonly Tally[] {
  if (selectors.kind === "share" || indicator.kind !== "ratio") {
    const of = selectors.kind === "share" ? selectors.of : "success";
    const source =
      indicator.kind === "threshold" ? indicator.metric : indicator.kind === "raw" ? indicator.ratio : indicator.total;
    const sight = seen.sight("value");
    const limit = indicator.kind === "threshold" ? { limit: indicator.value } : {};
    if (sight.rows === 0) odd.push({ what: "value", source, kind: "never", ...limit, ...onlyOf(sight) });
    for (const { label, at } of stoppedIn([sight])) odd.push({ what: "value", source, kind: "stopped", label, at });
    const { points } = seen.series("value");
    const possible = points.filter(({ sum, samples }) => sum >= -noise && sum <= samples * (1 + noise) + noise);
    const [rows, at] = [points.length - possible.length, points.at(-1)?.at ?? 0];
    if (rows > 0) odd.push({ what: "value", source, kind: "impossible", rows, at });
    return possible.map(({ at, span, sum, samples }) => ({
      at,
      span,
      good: of === "success" ? sum : samples - sum,
      total: samples,
    }));
  }
  const { numerator } = selectors;
  const sighting = (what: "part" | "total"): Pick<Sighting, "what" | "source"> =>
    what === "part" ? { what: numerator, source: indicator.part } : { what: "total", source: indicator.total };
  const totals = seen.series("total").points;
  const sight = seen.sight("part");
  const [first] = totals;
  if (first === undefined) {
    odd.push({ ...sighting("total"), kind: "never", ...onlyOf(seen.sight("total")) });
    if (sight.rows === 0) odd.push({ ...sighting("part"), kind: "never", ...onlyOf(sight) });
    return [];
  }
  if (sight.rows === 0) {
    const declared = absentIsZero(indicator.part);
    const named = sharesMetric(indicator.part, indicator.total) || sight.namesake >= first.at - first.span;
    if (numerator === "good" || selectors.part.beside !== undefined || !(declared || named)) {
      odd.push({ ...sighting("part"), kind: "never", ...onlyOf(sight) });
      return [];
    }
    odd.push({ ...sighting("part"), kind: "zero", declared });
  }
  const all = seen.sight("total");
  for (const { label, at } of stoppedIn(sight.rows === 0 ? [all] : [sight, all]))
    odd.push({ ...sighting("total"), kind: "stopped", label, at });
  return pairedTallies(seen.series("part").points, totals, sight, numerator, sighting("part"), odd);
}

/** What there is of a metric that has nothing to count. */
function onlyOf({ rows, namesake }: Sight): Pick<Sighting, "only"> {
  if (rows > 0) return { only: "single-readings" };
  return namesake > -Infinity ? { only: "other-labels" } : {};
}

/** What stopped in all of some selectors: a region, whose errors stop with its requests, but no code of errors. */
function stoppedIn([first, ...others]: readonly Sight[]): readonly Stopped[] {
  const common = (first?.stopped ?? []).filter(({ label }) =>
    others.every(({ stopped }) => stopped.some((each) => each.label === label)),
  );
  const least = Math.min(...common.map(({ values }) => values));
  // Pods of a region stop with it: the label with the fewest values says it in the fewest words.
  const key = common.find(({ values }) => values === least)?.key;
  return common.filter((each) => each.key === key);
}

function pairedTallies(
  parts: Series["points"],
  totals: Series["points"],
  sight: Sight,
  numerator: "good" | "bad",
  part: Pick<Sighting, "what" | "source">,
  odd: Sighting[],
): readonly Tally[] {
  const { parts: counts, seen, impossible, end, isRegular, alone } = pairUp(parts, totals, sight.onlyEvents);
  const strange = { impossible: 0, impossibleAt: 0, quiet: 0, quietAt: 0 };
  const tallies: Tally[] = [];
  for (let i = 0; i < end; i++) {
    const point = totals[i];
    if (point === undefined) break;
    const { at, span, sum: total } = point;
    if (impossible(i)) {
      strange.impossible++;
      strange.impossibleAt = at;
      // More good than all says nothing of that time; more bad than all is at least all.
      if (numerator === "good") continue;
    }
    const count = Math.min(counts[i] ?? 0, total);
    const good = numerator === "good" ? count : total - count;
    const quiet = seen[i] !== true && total > 0 && !sight.onlyEvents;
    if (quiet) {
      strange.quiet++;
      strange.quietAt = at;
    }
    tallies.push(quiet && numerator === "good" ? { at, span, good, total, silent: true } : { at, span, good, total });
  }
  if (strange.impossible > 0)
    odd.push({ ...part, kind: "impossible", rows: strange.impossible, at: strange.impossibleAt });
  if (alone > 0) odd.push({ ...part, kind: "alone", events: alone });
  if (strange.quiet > 0 && sight.rows > 0)
    odd.push({ ...part, kind: "paused", rows: strange.quiet, at: strange.quietAt, isRegular });
  return tallies;
}

/** A time that does not count: maintenance, a load test. */
export interface Exclusion extends Interval {
  readonly why: string;
  /** Only these SLOs; all where not given. */
  readonly slos?: readonly string[];
  /** When it comes again: a recurrence rule of iCalendar, by the clock of a zone. See `withRecurrences`. */
  readonly recur?: { readonly rule: string; readonly zone: string };
}

/** The times that do not count for an SLO. */
export const excludedOf = (slo: Slo, exclusions: readonly Exclusion[]): readonly Exclusion[] =>
  exclusions.filter(({ slos }) => slos === undefined || isNamed(slo, slos));

/** The tallies without what lies in excluded times: a row is cut where they begin and end, and its rest counts in proportion. */
export function withoutExcluded(slo: Slo, tallies: Tallies, exclusions: readonly Exclusion[]): Tallies {
  const active = excludedOf(slo, exclusions);
  if (active.length === 0) return tallies;
  const cover = coverOf(active);
  return tallies.map((part) =>
    part
      .flatMap((tally) => {
        const { at, span, good, total } = tally;
        if (span === 0) return active.some((exclusion) => holds(exclusion, at)) ? [] : [tally];
        const whole = { start: at - span, end: at };
        if (lengthIn(cover, whole) === 0) return [tally];
        return without([whole], cover).map(({ start, end }) => ({
          ...tally,
          at: end,
          span: end - start,
          good: (good * (end - start)) / span,
          total: (total * (end - start)) / span,
        }));
      })
      .toSorted((a, b) => a.at - b.at),
  );
}
