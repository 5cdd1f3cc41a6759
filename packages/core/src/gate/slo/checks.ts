import {
  budgetOf,
  burnOf,
  burnPairs,
  excludedOf,
  resetOf,
  sinceReset,
  sourceText,
  withoutExcluded,
  type Exclusion,
  type Sighting,
  type Slo,
  type Tallies,
} from "../../slo/index.js";
import type { Message } from "../../text/message.js";
import { nominalLength } from "../../time/index.js";
import type { Check } from "../check.js";
import { budgetCheck, budgetId } from "./budget.js";
import { alertId, declaredCheck, pairCheck, pairId } from "./burn.js";
import { gapOf, withGap, type DataState } from "./data.js";
import { settle, settleFor, type SloCheckOptions, type Settled } from "./options.js";

export { means as meansCheck, type SloCheckOptions } from "./options.js";

export interface SloCheckInput {
  readonly slos: readonly Slo[];
  /** What `gatherTallies` made of the snapshots, by the SLO's id. */
  readonly tallies: ReadonlyMap<string, Tallies>;
  /** What `gatherTallies` found odd: a metric that never had a row is named where its SLO holds. */
  readonly sightings?: ReadonlyMap<string, readonly Sighting[]> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly options?: SloCheckOptions;
  /** SLOs whose source could not be asked, and why: they hold, whatever older data say. */
  readonly down?: ReadonlyMap<string, Message>;
  /** SLOs whose source said that its answer is not whole, and how. */
  readonly partial?: ReadonlyMap<string, Message> | undefined;
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
export function sloChecks(input: SloCheckInput): Check[] {
  const { slos, tallies, now, options = {}, down, partial, sightings, stageSince } = input;
  const settled = settle(options);
  return slos.flatMap((slo) => {
    const odd = sightings?.get(slo.id) ?? [];
    const excluded = excludedOf(slo, settled.exclusions ?? []);
    return checksOf(
      {
        slo,
        tallies: withoutExcluded(slo, tallies.get(slo.id) ?? slo.parts.map(() => []), excluded),
        now,
        excluded,
        state: {
          down: down?.get(slo.id),
          partial: partial?.get(slo.id),
          never: odd.filter(({ kind }) => kind === "never"),
          impossible: odd.filter(({ kind, what }) => kind === "impossible" && what !== "bad"),
          sources: sourcesOf(slo),
          stageSince,
        },
      },
      settled,
    );
  });
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
  readonly slo: Slo;
  /** Without what lies in excluded times. */
  readonly tallies: Tallies;
  readonly now: number;
  readonly excluded: readonly Exclusion[];
  readonly state: DataState;
}

function checksOf(judging: Judging, options: Settled): Check[] {
  const { slo, tallies, now, excluded, state } = judging;
  const reset = resetOf(slo, now, options);
  const own = sinceReset(slo, tallies, reset);
  const apart = reset === undefined ? excluded : [...excluded, { start: 0, end: reset.at, why: reset.why }];
  const budget = budgetOf(slo, own, now, apart);
  const span = Math.max(0, ...tallies.map((part) => part.at(-1)?.span ?? 0));
  const pairs = options.pairs ?? burnPairs(nominalLength(slo.window.duration));
  const [fast] = pairs;
  const recent = fast === undefined ? undefined : burnOf(slo, tallies, fast.long, now);
  const whole = settleFor(options, budgetId(slo));
  return [
    withGap(
      budgetCheck(slo, budget, recent, own, whole, { reset, excluded }),
      gapOf(budget, span, now, whole, state),
      slo.id,
    ),
    ...pairs.map((pair) => pairCheck(judging, pair, settleFor(options, pairId(slo, pair)))),
    ...slo.alerts.map((alert) => declaredCheck(judging, alert, settleFor(options, alertId(slo, alert)))),
  ];
}
