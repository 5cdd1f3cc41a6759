import {
  apart,
  badText,
  burnOf,
  fastest,
  percent,
  rounded,
  spentOf,
  type Burn,
  type BurnPair,
  type DeclaredAlert,
  type PairBurn,
  type Slo,
} from "../../slo/index.js";
import { compares, coverOf, grainOf, lengthIn, zero } from "../../metrics/index.js";
import { msg, type Message } from "../../text/message.js";
import { lengthOf, minute, nominalLength, shortDuration } from "../../time/index.js";
import { outcomes, type Check, type Outcome } from "../check.js";
import type { Judging } from "./checks.js";
import { noGood, tooFew, windowGapOf, withGap, type DataState, type WindowData } from "./data.js";
import { sourceOf } from "./budget.js";
import type { DataGap, Settled } from "./options.js";

const windowsOf = ({ long, short }: BurnPair): string => `${shortDuration(long)}-${shortDuration(short)}`;
export const pairId = (slo: Slo, pair: BurnPair): string => `slo/${slo.id}/burn/${windowsOf(pair)}`;
export const alertId = (slo: Slo, { name }: DeclaredAlert): string => `slo/${slo.id}/alert/${name}`;

/** What a short window has to judge it by: a row's length, or the usual distance of rows that do not say one. */
function dataOf({ status: { tallies, now, excluded } }: Judging, burn: Burn): WindowData {
  const parts = tallies.map((part) => part.filter(({ at }) => at <= now));
  const ends = parts.map((part) => part.at(-1)?.at ?? -Infinity);
  const newest = ends.length === 0 ? -Infinity : Math.min(...ends);
  const out = lengthIn(coverOf(excluded), burn.interval) >= lengthOf(burn.interval);
  const why = excluded.findLast(({ start, end }) => start < now && end > burn.interval.start)?.why;
  const quiet = parts.every((part) => part.at(-1)?.span === 0);
  return {
    newest: newest === -Infinity ? undefined : newest,
    excluded: out ? why : undefined,
    asked: burn.asked,
    interval: burn.interval,
    span: quiet ? 2 * Math.max(...parts.map((part) => grainOf(part.slice(-100)))) : 0,
  };
}

/**
 * The judgment of one pair of burn windows: it fires where both burn faster than the factor; exactly the factor does not
 * (SRE workbook: `> 14.4 * ...`).
 */
export function pairCheck(judging: Judging, { pair, long, short }: PairBurn, options: Settled): Check {
  const { status, state } = judging;
  const { slo, now } = status;
  const over = long.usage.rate?.gt(pair.factor) === true;
  const fires = over && short.usage.rate?.gt(pair.factor) === true;
  const rate = long.usage.rate;
  const isFew = long.usage.events < options.minimumEvents;
  const check: Check = {
    id: pairId(slo, pair),
    kind: "slo",
    outcome: fires ? options.burn[pair.urgency] : "pass",
    reason: fires ? "burn-rate" : "ok",
    summary: fires ? firingText(slo, pair, long, short) : quietText(slo, pair, long, over ? short : undefined),
    ...(rate === undefined ? {} : { value: rate.valueOf() }),
    bound: pair.factor.valueOf(),
    unit: "burn-rate",
    window: windowsOf(pair).replace("-", "/"),
    samples: long.usage.events,
    symptom: true,
    source: sourceOf(slo),
    evidence: {
      urgency: pair.urgency,
      long: usageEvidence(long, isFew),
      short: usageEvidence(short, isFew),
      // Where everything is bad, the burn rate is this; a factor that is not below it can never fire.
      fastest: fastest(slo).valueOf(),
      canFire: pair.factor.lt(fastest(slo)),
    },
  };
  if (slo.alerting?.[pair.urgency].off === true) {
    const windows = windowsOf(pair).replace("-", "/");
    const off =
      pair.urgency === "page"
        ? msg`${slo.id}: the burn over ${windows} is not judged: the file switches its page alerts off.`
        : msg`${slo.id}: the burn over ${windows} is not judged: the file switches its ticket alerts off.`;
    return { ...check, outcome: "pass", reason: "ok", summary: off };
  }
  const gap = windowGapOf(dataOf(judging, short), now, options, state);
  return withGap(
    check,
    gap ?? silentOf(short, options) ?? fewOf(long, over ? short : undefined, options, state),
    slo.id,
  );
}

