import { selects, type GatherNotes, type GatherOptions, type Row } from "../metrics/index.js";
import { groupKey, groupOfRow, groupSlo } from "./numbers/groups.js";
import { selectorsOf } from "./selection.js";
import type { GroupBy, Slo } from "./slo.js";
import { gatherPlain, type Sighting, type Tallies, type TallyGathering } from "./tally.js";
import type { BurnPair } from "./burn-windows.js";
import { periodOf } from "./window.js";

type Options = GatherOptions & { readonly pairs?: readonly BurnPair[] };

interface Group {
  readonly slo: Slo;
  readonly gathering: TallyGathering;
  newest: number;
}

/** The tallies of some SLOs: of a grouped one, those of each of its groups. */
export interface GroupGathering extends TallyGathering {
  /** The SLOs as they are judged: each group is one; a grouped one without any group is there itself, without data. */
  slos(): readonly Slo[];
  /** SLOs with more groups than they may have, and how many rows were of groups that nobody judges. */
  crowded(): ReadonlyMap<string, number>;
}

/**
 * Starts to tally SLOs; groups are found in the rows.
 * @throws UserError where a metric source does not say what to select.
 */
export function gatherTallies(slos: readonly Slo[], options: Options): GroupGathering {
  const plain = gatherPlain(
    slos.filter(({ groupBy }) => groupBy === undefined),
    options,
  );
  const grouped = slos.flatMap((slo) => (slo.groupBy === undefined ? [] : [new Groups(slo, slo.groupBy, options)]));
  const all = (): readonly TallyGathering[] => [plain, ...grouped.flatMap((each) => each.gatherings())];
  return {
    add(row, file, line) {
      plain.add(row, file, line);
      for (const each of grouped) each.add(row, file, line);
    },
    tallies: () => joined(all().map((each) => each.tallies())),
    sightings: () => joined(all().map((each) => each.sightings())),
    notes: () =>
      all()
        .map((each) => each.notes())
        .reduce(notesTogether),
    slos: () =>
      slos.flatMap((slo) =>
        slo.groupBy === undefined ? [slo] : (grouped.find((each) => each.slo === slo)?.slos() ?? []),
      ),
    crowded: () =>
      new Map(grouped.filter(({ refused }) => refused > 0).map(({ slo, refused }) => [slo.id, refused] as const)),
  };
}

class Groups {
  readonly slo: Slo;
  readonly #by: GroupBy;
  readonly #options: Options;
  readonly #groups = new Map<string, Group>();
  readonly #isOwn: (row: Row, exactly: boolean) => boolean;
  readonly #since: number;
  readonly #gone: ReadonlySet<string>;
  /** Rows of groups beyond the most. */
  refused = 0;

  constructor(slo: Slo, by: GroupBy, options: Options) {
    this.slo = slo;
    this.#by = by;
    this.#options = options;
    this.#since = periodOf(slo, options.now).elapsed.start;
    this.#gone = new Set((by.gone ?? []).map(groupKey));
    const selectors = slo.parts.flatMap((part, i) => {
      const own = selectorsOf(slo, part, i);
      return own.kind === "share" ? [own.value] : [own.part, own.total];
    });
    const buckets = new Set(selectors.map(({ name }) => `${name}_bucket`));
    this.#isOwn = (row, exactly) =>
      buckets.has(row.name) ||
      selectors.some((selector) => selects(exactly ? selector : { ...selector, labels: {} }, row));
    for (const values of by.always ?? []) this.#begin(values);
  }

  add(row: Row, file?: string, line?: number): void {
    if (!this.#isOwn(row, false)) return;
    const values = groupOfRow(this.#by, row);
    const key = groupKey(values);
    if (this.#gone.has(key)) return;
    let group = this.#groups.get(key);
    if (group === undefined) {
      // Of what was before the period nobody asks; a metric's other labels make no group.
      if (row.at <= this.#since || row.at > this.#options.now || !this.#isOwn(row, true)) return;
      if (this.#groups.size >= this.#by.most) {
        this.refused++;
        return;
      }
      group = this.#begin(values);
    }
    group.newest = Math.max(group.newest, row.at);
    group.gathering.add(row, file, line);
  }

  slos(): readonly Slo[] {
    const groups = [...this.#groups.values()].map(({ slo }) => slo).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return groups.length > 0 ? groups : [this.slo];
  }

  gatherings(): readonly TallyGathering[] {
    if (this.#groups.size > 0) return [...this.#groups.values()].map(({ gathering }) => gathering);
    return [gatherPlain([this.slo], this.#options)];
  }

  #begin(values: readonly string[]): Group {
    const slo = groupSlo(this.slo, this.#by, values);
    // What is collected of a group has the name of the SLO.
    const gathering = gatherPlain([slo], this.#options);
    const group = { slo, gathering, newest: -Infinity };
    this.#groups.set(groupKey(values), group);
    return group;
  }
}

const joined = <T extends Tallies | readonly Sighting[]>(
  maps: readonly ReadonlyMap<string, T>[],
): ReadonlyMap<string, T> => new Map(maps.flatMap((each) => [...each]));

const notesTogether = (a: GatherNotes, b: GatherNotes): GatherNotes => ({
  future: Math.max(a.future, b.future),
  duplicates: a.duplicates + b.duplicates,
  contradictions: a.contradictions + b.contradictions,
  outOfOrder: a.outOfOrder + b.outOfOrder,
  resets: a.resets + b.resets,
  odd: [...a.odd, ...b.odd],
});
