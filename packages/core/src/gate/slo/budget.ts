import { zero } from "../../metrics/index.js";
import {
  apart,
  countedBy,
  excludedIn,
  excludedSum,
  outageText,
  percent,
  strictest,
  timeLeft,
  wereBadText,
  type Budget,
  type BudgetReset,
  type Burn,
  type Exclusion,
  type Slo,
  type Tallies,
} from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import { formatInstant, lengthOf, minute, roundDuration, shortDuration } from "../../time/index.js";
import type { Check } from "../check.js";
import type { Settled } from "./options.js";

export const budgetId = (slo: Slo): string => `slo/${slo.id}/budget`;

/** The judgment of an SLO's remaining budget; data that do not suffice are joined to it by `withGap`. */
export function budgetCheck(
  slo: Slo,
  budget: Budget,
  recent: Burn | undefined,
  tallies: Tallies,
  options: Settled,
  marks: Marks = { reset: undefined, excluded: [] },
): Check {
  const { reset, excluded } = marks;
  const { remaining, usage } = budget;
  const base = {
    id: budgetId(slo),
    kind: "slo",
    bound: 0,
    unit: "ratio",
    window: slo.window.text,
    samples: usage.events,
    symptom: true,
    source: sourceOf(slo),
    evidence: {
      ...evidenceOf(slo, budget, recent, options),
      ...(excluded.length === 0 ? {} : { excluded: excludedEvidence(excluded, budget) }),
      ...(reset === undefined ? {} : { reset: { at: formatInstant(reset.at), why: reset.why } }),
    },
  } as const;
  if (remaining === undefined)
    return {
      ...base,
      outcome: "hold",
      reason: "no-data",
      summary: msg`${slo.id}: there are no data within ${slo.window.text}.`,
    };
  const value = remaining.valueOf();
  if (remaining.lte(0)) {
    const earliest = recovery(slo, tallies, budget);
    return {
      ...base,
      value,
      reason: "budget-exhausted",
      outcome: options.exempt === undefined ? "hold" : "warn",
      summary: exhausted(slo, budget, marks, options.exempt),
      ...(earliest === undefined ? {} : { needs: { earliest: formatInstant(earliest) } }),
    };
  }
  const threshold = (options.thresholds ?? [])
    .filter((each) => remaining.lte(each.remaining))
    .toSorted((a, b) => a.remaining - b.remaining)[0];
  const left = leftText(slo, budget, marks);
  if (threshold === undefined || threshold.outcome === "pass") {
    const small = smallShare(budget, options);
    return small === undefined
      ? { ...base, value, outcome: "pass", reason: "ok", summary: left }
      : { ...base, value, outcome: "warn", reason: "small-share", summary: msg`${left} ${small}` };
  }
  const text =
    threshold.text === undefined
      ? msg`${left} The error budget policy asks for care from ${percent(threshold.remaining)} on.`
      : msg`${left} Error budget policy: ${threshold.text}`;
  // The bound that decided is that of the error budget policy.
  return {
    ...base,
    value,
    bound: threshold.remaining,
    outcome: threshold.outcome,
    reason: "budget-low",
    summary: text,
  };
}

function leftText(slo: Slo, budget: Budget, marks: Marks): Message {
  const { remaining, usage } = budget;
  const counted = wereBadText(slo, usage);
  const left = msg`${slo.id}: ${percent(remaining ?? 0, 1)} of the error budget is left, ${outageText(budget.minutes ?? zero)} of ${slo.window.text}; ${counted}`;
  return withMarks(left, budget, marks);
}

/** What else a budget rests on. */
interface Marks {
  readonly reset: BudgetReset | undefined;
  /** The times that do not count. */
  readonly excluded: readonly Exclusion[];
}

/** A sentence about a budget, and in brackets since when it counts and what does not. */
function withMarks(text: Message, { since, period: { elapsed } }: Budget, { reset, excluded }: Marks): Message {
  const late = since !== undefined && since - elapsed.start > 0.02 * lengthOf(elapsed);
  const { length, whys } = excludedSum(excluded, elapsed);
  const notes = [
    ...(reset !== undefined && reset.at > elapsed.start
      ? [msg`since the budget was reset at ${formatInstant(reset.at)}: ${reset.why}`]
      : late
        ? [msg`data only since ${formatInstant(since)}`]
        : []),
    ...(length > 0 ? [msg`${roundDuration(length)} not counted: ${whys.join(", ")}`] : []),
  ];
  const [first, ...rest] = notes;
  if (first === undefined) return msg`${text}.`;
  return msg`${text} (${rest.reduce((all, each) => msg`${all}; ${each}`, first)}).`;
}

