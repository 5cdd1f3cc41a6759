import {
  gather,
  type GatherNotes,
  type GatherOptions,
  type Row,
  type Selector,
  type Series,
} from "../metrics/index.js";
import { holds, minute, nominalLength, type Interval } from "../time/index.js";
import { burnPairs, type BurnPair } from "./burn-windows.js";
import { selectorsOf, type PartSelectors } from "./selection.js";
import type { Slo } from "./slo.js";

/** Good and all events of one stretch of time, up to `at` and `span` milliseconds long (0: unknown). */
export interface Tally {
  readonly at: number;
  readonly span: number;
  readonly good: number;
  readonly total: number;
}

/** The tallies of each part of an SLO, in order of time. */
export type Tallies = readonly (readonly Tally[])[];

/** Takes the rows of snapshots one by one and keeps, for each SLO, only its tallies. */
export interface TallyGathering {
  add(row: Row): void;
  /** The tallies of each SLO by its id; an SLO without rows has empty ones. */
  tallies(): ReadonlyMap<string, Tallies>;
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
 * Starts to tally SLOs.
 * @param options.pairs the burn windows in use; else those of `burnPairs` for each period.
 * @throws UserError where a metric source does not say what to select.
 */
export function gatherTallies(
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
  const tallies = (): ReadonlyMap<string, Tallies> => {
    const { seriesOf } = gathering;
    return new Map(
      parts.map(({ slo, selectors }) => [
        slo.id,
        selectors.map((selector, i) => tallyOf(selector, (what) => seriesOf(`${slo.id}|${i}|${what}`))),
      ]),
    );
  };
  return { add: gathering.add, tallies, notes: gathering.notes };
}

function tallyOf(selectors: PartSelectors, seriesOf: (what: "part" | "total" | "value") => Series): readonly Tally[] {
  if (selectors.kind === "share") {
    return seriesOf("value").points.map(({ at, span, sum, samples }) => ({
      at,
      span,
      good: selectors.of === "success" ? sum : samples - sum,
      total: samples,
    }));
  }
  const parts = seriesOf("part").points;
  let next = 0;
  return seriesOf("total").points.map(({ at, span, sum: total }) => {
    // Both are in the order of time. No row of the part means that none of these events was one: sources leave out what is zero.
    while ((parts[next]?.at ?? Infinity) < at) next++;
    const found = parts[next];
    const part = found?.at === at ? Math.min(found.sum, total) : 0;
    return { at, span, good: selectors.numerator === "good" ? part : total - part, total };
  });
}

/** A time that does not count: maintenance, a load test. */
export interface Exclusion extends Interval {
  readonly why: string;
  /** Only these SLOs; all where not given. */
  readonly slos?: readonly string[];
}

/** The tallies without those of excluded times. */
export function withoutExcluded(slo: Slo, tallies: Tallies, exclusions: readonly Exclusion[]): Tallies {
  const active = exclusions.filter(({ slos }) => slos === undefined || slos.includes(slo.id));
  if (active.length === 0) return tallies;
  return tallies.map((part) => part.filter(({ at }) => !active.some((exclusion) => holds(exclusion, at))));
}
