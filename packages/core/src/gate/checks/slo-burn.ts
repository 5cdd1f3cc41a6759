import {
  burnOf,
  fastest,
  percent,
  rounded,
  spentOf,
  type Burn,
  type BurnPair,
  type DeclaredAlert,
  type Slo,
  type Tallies,
} from "../../slo/index.js";
import { compares, zero } from "../../metrics/index.js";
import { msg, type Message } from "../../text/message.js";
import { lengthOf, nominalLength, shortDuration } from "../../time/index.js";
import type { Check } from "../check.js";
import { tooFew, withGap } from "./slo-data.js";
import { sourceOf } from "./slo-budget.js";
import type { DataGap, Settled } from "./slo-options.js";

const windowsOf = ({ long, short }: BurnPair): string => `${shortDuration(long)}-${shortDuration(short)}`;
export const pairId = (slo: Slo, pair: BurnPair): string => `slo/${slo.id}/burn/${windowsOf(pair)}`;
export const alertId = (slo: Slo, { name }: DeclaredAlert): string => `slo/${slo.id}/alert/${name}`;

/**
 * The judgment of one pair of burn windows: it fires where both burn faster than the factor; exactly the factor does not
 * (SRE workbook: `> 14.4 * ...`).
 */
export function pairCheck(
  slo: Slo,
  tallies: Tallies,
  pair: BurnPair,
  now: number,
  gap: DataGap | undefined,
  options: Settled,
): Check {
  const long = burnOf(slo, tallies, pair.long, now);
  const short = burnOf(slo, tallies, pair.short, now);
  const over = long.usage.rate?.gt(pair.factor) === true;
  const fires = over && short.usage.rate?.gt(pair.factor) === true;
  const rate = long.usage.rate;
  const check: Check = {
    id: pairId(slo, pair),
    kind: "slo",
    outcome: fires ? options.burn[pair.urgency] : "pass",
    reason: fires ? "burn-rate" : "ok",
    summary: fires ? firingText(slo, pair, long, short) : quietText(slo, pair, long),
    ...(rate === undefined ? {} : { value: rate.valueOf() }),
    bound: pair.factor.valueOf(),
    unit: "burn-rate",
    window: windowsOf(pair).replace("-", "/"),
    samples: long.usage.events,
    symptom: true,
    source: sourceOf(slo),
    evidence: {
      urgency: pair.urgency,
      long: usageEvidence(long),
      short: usageEvidence(short),
      // Where everything is bad, the burn rate is this; a factor that is not below it can never fire.
      fastest: fastest(slo).valueOf(),
      canFire: pair.factor.lt(fastest(slo)),
    },
  };
  return withGap(check, gap ?? fewOf(long, over ? short : undefined, options), slo.id);
}

/** Too few events to judge: in the long window, or none in the short one where it decides. */
function fewOf(long: Burn, deciding: Burn | undefined, options: Settled): DataGap | undefined {
  const { rate, events } = long.usage;
  if (rate === undefined || events < options.minimumEvents) return tooFew(events, options);
  return deciding !== undefined && deciding.usage.rate === undefined
    ? tooFew(deciding.usage.events, options)
    : undefined;
}

function firingText(slo: Slo, { factor }: BurnPair, long: Burn, short: Burn): Message {
  const rate = long.usage.rate ?? zero;
  const spent = spentOf(rate, lengthOf(long.interval), nominalLength(slo.window.duration));
  return msg`${slo.id}: the error budget burns ${rounded(rate, 1)} times too fast over ${shown(long)}, and ${rounded(short.usage.rate ?? 0, 1)} times over ${shown(short)} (more than ${rounded(factor)}); ${percent(spent, 1)} of the budget in that time.`;
}

const quietText = (slo: Slo, { factor }: BurnPair, long: Burn): Message =>
  msg`${slo.id}: the error budget burns ${rounded(long.usage.rate ?? 0, 1)} times as fast as it may over ${shown(long)} (at most ${rounded(factor)}).`;

/** The judgment of a burn-rate alert that the SLO's own file declares. Severities that begin with "page", "critical" or "sev1" page. */
export function declaredCheck(
  slo: Slo,
  tallies: Tallies,
  alert: DeclaredAlert,
  now: number,
  gap: DataGap | undefined,
  options: Settled,
): Check {
  const burn = burnOf(slo, tallies, alert.lookback, now);
  const rate = burn.usage.rate;
  const fires =
    rate !== undefined &&
    (rate.equals(alert.threshold)
      ? alert.op.endsWith("e")
      : compares(rate.valueOf(), alert.op, alert.threshold.valueOf()));
  const urgency = /^(?:page|critical|sev-?1|p1)/i.test(alert.severity) ? "page" : "ticket";
  const check: Check = {
    id: alertId(slo, alert),
    kind: "slo",
    outcome: fires ? options.burn[urgency] : "pass",
    reason: fires ? "burn-rate" : "ok",
    summary: fires
      ? msg`${slo.id}: the alert ${alert.name} fires: the error budget burns ${rounded(rate, 2)} times as fast as it may over ${shown(burn)} (${alert.op} ${rounded(alert.threshold)}).`
      : msg`${slo.id}: the alert ${alert.name} is quiet over ${shown(burn)}.`,
    ...(rate === undefined ? {} : { value: rate.valueOf() }),
    bound: alert.threshold.valueOf(),
    unit: "burn-rate",
    window: shortDuration(alert.lookback),
    samples: burn.usage.events,
    symptom: true,
    source: { file: alert.place.path, line: alert.place.line, column: alert.place.column },
    evidence: { severity: alert.severity, op: alert.op, ...usageEvidence(burn) },
  };
  const few =
    rate === undefined || burn.usage.events < options.minimumEvents ? tooFew(burn.usage.events, options) : undefined;
  return withGap(check, gap ?? few, slo.id);
}

/** The window as used; where coarse data made it longer, what was asked for too. */
const shown = ({ asked, interval }: Burn): string =>
  lengthOf(interval) === asked
    ? shortDuration(asked)
    : `${shortDuration(lengthOf(interval))} [${shortDuration(asked)}]`;

const usageEvidence = ({ interval, usage }: Burn): Record<string, unknown> => ({
  window: shortDuration(lengthOf(interval)),
  rate: usage.rate?.valueOf() ?? null,
  bad: usage.bad.valueOf(),
  total: usage.total.valueOf(),
});
