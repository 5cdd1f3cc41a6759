import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { minute, second, shortDuration } from "../time/index.js";
import type { MetricSource } from "./slo.js";

/** Where sloth and Grafana put the window into a query. */
const windowForm = /\{\{\s*\.?window\s*\}\}|\$__(?:rate_)?interval|\$window/g;

/** A query longer than this is not looked into, in UTF-16 units: it is nobody's, and would be looked through again and again. */
const longestQuery = 20_000;

const selector = /(?:[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?|\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})/
  .source;
const plain = new RegExp(`^(?:sum\\s*\\(\\s*(${selector})\\s*\\)|(${selector}))$`);
/** A counter's increase or rate over the window asked for. */
const counted = new RegExp(
  `\\b(rate|increase)\\s*\\(\\s*(${selector})\\s*\\[\\s*(?:${windowForm.source})\\s*\\]\\s*\\)`,
  "g",
);

/**
 * The query that gives how many events each step had, and what its values are to be multiplied by: of a bare counter (or
 * the sum of one) its increase, restarts included; of a query with a place for the window the increase, or the rate times
 * the step; else the query as it is.
 * @throws UserError where a counter's query is neither.
 */
export function countQuery(source: MetricSource, counter: boolean, step: number): CountQuery {
  const given = rawQuery(source);
  const query = queryOf(source, step);
  const perSecond = /\bi?rate\s*\(/.test(query) && !/\bincrease\s*\(/.test(query);
  if (query !== given || /\b(?:i?rate|increase)\s*\(|_over_time\s*\(/.test(query))
    return { query, factor: perSecond ? step / 1000 : 1 };
  if (!counter) return { query, factor: 1 };
  const [, inSum, alone] = plain.exec(query) ?? [];
  const own = inSum ?? alone;
  if (own === undefined) {
    throw new UserError(msg`This query of a counter cannot be turned into counts.`, {
      place: source.place,
      hint: msg`Write a plain metric, sum(metric), or a query with {{.window}} such as sum(increase(metric[{{.window}}])).`,
    });
  }
  return { query: `sum(increase(${own}[${shortDuration(step)}]))`, factor: 1 };
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
  const given = rawQuery(source);
  const [, inSum, alone] = plain.exec(given) ?? [];
  const own = inSum ?? alone;
  if (counter && own !== undefined) return { query: `sum(${increase(own)})`, factor, every };
  const functions = new Set<string>();
  const query = given.replace(counted, (_whole, name: string, series: string) => {
    functions.add(name);
    return increase(series);
  });
  // A window elsewhere in the query, or both functions in one, cannot be put right by one factor.
  return functions.size !== 1 || query.search(windowForm) >= 0 ? { ...simple, every: step } : { query, factor, every };
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
  return rawQuery(source).replace(windowForm, shortDuration(window));
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