/** A budget that is judged on little of its period has not seen what the rest would bring. */
function smallShare({ share, period, since }: Budget, { minimumShare }: Settled): Message | undefined {
  if (share === undefined || since === undefined || share >= minimumShare) return undefined;
  const seen = roundDuration(share * lengthOf(period.elapsed));
  const [has, needs] = apart(100 * share, 100 * minimumShare, 2);
  return msg`It is judged on ${seen} of data, ${`${has} %`} of the period so far (below ${`${needs} %`} this warns).`;
}

function exhausted(slo: Slo, budget: Budget, marks: Marks, exempt: string | undefined): Message {
  const { remaining, usage } = budget;
  const over = percent(remaining?.neg() ?? 0, 1);
  const counted = wereBadText(slo, usage);
  const text = remaining?.equals(0)
    ? msg`${slo.id}: the error budget of ${slo.window.text} is exactly used up: ${counted}`
    : msg`${slo.id}: the error budget of ${slo.window.text} is overspent by ${over}: ${counted}`;
  const whole = withMarks(text, budget, marks);
  return exempt === undefined ? whole : msg`${whole} Released nevertheless: ${exempt}.`;
}

/** The times of the period that do not count, at most so many of them. */
const mostExcluded = 20;

function excludedEvidence(excluded: readonly Exclusion[], { period }: Budget): Record<string, unknown> {
  const { times, length } = excludedSum(excluded, period.elapsed);
  const newest = excludedIn(excluded, period.elapsed).slice(-mostExcluded);
  return {
    times,
    minutes: length / minute,
    newest: newest.map(({ start, end, whys }) => ({
      from: formatInstant(start),
      to: formatInstant(end),
      why: whys.join(", "),
    })),
  };
}

function evidenceOf(
  slo: Slo,
  budget: Budget,
  recent: Burn | undefined,
  { minimumEvents }: Settled,
): Record<string, unknown> {
  const { usage, period, since, newest, coverage } = budget;
  // Shares of too few events say nothing.
  const few = usage.events < minimumEvents;
  const { remaining, minutes, events } = few
    ? { ...budget, remaining: undefined, minutes: undefined, events: undefined }
    : budget;
  const rate = recent !== undefined && recent.usage.events >= minimumEvents ? recent.usage.rate : undefined;
  const left =
    remaining === undefined || rate === undefined ? undefined : timeLeft(remaining, rate, lengthOf(period.whole));
  return {
    service: slo.service,
    method: slo.method,
    target: slo.parts.map(({ target }) => target.valueOf()),
    bad: usage.bad.valueOf(),
    total: usage.total.valueOf(),
    sli: usage.total.equals(0) ? null : usage.total.sub(usage.bad).div(usage.total).valueOf(),
    remaining: {
      ratio: remaining?.valueOf() ?? null,
      minutes: minutes?.valueOf() ?? null,
      [countedBy(slo)]: events?.valueOf() ?? null,
    },
    period: { start: formatInstant(period.whole.start), end: formatInstant(period.whole.end) },
    data: {
      since: since === undefined ? null : formatInstant(since),
      newest: newest === undefined ? null : formatInstant(newest),
      coverage: coverage ?? null,
      share: budget.share ?? null,
    },
    ...(recent === undefined || rate === undefined
      ? {}
      : {
          burn: {
            window: shortDuration(lengthOf(recent.interval)),
            rate: rate.valueOf(),
            exhaustedIn: left === undefined ? null : roundDuration(left),
          },
        }),
    ...(usage.slice === undefined ? {} : { slice: shortDuration(usage.slice) }),
  };
}

/**
 * The first moment at which an exhausted budget is open again if nothing else fails and the traffic stays as it is: bad
 * events leave a rolling window one after the other; a calendar window ends.
 */
function recovery(slo: Slo, tallies: Tallies, { usage, period }: Budget): number | undefined {
  if (!slo.window.rolling) return period.whole.end;
  const [part] = tallies;
  if (slo.method !== "Occurrences" || slo.parts.length > 1 || part === undefined) return undefined;
  const allowed = strictest(slo).mul(usage.total).valueOf();
  let bad = usage.bad.valueOf();
  for (const { at, good, total } of part) {
    if (at <= period.elapsed.start || at > period.elapsed.end) continue;
    bad -= total - good;
    if (bad < allowed) return at + lengthOf(period.whole);
  }
  return undefined;
}

/** The line of the SLO that decided: its target. */
export const sourceOf = (slo: Slo): NonNullable<Check["source"]> => {
  const { path, line, column } = slo.parts[0].place;
  return { file: path, line, column };
};
