import { apart, readsSnapshots, sourceText, type Budget, type Sampled, type Sighting } from "../../slo/index.js";
import { msg, type Message } from "../../text/message.js";
import { formatInstant, lengthOf, roundDuration, shortDuration, type Interval } from "../../time/index.js";
import { outcomes, type Check, type Outcome } from "../check.js";
import type { DataGap, Settled } from "./options.js";
import { oddText } from "./file.js";

/** What is known of the data of one SLO beside its tallies. */
export interface DataState {
  /** Its source could not be asked, or answered in part only, and why. */
  readonly down?: Message | undefined;
  readonly partial?: Message | undefined;
  /** Whether a server was asked, or nothing says where one is; undefined where snapshots know the SLO. */
  readonly asked?: boolean | undefined;
  /** Metrics that never had a row. */
  readonly never: readonly Sighting[];
  /** Good events of which there were more than there were in all: what they were of has no data. */
  readonly impossible: readonly Sighting[];
  /** What had rows, and for some of the total's had none: there it is zero. */
  readonly paused: readonly Sighting[];
  /** What its rows count. */
  readonly sampled: Sampled;
  /** The metrics or queries that say how many events there were. */
  readonly sources: string;
  /** Since when the stage that is judged is live; milliseconds since 1970. */
  readonly stageSince?: number | undefined;
}

/** What is missing whatever the window: the source, a metric, an answer. */
function sourceGap({ down, partial, never, asked }: DataState, options: Settled): DataGap | undefined {
  if (down !== undefined)
    return { ...gap("source-down", msg`the metrics could not be read`, options.sourceDown), why: down };
  // Of a server's answer the parts without a total are not kept, so nothing is known of them.
  const onlyTotal = asked === true && never.some(({ what }) => what === "total");
  const told = never.filter(({ what }) => !onlyTotal || what === "total" || what === "value");
  const [first, ...rest] = told.map((each) => neverText(each, asked));
  if (first !== undefined) {
    const list = rest.reduce((all, each) => msg`${all}; ${each}`, first);
    const [why, ...more] = new Map(
      never.flatMap(({ odd }) => (odd === undefined ? [] : [[odd.name, oddText(odd)]])),
    ).values();
    return {
      ...gap("no-data", msg`there are no data: ${list}`, options.noData),
      ...(why === undefined ? {} : { why: more.reduce((all, each) => msg`${all} ${each}`, why) }),
    };
  }
  if (partial !== undefined)
    return { ...gap("partial-range", msg`the server answered in part only`, options.partialRange), why: partial };
  return undefined;
}

function neverText({ what, source, odd, close, only }: Sighting, asked: boolean | undefined): Message {
  const text = sourceText(source);
  if (!readsSnapshots(source) && asked === true) return msg`the server has no such series: "${what}" (${text})`;
  if (asked === false && (source.type === "prometheus" || source.type === "datadog"))
    return msg`no server is named for "${what}" (${text}): "${`slo.${source.type}`}" in the policy names one`;
  if (odd !== undefined) return msg`"${what}" has no row that counts (${text})`;
  if (only === "single-readings") return msg`"${what}" has no counter that was read twice (${text})`;
  if (only === "other-labels") return msg`"${what}" never had a row (${text}), only rows with other labels`;
  if (close !== undefined) return msg`"${what}" never had a row (${text}; was "${close}" meant?)`;
  return msg`"${what}" never had a row (${text})`;
}

/** What is missing for a judgment over the period; undefined where the data suffice. */
export function gapOf(
  budget: Budget,
  span: number,
  now: number,
  options: Settled,
  state: DataState,
): DataGap | undefined {
  const { newest, coverage, usage, period } = budget;
  const general = sourceGap(state, options);
  if (general !== undefined) return general;
  if (period.whole.start > now)
    return gap("no-data", msg`its first period begins at ${formatInstant(period.whole.start)}`, options.noData);
  if (newest === undefined)
    return noData(msg`there are no data since ${formatInstant(period.elapsed.start)}`, state, options);
  const window = shortDuration(lengthOf(period.elapsed));
  if (usage.rate === undefined && usage.total.gt(0)) return noGood(usage.events, window, options);
  if (usage.rate === undefined && usage.events < options.minimumEvents)
    return tooFew(usage.events, window, options, state);
  const limit = Math.max(options.staleAfter, 2 * span);
  if (now - newest > limit) return staleGap(newest, now, limit, state, options);
  const late = stageGap(newest, state, options);
  if (late !== undefined) return late;
  if (usage.events < options.minimumEvents) return tooFew(usage.events, window, options, state);
  if (coverage !== undefined && coverage < options.minimumCoverage) {
    const [has, needs] = apart(100 * coverage, 100 * options.minimumCoverage, 1);
    return gap(
      "partial-range",
      msg`the data cover only ${`${has} %`} of the time (at least ${`${needs} %`} are needed)`,
      options.partialRange,
    );
  }
  return undefined;
}

/** A budget's check with what paused and was taken as zero: also errors that have rows only when they happen, of which no warning tells. */
export function withPauses(check: Check, { paused }: DataState): Check {
  if (paused.length === 0) return check;
  const told = paused.map(({ what, source, rows, at }) => ({
    ...{ what, query: sourceText(source), rows },
    newest: formatInstant(at ?? 0),
  }));
  return { ...check, evidence: { ...check.evidence, paused: told } };
}

