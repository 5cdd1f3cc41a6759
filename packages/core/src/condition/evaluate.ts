import type { Fraction } from "../metrics/index.js";
import { dayBounds, dayOf, previousDay, type Interval } from "../time/index.js";
import { keeps, limitOf } from "./bound.js";
import type { Condition, Persistence } from "./condition.js";

/** One evaluation of a metric: at a moment, over the `span` milliseconds before it (0: at that moment only). */
export interface Sample {
  readonly at: number;
  readonly span?: number;
  readonly value: Fraction;
  /** The baseline's value at the same time, for bounds relative to it. */
  readonly baseline?: Fraction;
}

/**
 * What is known, and what is not: a gap neither breaks nor makes a run, but more missing samples than tolerated leave the
 * answer unknown.
 */
export interface GapPolicy {
  /** Milliseconds between samples. */
  readonly step: number;
  /** Missing samples that change nothing: none where not given. */
  readonly tolerate?: number;
}

export interface EvaluateOptions {
  readonly now: number;
  /** The zone whose days count; UTC where not given. */
  readonly zone?: string;
  readonly gaps?: GapPolicy;
}

/** Whether a condition is met, is not, or cannot be told. */
export interface Evaluation {
  readonly state: "met" | "unmet" | "unknown";
  readonly reason?: "no-data" | "stale" | "partial-range" | "no-baseline";
  /** The newest value and the number it was compared with. */
  readonly value?: Fraction;
  readonly limit?: Fraction;
  /** Samples looked at, and those of them at which the bound held. */
  readonly samples: number;
  readonly held: number;
  /** Milliseconds since 1970: since when the bound has held, and when the condition can be met at the earliest. */
  readonly since?: number;
  readonly earliest?: number;
}

interface Judged {
  readonly at: number;
  readonly span: number;
  readonly holds: boolean;
}

/** Evaluates a condition over samples; those later than now are left out. */
export function evaluate(
  { bound, persistence }: Condition,
  samples: readonly Sample[],
  options: EvaluateOptions,
): Evaluation {
  const known = samples.filter(({ at }) => at <= options.now).toSorted((a, b) => a.at - b.at);
  const newest = known.at(-1);
  if (newest === undefined) return { state: "unknown", reason: "no-data", samples: 0, held: 0 };
  const judged: Judged[] = [];
  for (const { at, span = 0, value, baseline } of known) {
    const limit = limitOf(bound, baseline);
    if (limit !== undefined) judged.push({ at, span, holds: keeps(bound, value, limit) });
  }
  if (judged.at(-1)?.at !== newest.at)
    return { state: "unknown", reason: "no-baseline", samples: known.length, held: 0, value: newest.value };
  const limit = limitOf(bound, newest.baseline);
  return { ...persisted(persistence, judged, options), value: newest.value, ...(limit === undefined ? {} : { limit }) };
}

function persisted(persistence: Persistence, judged: readonly Judged[], options: EvaluateOptions): Evaluation {
  const { now, zone = "UTC" } = options;
  const fresh = (): Evaluation | undefined =>
    isStale(judged, options) ? { state: "unknown", reason: "stale", ...countOf(judged) } : undefined;
  switch (persistence.kind) {
    case "now":
      return fresh() ?? { state: judged.at(-1)?.holds === true ? "met" : "unmet", ...countOf(judged.slice(-1)) };
    case "for":
      return fresh() ?? lasting(persistence.duration, judged, options);
    case "times": {
      const { within } = persistence;
      const interval =
        within === "day"
          ? { start: dayBounds(dayOf(now, zone), zone).start, end: now }
          : { start: now - within, end: now };
      return counted(persistence.count, judged, interval, within === "day", options);
    }
    case "days":
      return daysInARow(persistence.count, judged, now, zone, options.gaps);
  }
}

const countOf = (judged: readonly Judged[]): { samples: number; held: number } => ({
  samples: judged.length,
  held: judged.filter(({ holds }) => holds).length,
});

