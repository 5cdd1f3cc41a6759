import { budgetOf, burnOf, burnPairs, withoutExcluded, type Slo, type Tallies } from "../../slo/index.js";
import type { Message } from "../../text/message.js";
import { nominalLength } from "../../time/index.js";
import type { Check } from "../check.js";
import { budgetCheck, budgetId } from "./slo-budget.js";
import { alertId, declaredCheck, pairCheck, pairId } from "./slo-burn.js";
import { downGap, gapOf, withGap } from "./slo-data.js";
import { settle, settleFor, type DataGap, type SloCheckOptions, type Settled } from "./slo-options.js";

export { means as meansCheck, type SloCheckOptions } from "./slo-options.js";

export interface SloCheckInput {
  readonly slos: readonly Slo[];
  /** What `gatherTallies` made of the snapshots, by the SLO's id. */
  readonly tallies: ReadonlyMap<string, Tallies>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly options?: SloCheckOptions;
  /** SLOs whose source could not be asked, and why: they hold, whatever older data say. */
  readonly down?: ReadonlyMap<string, Message>;
}

/**
 * The checks of SLOs: `slo/<id>/budget`, `slo/<id>/burn/<long>-<short>` for every pair of burn windows, and
 * `slo/<id>/alert/<name>` for every alert that the file declares. An exhausted budget holds (S0-05); a burn that would page
 * rolls back (a hold while no stage is live, see `verdictOf`), one that would open a ticket warns: at burn 1 to 3 over a day
 * or more there is time, and the budget's own check holds when it is gone. Missing, stale, few or partial data hold.
 */
export function sloChecks({ slos, tallies, now, options = {}, down }: SloCheckInput): Check[] {
  const settled = settle(options);
  return slos.flatMap((slo) =>
    checksOf(
      slo,
      withoutExcluded(slo, tallies.get(slo.id) ?? slo.parts.map(() => []), settled.exclusions ?? []),
      now,
      settled,
      down?.get(slo.id),
    ),
  );
}

function checksOf(slo: Slo, tallies: Tallies, now: number, options: Settled, down: Message | undefined): Check[] {
  const budget = budgetOf(slo, tallies, now);
  const span = Math.max(0, ...tallies.map((part) => part.at(-1)?.span ?? 0));
  const gapFor = (own: Settled): DataGap | undefined =>
    down === undefined ? gapOf(budget, span, now, own) : downGap(down, own);
  // A gap weeks ago says nothing against the last hour.
  const nowGapFor = (own: Settled): DataGap | undefined => {
    const gap = gapFor(own);
    return gap?.reason === "partial-range" || gap?.reason === "insufficient-samples" ? undefined : gap;
  };
  const pairs = options.pairs ?? burnPairs(nominalLength(slo.window.duration));
  const [fast] = pairs;
  const recent = fast === undefined ? undefined : burnOf(slo, tallies, fast.long, now);
  const whole = settleFor(options, budgetId(slo));
  return [
    withGap(budgetCheck(slo, budget, recent, tallies, whole), gapFor(whole), slo.id),
    ...pairs.map((pair) => {
      const own = settleFor(options, pairId(slo, pair));
      return pairCheck(slo, tallies, pair, now, nowGapFor(own), own);
    }),
    ...slo.alerts.map((alert) => {
      const own = settleFor(options, alertId(slo, alert));
      return declaredCheck(slo, tallies, alert, now, nowGapFor(own), own);
    }),
  ];
}
