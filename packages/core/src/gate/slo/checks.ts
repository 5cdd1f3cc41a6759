import {
  sampledBy,
  sourceText,
  statusesOf,
  type Sighting,
  type Slo,
  type SloStatus,
  type Tallies,
} from "../../slo/index.js";
import type { Message } from "../../text/message.js";
import type { Check } from "../check.js";
import { budgetCheck, budgetId } from "./budget.js";
import { alertId, declaredCheck, pairCheck, pairId } from "./burn.js";
import { gapOf, withGap, withPauses, type DataState } from "./data.js";
import { settle, settleFor, type SloCheckOptions, type Settled } from "./options.js";

export { means as meansCheck, type SloCheckOptions } from "./options.js";

export interface StatusCheckInput {
  readonly statuses: readonly SloStatus[];
  /** What `gatherTallies` found odd: a metric that never had a row is named where its SLO holds. */
  readonly sightings?: ReadonlyMap<string, readonly Sighting[]> | undefined;
  readonly options?: SloCheckOptions;
  /** SLOs whose source could not be asked, and why: they hold, whatever older data say. */
  readonly down?: ReadonlyMap<string, Message>;
  /** SLOs whose source said that its answer is not whole, and how. */
  readonly partial?: ReadonlyMap<string, Message> | undefined;
  /** Of SLOs that no snapshot knows: whether a server was asked, or nothing says where one is. */
  readonly asked?: ReadonlyMap<string, boolean> | undefined;
  /** Since when the stage that is judged is live: without data since then nothing is judged. */
  readonly stageSince?: number | undefined;
}

/**
 * The checks of SLOs: `slo/<id>/budget`, `slo/<id>/burn/<long>-<short>` for every pair of burn windows, and
 * `slo/<id>/alert/<name>` for every alert that the file declares. An exhausted budget holds; a burn that would page
 * rolls back (a hold while no stage is live, see `verdictOf`), one that would open a ticket warns: at burn 1 to 3 over a day
 * or more there is time, and the budget's own check holds when it is gone. Missing, stale, few or partial data hold, in each
 * window by itself.
 */
export function statusChecks({
  statuses,
  options = {},
  down,
  partial,
  asked,
  sightings,
  stageSince,
}: StatusCheckInput): Check[] {
  const settled = settle(options);
  return statuses.flatMap((status) => {
    const { slo } = status;
    const odd = sightings?.get(slo.id) ?? [];
    const state: DataState = {
      down: down?.get(slo.id),
      partial: partial?.get(slo.id),
      asked: asked?.get(slo.id),
      never: odd.filter(({ kind }) => kind === "never"),
      impossible: odd.filter(({ kind, what }) => kind === "impossible" && what !== "bad"),
      paused: odd.filter(({ kind }) => kind === "paused"),
      sampled: sampledBy(slo),
      sources: sourcesOf(slo),
      stageSince,
    };
    return checksOf({ status, state }, settled);
  });
}

export interface SloCheckInput extends Omit<StatusCheckInput, "statuses"> {
  readonly slos: readonly Slo[];
  /** What `gatherTallies` made of the snapshots, by the SLO's id. */
  readonly tallies: ReadonlyMap<string, Tallies>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The checks of SLOs by what their rows say, for who shows no statuses beside them. */
export function sloChecks({ slos, tallies, now, ...rest }: SloCheckInput): Check[] {
  return statusChecks({ ...rest, statuses: statusesOf(slos, tallies, now, rest.options) });
}

/** What the numbers of an SLO are asked from, as a person finds it again. */
const sourcesOf = (slo: Slo): string =>
  [
    ...new Set(
      slo.parts.map(({ indicator }) =>
        sourceText(
          indicator.kind === "ratio" ? indicator.total : indicator.kind === "raw" ? indicator.ratio : indicator.metric,
        ),
      ),
    ),
  ].join("; ");

/** All that the checks of one SLO are made of. */
export interface Judging {
  readonly status: SloStatus;
  readonly state: DataState;
}

function checksOf(judging: Judging, options: Settled): Check[] {
  const { status, state } = judging;
  const { slo, tallies, own, budget, burns, excluded, reset, now } = status;
  const span = Math.max(0, ...tallies.map((part) => part.at(-1)?.span ?? 0));
  const whole = settleFor(options, budgetId(slo));
  return [
    withGap(
      withPauses(budgetCheck(slo, budget, burns[0]?.long, own, whole, { reset, excluded }), state),
      gapOf(budget, span, now, whole, state),
      slo.id,
    ),
    ...burns.map((burn) => pairCheck(judging, burn, settleFor(options, pairId(slo, burn.pair)))),
    ...slo.alerts.map((alert) => declaredCheck(judging, alert, settleFor(options, alertId(slo, alert)))),
  ];
}
