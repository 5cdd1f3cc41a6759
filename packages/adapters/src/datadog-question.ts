import { msg, UserError } from "@release-gate/core";
import type { MetricSource } from "@release-gate/core";

/** Queries by name, and what to make of them; without a formula there is one query. */
export interface DatadogQuestion {
  readonly queries: readonly { readonly name: string; readonly query: string }[];
  readonly formula?: string;
}

/** One term of a metrics query: how it is aggregated, the metric, its scope and groups, and the functions put behind it. */
const term =
  /(?<![a-z])((?:[a-z]+\d*)(?:\([^(){}]*\))?):([A-Za-z][\w./-]*)\{[^{}]*\}(?:\s*by\s*\{[^{}]*\})?((?:\.[a-z_]+\([^()]*\))*)/g;

/**
 * What a metric source asks Datadog for: `query`, or `queries` by name with a `formula`.
 * @throws UserError at the source where it has neither.
 */
export function questionOf({ spec, place }: MetricSource): DatadogQuestion {
  const { query, queries, formula } = spec;
  if (typeof query === "string" && query.trim() !== "") return { queries: [{ name: "a", query: query.trim() }] };
  const named =
    typeof queries === "object" && queries !== null && !Array.isArray(queries) ? Object.entries(queries) : [];
  if (named.length > 0 && typeof formula === "string" && named.every(([, each]) => typeof each === "string"))
    return { queries: named.map(([name, each]) => ({ name, query: String(each).trim() })), formula };
  throw new UserError(msg`This metric source does not say what to ask Datadog for.`, {
    place,
    hint: msg`Write "query", such as sum:http.requests{code:5xx}.as_count(), or "queries" by name and a "formula".`,
  });
}

/**
 * The same as counts of each step, and what the values are to be multiplied by. `as_count()` sums what was counted within a
 * step; `as_rate()` divides that by the step's seconds (Datadog, "Metric type modifiers").
 * @throws UserError at the source where a term is neither, or is rolled up by its author in steps that are not ours.
 */
export function countQuestion(
  source: MetricSource,
  step: number,
): { readonly question: DatadogQuestion; readonly factor: number } {
  const question = questionOf(source);
  const kinds = new Set<string>();
  const queries = question.queries.map(({ name, query }) => ({
    name,
    query: query.replace(term, (whole, aggregator: string, _metric: string, functions: string) => {
      const kind = countKind(aggregator, functions);
      kinds.add(kind ?? "none");
      return `${whole}.rollup(sum, ${step / 1000})`;
    }),
  }));
  if (kinds.size !== 1 || kinds.has("none")) {
    throw new UserError(msg`This query of Datadog does not count events.`, {
      place: source.place,
      hint: msg`End each metric with .as_count(), as in sum:http.requests{*}.as_count(), and leave out .rollup(): it is added for each window.`,
    });
  }
  return { question: { ...question, queries }, factor: kinds.has("rate") ? step / 1000 : 1 };
}

function countKind(aggregator: string, functions: string): "count" | "rate" | undefined {
  if (functions.includes(".rollup(")) return undefined;
  if (functions.includes(".as_rate()")) return "rate";
  return functions.includes(".as_count()") || aggregator.startsWith("count") ? "count" : undefined;
}
