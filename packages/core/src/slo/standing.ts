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

/** How an SLO stands at a moment: what tables and pictures show of it. It judges nothing, the checks do. */
export interface Standing {
  readonly slo: Slo;
  readonly budget: Budget;
  readonly burns: readonly PairBurn[];
  /** The pair of windows whose long one burns the most of what it may; undefined without data. */
  readonly worst: PairBurn | undefined;
  readonly history: readonly BudgetMoment[];
  /** Times of the period that do not count, and where the budget began anew. */
  readonly excluded: readonly Exclusion[];
  readonly reset: BudgetReset | undefined;
}

export interface StandingOptions {
  /** The burn windows; else those of `burnPairs` for the SLO's period. As for `sloChecks`. */
  readonly pairs?: readonly BurnPair[];
  readonly exclusions?: readonly Exclusion[];
  readonly resets?: readonly BudgetReset[];
  /** How many stretches the history has; 48 if left out. */
  readonly points?: number;
}

/** How an SLO stands at `now`, over the same times and windows as its checks. */
export function standingOf(slo: Slo, given: Tallies, now: number, options: StandingOptions = {}): Standing {
  const excluded = excludedOf(slo, options.exclusions ?? []);
  const tallies = withoutExcluded(slo, given, excluded);
  const reset = resetOf(slo, now, options);
  const own = sinceReset(slo, tallies, reset);
  const pairs = options.pairs ?? burnPairs(nominalLength(slo.window.duration));
  const burns = pairs.map((pair) => ({
    pair,
    long: burnOf(slo, tallies, pair.long, now),
    short: burnOf(slo, tallies, pair.short, now),
  }));
  return {
    slo,
    budget: budgetOf(slo, own, now, excluded),
    burns,
    worst: worstOf(burns),
    history: budgetHistory(slo, own, now, options.points ?? 48),
    excluded,
    reset,
  };
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
