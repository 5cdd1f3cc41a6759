import { noise, type Point } from "../../metrics/index.js";

/** What a part had in each point of its total, by the point's index. */
export interface Pairs {
  readonly parts: ArrayLike<number>;
  /** Whether the part had rows for a point's time. */
  readonly seen: readonly boolean[];
  /** The part had more than there was in all, and its neighbours cannot have held it. */
  readonly impossible: (index: number) => boolean;
  /** Points from this index on are not over: the part's rows for them are still to come. */
  readonly end: number;
  /** The part has a row for most rows of its total, so that one that is missing is not told by nothing having happened. */
  readonly isRegular: boolean;
  /** What the part had where nothing says how many there were in all. */
  readonly alone: number;
}

/** So regular is a part that has a row for this share of the total's rows: a row that is missing at the end is still to come. */
const regular = 0.75;

/**
 * Pairs a part (good or bad) with its total by the time that their rows cover. Rows of the same length that lie less than half
 * of it apart are of the same time, as collectors read one number after the other; other rows are shared in proportion.
 * @param onlyEvents every row of the part is an event: one that is missing did not happen.
 */
export function pairUp(parts: readonly Point[], totals: readonly Point[], onlyEvents: boolean): Pairs {
  const share = new Sharing(totals);
  for (const part of parts) share.take(part);
  const own = share.balanced();
  const newest = own.seen.lastIndexOf(true);
  const oldest = own.seen.indexOf(true);
  const hits = own.seen.filter(Boolean).length;
  const isRegular = newest >= 0 && !onlyEvents && hits >= 2 && hits >= regular * (newest - oldest + 1);
  const last = totals[newest];
  const until = isRegular && last !== undefined ? last.at + 1.5 * share.lengthOf(last) : -Infinity;
  const late = totals.findIndex(({ at }, i) => i > newest && at < until);
  const counts = own.parts;
  for (const [i, { sum }] of totals.entries()) counts[i] = near(counts[i] ?? 0, sum);
  return {
    parts: counts,
    seen: own.seen,
    impossible: (i) => (counts[i] ?? 0) > (totals[i]?.sum ?? 0) * (1 + noise) + noise,
    // What lies after such a point is of a silent part: nothing of it is still to come.
    end: late < 0 || (totals.at(-1)?.at ?? 0) >= until ? totals.length : late,
    isRegular,
    alone: share.alone,
  };
}

/** Queries that subtract leave noise beside nothing and beside all. */
const near = (part: number, total: number): number =>
  part <= noise * Math.max(1, total) ? 0 : Math.abs(part - total) <= noise * total ? total : part;

class Sharing {
  readonly #totals: readonly Point[];
  readonly #parts: Float64Array;
  readonly #seen: boolean[];
  readonly #longest: number;
  /** What rows that say no length are taken to cover: their usual distance. */
  readonly #usual: number;
  /** Some row lies beside the total's row that it belongs to. */
  #shifted = false;
  #next = 0;
  alone = 0;

  constructor(totals: readonly Point[]) {
    this.#totals = totals;
    this.#parts = new Float64Array(totals.length);
    this.#seen = totals.map(() => false);
    this.#longest = totals.reduce((most, { span }) => Math.max(most, span), 0);
    this.#usual = usualGap(totals);
  }