/** Good events that had no row in a window with others: their source may be gone. */
function silentOf({ interval, usage }: Burn, options: Settled): DataGap | undefined {
  if (usage.rate !== undefined || !usage.total.gt(0)) return undefined;
  return noGood(usage.events, shortDuration(lengthOf(interval)), options);
}

/** Too few events to judge: in the long window, or none in the short one where it decides. */
function fewOf(long: Burn, deciding: Burn | undefined, options: Settled, state: DataState): DataGap | undefined {
  const { rate, events } = long.usage;
  if (rate === undefined || events < options.minimumEvents) return tooFew(events, shown(long), options, state);
  return deciding !== undefined && deciding.usage.rate === undefined
    ? tooFew(deciding.usage.events, shown(deciding), options, state)
    : undefined;
}

function firingText(slo: Slo, { factor }: BurnPair, long: Burn, short: Burn): Message {
  const rate = long.usage.rate ?? zero;
  // What was spent is what the data show, not what the rate would spend over times without any.
  const spent = spentOf(rate, long.covered, nominalLength(slo.window.duration));
  const [fast] = apart(rate, factor, 1);
  const [faster] = apart(short.usage.rate ?? 0, factor, 1);
  return msg`${slo.id}: the error budget burns ${fast} times too fast over ${shown(long)} (${badText(slo, long.usage)}), and ${faster} times over ${shown(short)} (more than ${rounded(factor)}); ${percent(spent, 1)} of the budget in that time.`;
}

function quietText(slo: Slo, { factor }: BurnPair, long: Burn, short: Burn | undefined): Message {
  const [rate, most] = apart(long.usage.rate ?? 0, factor, 1);
  const counts = badText(slo, long.usage);
  if (short === undefined)
    return msg`${slo.id}: the error budget burns ${rate} times as fast as it may over ${shown(long)} (${counts}; at most ${most}).`;
  return msg`${slo.id}: the error budget burned ${rate} times as fast as it may over ${shown(long)} (${counts}; more than ${most}), but only ${rounded(short.usage.rate ?? 0, 1)} times over ${shown(short)}.`;
}

const pages = (severity: string): boolean => /^(?:page|critical|sev-?1|p1)/i.test(severity);

/**
 * The judgment of a burn-rate alert that the SLO's own file declares, as the specification says: it fires when it breached
 * for `alertAfter`. Severities that begin with "page", "critical", "sev1" or "p1" page. One that fires when all is well is
 * not judged: it would roll healthy releases back.
 */
