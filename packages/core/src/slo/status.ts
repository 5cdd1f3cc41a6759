import { lengthOf, nominalLength } from "../time/index.js";
import { budgetOf, type Budget } from "./budget.js";
import { burnOf, type Burn } from "./burn.js";
import { burnPairs, type BurnPair } from "./burn-windows.js";
import { budgetHistory, type BudgetMoment } from "./history.js";
import { resetOf, sinceReset, type BudgetReset } from "./numbers/reset.js";
import type { Slo } from "./slo.js";
import { excludedOf, withoutExcluded, type Exclusion, type Tallies } from "./tally.js";

/** How fast the budget burns over a pair of windows; both above the factor is what fires. */
export interface PairBurn {
  readonly pair: BurnPair;
  readonly long: Burn;
  readonly short: Burn;
}

/** The numbers of an SLO at a moment, made once: its checks judge them, tables and pictures show them. */
export interface SloStatus {
  readonly slo: Slo;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the rows say, without what lies in excluded times. */
  readonly tallies: Tallies;
  /** The same since the budget began anew. */
  readonly own: Tallies;
  readonly budget: Budget;
  /** How many events it takes to judge a window. Shares of fewer say nothing and are not shown. */
  readonly needed: number;
  /** The budget has events, but too few. */
  readonly tooFew: boolean;
  readonly burns: readonly PairBurn[];
  /** The pair of windows whose long one burns the most of what it may; undefined without data. */
  readonly worst: PairBurn | undefined;
  /** How the budget went over its period; made when somebody looks. */
  readonly history: readonly BudgetMoment[];
  /** Times of the period that do not count, and where the budget began anew. */
  readonly excluded: readonly Exclusion[];
  readonly reset: BudgetReset | undefined;
}

export interface StatusOptions {
  /** The burn windows; else those of `burnPairs` for the SLO's period. */
  readonly pairs?: readonly BurnPair[];
  readonly exclusions?: readonly Exclusion[];
  readonly resets?: readonly BudgetReset[];
  /** How many events an SLO needs: fewer are too few to judge; 1 if left out. See `minimumEventsOf`. */
  readonly neededBy?: (slo: Slo) => number;
  /** How many stretches the history has; 48 if left out. */
  readonly points?: number;
}

/** The status of an SLO at `now`. */
export function statusOf(slo: Slo, given: Tallies, now: number, options: StatusOptions = {}): SloStatus {
  const excluded = excludedOf(slo, options.exclusions ?? []);
  const tallies = withoutExcluded(slo, given, excluded);
  const reset = resetOf(slo, now, options);
  const own = sinceReset(slo, tallies, reset);
  const pairs = options.pairs ?? burnPairs(nominalLength(slo.window.duration));
  const needed = options.neededBy?.(slo) ?? 1;
  const burns = pairs.map((pair) => ({
    pair,
    long: burnOf(slo, tallies, pair.long, now),
    short: burnOf(slo, tallies, pair.short, now),
  }));
  // What was before a reset is no gap of the budget's data.
  const apart = reset === undefined ? excluded : [...excluded, { start: 0, end: reset.at, why: reset.why }];
  const budget = budgetOf(slo, own, now, apart);
  const { events } = budget.usage;
  const tooFew = events > 0 && events < needed;
  let history: readonly BudgetMoment[] | undefined;
  return {
    ...{ slo, now, tallies, own, budget, needed, tooFew, burns, excluded, reset },
    worst: worstOf(burns.filter(({ long }) => long.usage.events >= needed)),
    get history() {
      if (history !== undefined) return history;
      const all = budgetHistory(slo, own, now, options.points ?? 48);
      return (history = tooFew ? all.map(({ at }) => ({ at, remaining: undefined })) : all);
    },
  };
}

/** The status of each SLO, by what their rows say. */
export function statusesOf(
  slos: readonly Slo[],
  tallies: ReadonlyMap<string, Tallies>,
  now: number,
  options?: StatusOptions,
): SloStatus[] {
  return slos.map((slo) => statusOf(slo, tallies.get(slo.id) ?? slo.parts.map(() => []), now, options));
}

function worstOf(burns: readonly PairBurn[]): PairBurn | undefined {
  const over = ({ pair, long }: PairBurn): number => long.usage.rate?.div(pair.factor).valueOf() ?? -1;
  return burns
    .filter(({ long }) => long.usage.rate !== undefined)
    .toSorted((a, b) => over(b) - over(a) || lengthOf(a.long.interval) - lengthOf(b.long.interval))[0];
}

/** Whether a pair of windows burns above its factor in both. */
export const burnsTooFast = ({ pair, long, short }: PairBurn): boolean =>
  long.usage.rate?.gt(pair.factor) === true && short.usage.rate?.gt(pair.factor) === true;