const toleratedGap = ({ step, tolerate = 0 }: GapPolicy): number => step * (tolerate + 1);

const isStale = (judged: readonly Judged[], { now, gaps }: EvaluateOptions): boolean =>
  gaps !== undefined && now - (judged.at(-1)?.at ?? -Infinity) > toleratedGap(gaps);

/** The run of samples up to the newest at which the bound held; it must be as long as the duration, without a gap. */
function lasting(duration: number, judged: readonly Judged[], { gaps }: EvaluateOptions): Evaluation {
  const broken = judged.findLastIndex(({ holds }) => !holds);
  const run = judged.slice(broken + 1);
  const [first] = run;
  const newest = run.at(-1);
  if (first === undefined || newest === undefined) return { state: "unmet", ...countOf(judged.slice(-1)) };
  const since = first.at - first.span;
  const counts = countOf(run);
  const looked = run.filter(({ at }) => at >= newest.at - duration);
  if (newest.at - since < duration) return { state: "unmet", ...counts, since, earliest: since + duration };
  if (gaps !== undefined && hasGap(looked, newest.at - duration, gaps))
    return { state: "unknown", reason: "partial-range", ...counts, since };
  return { state: "met", ...counts, since };
}

function hasGap(run: readonly Judged[], start: number, gaps: GapPolicy): boolean {
  const [first] = run;
  if (first !== undefined && first.at - first.span - start > toleratedGap(gaps)) return true;
  return run.some(({ at, span }, i) => i > 0 && at - span - (run[i - 1]?.at ?? at) > toleratedGap(gaps) - span);
}

/** How often the bound held. A day begins at its first instant, so that midnight's sample belongs to the new day. */
function counted(
  count: number,
  judged: readonly Judged[],
  { start, end }: Interval,
  fromStart: boolean,
  { gaps }: EvaluateOptions,
): Evaluation {
  const looked = judged.filter(({ at }) => (fromStart ? at >= start : at > start) && at <= end);
  const counts = countOf(looked);
  if (counts.held >= count) return { state: "met", ...counts };
  if (looked.length === 0) return { state: "unknown", reason: "no-data", ...counts };
  const missing = gaps === undefined ? 0 : Math.floor((end - start) / gaps.step) - looked.length;
  return missing > (gaps?.tolerate ?? 0)
    ? { state: "unknown", reason: "partial-range", ...counts }
    : { state: "unmet", ...counts };
}

/** Whole days up to yesterday at whose every sample the bound held. A day without samples is unknown, not good. */
function daysInARow(
  count: number,
  judged: readonly Judged[],
  now: number,
  zone: string,
  gaps: GapPolicy | undefined,
): Evaluation {
  let date = previousDay(dayOf(now, zone));
  let counts = { samples: 0, held: 0 };
  // From the newest day back, each sample is looked at once.
  const newest = dayBounds(date, zone).end;
  let to = judged.findLastIndex(({ at }) => at < newest) + 1;
  for (let days = 0; days < count; days++, date = previousDay(date)) {
    const { start, end } = dayBounds(date, zone);
    let from = to;
    while (from > 0 && (judged[from - 1]?.at ?? -Infinity) >= start) from--;
    const own = countOf(judged.slice(from, to));
    to = from;
    counts = { samples: counts.samples + own.samples, held: counts.held + own.held };
    if (own.held < own.samples) return { state: "unmet", ...counts, since: end, earliest: dayAfter(end, count, zone) };
    if (own.samples === 0) return { state: "unknown", reason: "no-data", ...counts };
    const missing = gaps === undefined ? 0 : Math.round((end - start) / gaps.step) - own.samples;
    if (missing > (gaps?.tolerate ?? 0)) return { state: "unknown", reason: "partial-range", ...counts };
  }
  return { state: "met", ...counts };
}

/** The first instant after `count` days of a zone that begin at a moment. */
function dayAfter(at: number, count: number, zone: string): number {
  let end = at;
  for (let i = 0; i < count; i++) end = dayBounds(dayOf(end, zone), zone).end;
  return end;
}