/** Good events had no row in a window that had others. */
export const noGood = (events: number, window: string, options: Settled): DataGap =>
  gap(
    "no-data",
    msg`the good events had no row in ${window}, in which there were ${Math.ceil(events)} {1, plural, one {event} other {events}} in all`,
    options.noData,
  );

/** What is missing for a judgment over a burn window: it must have had data itself, whatever the hours before say. */
export function windowGapOf(
  { newest, excluded, asked, interval, span }: WindowData,
  now: number,
  options: Settled,
  state: DataState,
): DataGap | undefined {
  const general = sourceGap(state, options);
  if (general !== undefined) return general;
  const length = lengthOf(interval);
  if (excluded !== undefined)
    return gap("no-data", msg`the last ${shortDuration(asked)} do not count: ${excluded}`, options.noData);
  if (newest === undefined) return noData(msg`there are no data in the last ${shortDuration(length)}`, state, options);
  const limit = Math.max(length, Math.min(options.lateness ?? 0, 3 * length), span);
  if (now - newest >= limit) return staleGap(newest, now, limit, state, options);
  return stageGap(newest, state, options);
}

/** What a short burn window has to judge it by. */
export interface WindowData {
  /** The end of the newest row; undefined where there is none. */
  readonly newest: number | undefined;
  /** Why all of the window does not count. */
  readonly excluded: string | undefined;
  readonly asked: number;
  readonly interval: Interval;
  /** Within so many milliseconds the next row is still to come, where rows do not say what they cover. */
  readonly span: number;
}

/** Nothing counts: because of impossible numbers, or nothing came from where it is asked. */
function noData(text: Message, { impossible: [first], sources }: DataState, options: Settled): DataGap {
  if (first === undefined) return gap("no-data", msg`${text} (${sources})`, options.noData);
  const { what, source, rows = 0 } = first;
  return gap(
    "no-data",
    msg`${text}: "${what}" is more than the total in ${rows} {2, plural, one {row} other {rows}} (${sourceText(source)})`,
    options.noData,
  );
}

function staleGap(newest: number, now: number, limit: number, { sources }: DataState, options: Settled): DataGap {
  const age = roundDuration(now - newest);
  return gap(
    "stale",
    msg`the newest data are of ${formatInstant(newest)}, ${age} ago (stale after ${shortDuration(limit)}; ${sources})`,
    options.stale,
  );
}

/** A live stage without data since it began: nobody has seen the new version yet. */
function stageGap(newest: number, { stageSince }: DataState, options: Settled): DataGap | undefined {
  if (stageSince === undefined || newest > stageSince) return undefined;
  return gap(
    "stale",
    msg`there are no data since the stage began at ${formatInstant(stageSince)}; the newest are of ${formatInstant(newest)}`,
    options.stale,
  );
}

/** Too few events in a window. */
export function tooFew(events: number, window: string, options: Settled, { sampled }: DataState): DataGap {
  const needed = options.minimumEvents;
  const [has, needs] = apart(events, needed, 0);
  return {
    ...gap(
      "insufficient-samples",
      sampled === "events"
        ? msg`${has} {0, plural, one {event} other {events}} within ${window} {0, plural, one {is} other {are}} too few to judge (at least ${needs} {2, plural, one {is} other {are}} needed)`
        : msg`${has} {0, plural, one {value} other {values}} within ${window} {0, plural, one {is} other {are}} too few to judge (at least ${needs} {2, plural, one {is} other {are}} needed)`,
      options.insufficientSamples,
    ),
    needs: { samples: Math.max(1, Math.ceil(needed - events)) },
  };
}

const gap = (reason: DataGap["reason"], text: Message, chosen: Outcome | undefined): DataGap => ({
  reason,
  text,
  outcome: chosen ?? "hold",
  chosen: chosen !== undefined && chosen !== "hold",
});

const rank = (outcome: Outcome): number => outcomes.indexOf(outcome);

/** What a judgment says where the data do not suffice: never more than a hold. */
const capped = (check: Check): Check => (check.outcome === "rollback" ? { ...check, outcome: "hold" } : check);

/**
 * Joins a judgment with what is missing in its data: the worse of the two decides. Where both hold, few samples speak first,
 * as a number made of them says nothing; stale or partial data leave the judgment its word.
 */
export function withGap(check: Check, gapped: DataGap | undefined, name: string): Check {
  if (gapped === undefined) return check;
  const judged = capped(check);
  const silent = gapped.reason !== "stale" && gapped.reason !== "partial-range";
  const worse = rank(judged.outcome) - rank(gapped.outcome);
  const spoke = judged.reason !== "ok" && judged.reason !== "no-data";
  if (spoke && (worse > 0 || (worse === 0 && !silent))) {
    return {
      ...judged,
      summary: msg`${judged.summary} But ${gapped.text}.`,
      evidence: { ...judged.evidence, data: gapped.reason },
    };
  }
  const text = gapped.why === undefined ? msg`${name}: ${gapped.text}.` : msg`${name}: ${gapped.text}: ${gapped.why}`;
  // A number made of few samples says nothing.
  const { value: _value, ...unmeasured } = judged;
  return {
    ...(gapped.reason === "insufficient-samples" ? unmeasured : judged),
    outcome: gapped.outcome,
    reason: gapped.reason,
    summary: gapped.chosen ? msg`${text} The policy chose "${gapped.outcome}" for this.` : text,
    evidence: { ...judged.evidence, ...(gapped.chosen ? { chosenByPolicy: gapped.outcome } : {}) },
    ...(gapped.needs === undefined ? {} : { needs: gapped.needs }),
  };
}
