import { isWhole, metricsOf, parsePromQl, wantedLabels, type WantedLabel } from "../../promql/parser.js";
import { withWindow } from "../../promql/window.js";
import type { MetricSource } from "../slo.js";

/** Whether an SLO says that no row of this metric means that nothing happened. */
export const absentIsZero = ({ spec }: MetricSource): boolean => spec["absent"] === "zero";

/**
 * Whether two sources read the same metric, so that no row of one under its labels means that nothing happened: errors are
 * `http_requests_total{code="500"}` of all `http_requests_total`.
 */
export function sharesMetric(part: MetricSource, total: MetricSource): boolean {
  const all = namesIn(total);
  const own = namesIn(part);
  return own.length > 0 && own.every((name) => all.includes(name));
}

/** How a person finds a source again: its query, or the rows that it selects. */
export function sourceText({ spec }: MetricSource): string {
  const query = spec["query"] ?? spec["promql"] ?? spec["queryString"];
  if (typeof query === "string") return query.trim();
  const { metric, event, labels, queries, formula } = spec;
  if (typeof formula === "string") return `${formula} (${JSON.stringify(queries ?? {})})`;
  const name = typeof metric === "string" ? metric : typeof event === "string" ? event : "";
  const pairs = Object.entries(typeof labels === "object" && labels !== null ? labels : {});
  return pairs.length === 0 ? name : `${name}{${pairs.map(([key, value]) => `${key}="${String(value)}"`).join(",")}}`;
}

/** The labels that a source's PromQL wants a value of, with their metrics; none of a query that cannot be understood. */
export function labelsWanted(source: MetricSource): readonly WantedLabel[] {
  const { query } = withWindow(sourceText(source), "5m");
  const tree = parsePromQl(query);
  return isWhole(tree) ? wantedLabels(tree, query) : [];
}

/** The metrics that a source reads: of Datadog what follows an aggregation; none of what cannot be understood. */
function namesIn(source: MetricSource): string[] {
  const { metric, event, queries } = source.spec;
  if (typeof metric === "string") return [metric];
  if (typeof event === "string") return [event];
  const text = typeof queries === "object" && queries !== null ? Object.values(queries).join(" ") : sourceText(source);
  if (source.type === "datadog") return [...text.matchAll(/:([A-Za-z][\w./-]*)\{/g)].map(([, name = ""]) => name);
  const { query } = withWindow(text, "5m");
  const tree = parsePromQl(query);
  return isWhole(tree) ? metricsOf(tree, query) : [];
}
