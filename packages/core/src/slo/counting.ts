import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { shortDuration } from "../time/index.js";
import type { MetricSource } from "./slo.js";

/** Where sloth and Grafana put the window into a query. */
const windowForm = /\{\{\s*\.?window\s*\}\}|\$__(?:rate_)?interval|\$window/g;

const selector = /[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?|\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}/
  .source;
const plain = new RegExp(`^(?:sum\\s*\\(\\s*(${selector})\\s*\\)|(${selector}))$`);

/**
 * The query that gives how many events each step had, and what its values are to be multiplied by: of a bare counter (or
 * the sum of one) its increase, restarts included; of a query with a place for the window the increase, or the rate times
 * the step; else the query as it is.
 * @throws UserError where a counter's query is neither.
 */
export function countQuery(
  source: MetricSource,
  counter: boolean,
  step: number,
): { readonly query: string; readonly factor: number } {
  const given = rawQuery(source);
  const query = queryOf(source, step);
  const perSecond = /\bi?rate\s*\(/.test(query) && !/\bincrease\s*\(/.test(query);
  if (query !== given || /\b(?:i?rate|increase)\s*\(|_over_time\s*\(/.test(query))
    return { query, factor: perSecond ? step / 1000 : 1 };
  if (!counter) return { query, factor: 1 };
  const [, inSum, alone] = plain.exec(query) ?? [];
  const counted = inSum ?? alone;
  if (counted === undefined) {
    throw new UserError(msg`This query of a counter cannot be turned into counts.`, {
      place: source.place,
      hint: msg`Write a plain metric, sum(metric), or a query with {{.window}} such as sum(increase(metric[{{.window}}])).`,
    });
  }
  return { query: `sum(increase(${counted}[${shortDuration(step)}]))`, factor: 1 };
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
  if (typeof query === "string" && query.trim() !== "") return query.trim();
  throw new UserError(msg`This metric source has no query.`, { place, hint: msg`Add "query" with PromQL.` });
}