  lengthOf = ({ span }: Point): number => (span > 0 ? span : this.#usual);

  /** Takes the part's points in the order of time. */
  take(part: Point): void {
    const first = this.#from(part.at);
    const same = this.#sameTime(part, first) ?? this.#nearest(part, first);
    if (same !== undefined) return this.#add(same, part.sum);
    this.#shifted = true;
    if (part.span > 0) this.#spread(part);
    else this.#put(part);
  }

  /** What each total's point got; more than all goes to neighbours that had too little, where rows lie beside each other. */
  balanced(): { readonly parts: Float64Array; readonly seen: readonly boolean[] } {
    const parts = this.#parts;
    if (this.#shifted) {
      for (let i = 0; i < parts.length; i++) {
        for (const other of [i - 1, i + 1]) {
          const excess = (parts[i] ?? 0) - (this.#totals[i]?.sum ?? 0);
          const room = (this.#totals[other]?.sum ?? 0) - (parts[other] ?? 0);
          if (excess <= 0 || room <= 0 || !this.#adjacent(i, other)) continue;
          const moved = Math.min(excess, room);
          parts[i] = (parts[i] ?? 0) - moved;
          parts[other] = (parts[other] ?? 0) + moved;
        }
      }
    }
    return { parts, seen: this.#seen };
  }

  #adjacent(i: number, other: number): boolean {
    const [a, b] = [this.#totals[i], this.#totals[other]];
    return a !== undefined && b !== undefined && Math.abs(a.at - b.at) <= 1.5 * this.lengthOf(a);
  }

  #add(index: number, sum: number): void {
    this.#parts[index] = (this.#parts[index] ?? 0) + sum;
    this.#seen[index] = true;
  }

  /** The first total that ends at a moment or later; parts come in order, so it is mostly near the one before. */
  #from(at: number): number {
    const totals = this.#totals;
    let next = this.#next;
    while (next > 0 && (totals[next - 1]?.at ?? -Infinity) >= at) next--;
    while (next < totals.length && (totals[next]?.at ?? Infinity) < at) next++;
    return (this.#next = next);
  }

  #sameTime({ at, span }: Point, first: number): number | undefined {
    let found: number | undefined;
    for (let i = first; this.#totals[i]?.at === at; i++) {
      if (this.#totals[i]?.span === span) return i;
      if (this.#totals[i]?.span === 0 || span === 0) found ??= i;
    }
    return found;
  }

  #nearest({ at, span }: Point, first: number): number | undefined {
    let found: number | undefined;
    let distance = Infinity;
    for (const i of [first - 1, first]) {
      const total = this.#totals[i];
      if (total === undefined || (span > 0 && total.span > 0 && span !== total.span)) continue;
      const apart = Math.abs(total.at - at);
      if (2 * apart >= (span > 0 ? span : this.lengthOf(total)) || apart >= distance) continue;
      found = i;
      distance = apart;
    }
    if (found !== undefined) this.#shifted = true;
    return found;
  }

  /** Shares a span among the totals that it overlaps, in proportion. */
  #spread({ at, span, sum }: Point): void {
    const start = at - span;
    const overlaps: [index: number, length: number][] = [];
    let all = 0;
    const inside: number[] = [];
    for (let i = this.#from(start); i < this.#totals.length; i++) {
      const total = this.#totals[i];
      if (total === undefined || total.at - this.#longest >= at) break;
      const overlap = Math.min(at, total.at) - Math.max(start, total.at - total.span);
      if (total.span > 0 && overlap > 0) {
        overlaps.push([i, overlap]);
        all += overlap;
      } else if (total.span === 0 && total.at > start && total.at <= at) inside.push(i);
    }
    const whole = Math.max(span, all);
    for (const [i, overlap] of overlaps) this.#add(i, (sum * overlap) / whole);
    const rest = overlaps.length === 0 ? sum : sum * (1 - all / whole);
    const weight = inside.reduce((total, i) => total + (this.#totals[i]?.sum ?? 0), 0);
    if (rest > 0 && weight > 0) for (const i of inside) this.#add(i, (rest * (this.#totals[i]?.sum ?? 0)) / weight);
    else this.alone += rest;
  }

  /** Puts what happened at a moment into the shortest total that covers it. */
  #put({ at, sum }: Point): void {
    let found: number | undefined;
    for (let i = this.#from(at); i < this.#totals.length; i++) {
      const total = this.#totals[i];
      if (total === undefined || total.at - this.#longest >= at) break;
      if (total.at - total.span < at && total.span < (this.#totals[found ?? -1]?.span ?? Infinity)) found = i;
    }
    if (found === undefined) this.alone += sum;
    else this.#add(found, sum);
  }
}

/** The median distance of points that say no length. */
function usualGap(points: readonly Point[]): number {
  const moments = points.filter(({ span }) => span === 0);
  const gaps = moments.slice(1).map(({ at }, i) => at - (moments[i]?.at ?? at));
  return gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
}
