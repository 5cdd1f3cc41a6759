import type { Slo } from "../slo.js";
import { isNamed } from "./groups.js";
import { withoutExcluded, type Tallies } from "../tally.js";

/** A budget that was decided to begin anew. */
export interface BudgetReset {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly why: string;
  /** Only these SLOs; all where not given. */
  readonly slos?: readonly string[];
}

/** The newest reset of an SLO's budget up to now. */
export const resetOf = (
  slo: Slo,
  now: number,
  { resets = [] }: { readonly resets?: readonly BudgetReset[] },
): BudgetReset | undefined =>
  resets
    .filter(({ at, slos }) => at <= now && (slos === undefined || isNamed(slo, slos)))
    .toSorted((a, b) => b.at - a.at)[0];

/** The tallies since a budget began anew; burn windows look further back. */
export const sinceReset = (slo: Slo, tallies: Tallies, reset: BudgetReset | undefined): Tallies =>
  reset === undefined ? tallies : withoutExcluded(slo, tallies, [{ start: 0, end: reset.at, why: reset.why }]);