export function declaredCheck(judging: Judging, alert: DeclaredAlert, options: Settled): Check {
  const { status, state } = judging;
  const { slo, tallies, now } = status;
  const burn = burnOf(slo, tallies, alert.lookback, now);
  const rate = burn.usage.rate;
  const urgency = pages(alert.severity) ? "page" : "ticket";
  const check: Check = {
    id: alertId(slo, alert),
    kind: "slo",
    outcome: "pass",
    reason: "ok",
    summary: msg`${slo.id}: the alert ${alert.name} is quiet over ${shown(burn)}.`,
    ...(rate === undefined ? {} : { value: rate.valueOf() }),
    bound: alert.threshold.valueOf(),
    unit: "burn-rate",
    window: shortDuration(alert.lookback),
    samples: burn.usage.events,
    symptom: true,
    source: { file: alert.place.path, line: alert.place.line, column: alert.place.column },
    evidence: {
      severity: alert.severity,
      op: alert.op,
      ...usageEvidence(burn, burn.usage.events < options.minimumEvents),
    },
  };
  if (alert.op === "lt" || alert.op === "lte")
    return {
      ...check,
      summary: msg`${slo.id}: the alert ${alert.name} is not judged: it fires while the burn rate is low.`,
    };
  if (!alert.whenBreaching && !alert.whenNoData)
    return {
      ...check,
      summary: msg`${slo.id}: the alert ${alert.name} never fires: its policy has "alertWhenBreaching: false".`,
    };
  const asked = alert.whenNoData ? silenceFires(options, urgency) : options;
  const few =
    rate === undefined || burn.usage.events < options.minimumEvents
      ? tooFew(burn.usage.events, shown(burn), asked, state)
      : undefined;
  const gap = windowGapOf(dataOf(judging, burn), now, asked, state) ?? silentOf(burn, asked) ?? few;
  const breached = alert.whenBreaching && breaches(alert, burn);
  const fires = breached && lasts(judging, alert);
  const fired = {
    ...check,
    outcome: fires ? options.burn[urgency] : "pass",
    reason: fires ? "burn-rate" : "ok",
    summary: fires
      ? msg`${slo.id}: the alert ${alert.name} fires: the error budget burns ${apart(rate ?? 0, alert.threshold, 2)[0]} times as fast as it may over ${shown(burn)} (${badText(slo, burn.usage)}; ${alert.op} ${rounded(alert.threshold)}).`
      : breached
        ? msg`${slo.id}: the alert ${alert.name} breaches over ${shown(burn)}, but not yet for ${shortDuration(alert.after)}.`
        : check.summary,
  } as const;
  return withGap(fired, gap, slo.id);
}

/** An alert on silence keeps its word whatever the policy chose for missing data; it never rolls back. */
const silenceFires = (options: Settled, urgency: "page" | "ticket"): Settled => {
  const outcome = options.burn[urgency] === "rollback" ? "hold" : options.burn[urgency];
  const worse = (chosen: Outcome = "hold"): Outcome =>
    outcomes.indexOf(chosen) > outcomes.indexOf(outcome) ? chosen : outcome;
  return {
    ...options,
    noData: worse(options.noData),
    stale: worse(options.stale),
    insufficientSamples: worse(options.insufficientSamples),
  };
};

function breaches({ op, threshold }: DeclaredAlert, { usage }: Burn): boolean {
  if (usage.rate === undefined) return false;
  return usage.rate.equals(threshold) ? op.endsWith("e") : compares(usage.rate.valueOf(), op, threshold.valueOf());
}

/** Moments that an alert is evaluated at, at most, within the time that it must have breached for. */
const mostEvaluations = 120;

/** Whether an alert breached at every evaluation of its `alertAfter`: each minute, as rules are evaluated. */
function lasts({ status: { slo, tallies, now } }: Judging, alert: DeclaredAlert): boolean {
  const step = Math.max(minute, Math.ceil(alert.after / mostEvaluations / minute) * minute);
  for (let ago = step; ago < alert.after + step; ago += step)
    if (!breaches(alert, burnOf(slo, tallies, alert.lookback, now - Math.min(ago, alert.after)))) return false;
  return true;
}

/** The window as used; where coarse data made it longer, what was asked for too. */
const shown = ({ asked, interval }: Burn): string =>
  lengthOf(interval) === asked
    ? shortDuration(asked)
    : `${shortDuration(lengthOf(interval))} [${shortDuration(asked)}]`;

/** @param isFew a rate of so few events says nothing. */
const usageEvidence = ({ interval, usage }: Burn, isFew: boolean): Record<string, unknown> => ({
  window: shortDuration(lengthOf(interval)),
  rate: isFew ? null : (usage.rate?.valueOf() ?? null),
  bad: usage.bad.valueOf(),
  total: usage.total.valueOf(),
});
