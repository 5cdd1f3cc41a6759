import type { SyntaxNode } from "@lezer/common";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { minute, second, shortDuration } from "../time/index.js";
import { groupedQuery } from "../promql/grouped.js";
import { functionsOf, nodesOf, onlyArgument, parsePromQl, selectorIn } from "../promql/parser.js";
import { replaced, withWindow, type Stretch } from "../promql/window.js";
import type { MetricSource } from "./slo.js";

/** A query longer than this is not looked into, in UTF-16 units: it is nobody's, and would be looked through again and again. */
const longestQuery = 20_000;

/**
 * The query that gives how many events each step had, and what its values are to be multiplied by: of a bare counter (or
 * the sum of one) its increase, restarts included; of a query with a place for the window the increase, or the rate times
 * the step; else the query as it is.
 * `loadPromQl` comes first.
 * @throws UserError where a counter's query is neither.
 */
export function countQuery(source: MetricSource, counter: boolean, step: number): CountQuery {
  const { query, windows } = withWindow(rawQuery(source), shortDuration(step));
  const tree = parsePromQl(query);
  const functions = functionsOf(tree, query);
  const perSecond = (functions.has("rate") || functions.has("irate")) && !functions.has("increase");
  if (windows.length > 0 || [...functions].some(countsOverTime)) return { query, factor: perSecond ? step / 1000 : 1 };
  if (!counter) return { query, factor: 1 };
  const own = selectorIn(tree, query);
  if (own === undefined) {
    throw new UserError(msg`This query of a counter cannot be turned into counts.`, {
      place: source.place,
      hint: msg`Write a plain metric, sum(metric), or a query with {{.window}} such as sum(increase(metric[{{.window}}])).`,
    });
  }
  return { query: `sum(increase(${own}[${shortDuration(step)}]))`, factor: 1 };
}

const countsOverTime = (name: string): boolean =>
  name === "rate" || name === "irate" || name === "increase" || name.endsWith("_over_time");

/**
 * A source whose query tells groups apart.
 * @throws UserError where it cannot be understood.
 */
export function groupedSource(source: MetricSource, labels: readonly string[], counter: boolean): MetricSource {
  const query = groupedQuery(rawQuery(source), labels, counter);
  if (query !== undefined) return { ...source, spec: { ...source.spec, query } };
  throw new UserError(msg`This query cannot be grouped by ${labels.join(", ")}, as it cannot be understood.`, {
    place: source.place,
    hint: msg`Correct its syntax, or let it give one series for each group.`,
  });
}

/** A query of counts, and what its values are to be multiplied by. */
export interface CountQuery {
  readonly query: string;
  readonly factor: number;
}

/** A query of counts for steps that lie one after the other. */
export interface StepQuery extends CountQuery {
  /** Milliseconds between the readings of a step, a whole part of it: the moments to ask for are whole multiples of it. */
  readonly every: number;
}

/**
 * The query for steps that lie one after the other: none of a counter's increase is lost between them. Prometheus's
 * `increase(x[5m])` looks only at the samples within its window, so what was counted between the last sample of a step and the
 * first of the next belongs to neither. Here each step is read at moments that it shares with its neighbours
 * (`increase(x[5m1ms:15s])`): its first reading is the last one of the step before. The window reaches a millisecond further,
 * as Prometheus 3 leaves the window's first instant out; the factor takes that back.
 * A series that appears while its target was scraped before began at zero: it counts with all it has, where `increase` leaves
 * its first sample out.
 * @throws UserError as `countQuery` does.
 */
export function stepQuery(source: MetricSource, counter: boolean, step: number): StepQuery {
  const simple = countQuery(source, counter, step);
  const every = readingStep(step);
  const increase = (series: string): string => {
    const before = `offset ${shortDuration(step)}`;
    const begun = `(${series} unless ${series} ${before}) and on (instance, job) (up ${before} == 1)`;
    return `((${begun}) or increase(${series}[${shortDuration(step + 1)}:${shortDuration(every)}]))`;
  };
  const factor = step / (step + 1);
  const { query, windows } = withWindow(rawQuery(source), shortDuration(step));
  const tree = parsePromQl(query);
  const own = windows.length === 0 && counter ? selectorIn(tree, query) : undefined;
  if (own !== undefined) return { query: `sum(${increase(own)})`, factor, every };
  const counted = nodesOf(tree).flatMap((call) => countedIn(call, query, windows));
  // A window elsewhere in the query, or both functions in one, cannot be put right by one factor.
  if (counted.length !== windows.length || new Set(counted.map(({ name }) => name)).size !== 1)
    return { ...simple, every: step };
  return {
    query: replaced(
      query,
      counted.map((each) => ({ ...each, by: increase(each.series) })),
    ),
    factor,
    every,
  };
}

/** A counter's increase or rate over the window asked for: `rate(x{a="b"}[{{.window}}])`. */
function countedIn(
  call: SyntaxNode,
  query: string,
  windows: readonly Stretch[],
): (Stretch & { readonly name: string; readonly series: string })[] {
  const identifier = call.name === "FunctionCall" ? call.getChild("FunctionIdentifier") : null;
  if (identifier === null) return [];
  const name = query.slice(identifier.from, identifier.to);
  const range = name === "rate" || name === "increase" ? onlyArgument(call) : null;
  const series = range?.name === "MatrixSelector" ? range.getChild("VectorSelector") : null;
  const window = range?.getChild("DurationExpr");
  if (series === null || !windows.some(({ from, to }) => from === window?.from && to === window.to)) return [];
  return [{ from: call.from, to: call.to, name, series: query.slice(series.from, series.to) }];
}

/**
 * The time between readings within a step, a whole part of it: 15 seconds (the usual scrape interval) or a quarter of the step
 * up to 5 minutes; of longer steps a minute, so that a month of a thousand series stays below the 50 million samples that
 * Prometheus loads for one query. What a process counts between its last reading and its restart is not seen.
 */
function readingStep(step: number): number {
  const most = step <= 5 * minute ? Math.min(15 * second, step / 4) : minute;
  let readings = Math.max(1, Math.ceil(step / most));
  while (step % readings !== 0) readings++;
  return step / readings;
}

/**
 * The query of a metric source, with a window put where it has a place for one.
 * @throws UserError where it has no query.
 */
export function queryOf(source: MetricSource, window: number): string {
  return withWindow(rawQuery(source), shortDuration(window)).query;
}

function rawQuery({ spec, place }: MetricSource): string {
  const query = spec["query"] ?? spec["promql"] ?? spec["queryString"];
  if (typeof query === "string" && query.trim() !== "") {
    if (query.length <= longestQuery) return query.trim();
    throw new UserError(msg`This query is longer than ${longestQuery} characters.`, {
      place,
      hint: msg`Ask for a recording rule that has the long query.`,
    });
  }
  throw new UserError(msg`This metric source has no query.`, { place, hint: msg`Add "query" with PromQL.` });
}
