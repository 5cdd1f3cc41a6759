import { UserError, msg } from "@release-gate/core";
import type { MetricSource } from "@release-gate/core";
import { readSecret, type Endpoint } from "./endpoint.js";
import { countQuestion, questionOf, type DatadogQuestion } from "./datadog-question.js";
import { datadogSeries } from "./datadog-answer.js";
import { askJson, type Question } from "./http.js";
import type { MetricSample, MetricSeries, MetricsServer, Stretch } from "./metrics-server.js";
import { SourceError } from "./source-error.js";
import { isAllowedHost, isDatadog } from "./trusted.js";

/** How to reach Datadog: the address of its API (`https://api.datadoghq.com`), and where the two keys are. */
export interface DatadogEndpoint extends Endpoint {
  /** v2, Datadog's own recommendation, where not given. */
  readonly apiVersion?: "v1" | "v2";
  /** Files with the keys; else the environment's DD_API_KEY and DD_APP_KEY. */
  readonly apiKeyFile?: string;
  readonly applicationKeyFile?: string;
}

/** Datadog gives at most 1500 points of a series, and answers in longer steps where more are asked for. */
const mostPoints = 1000;

/**
 * A client for Datadog's timeseries: `GET /api/v1/query`, `POST /api/v2/query/timeseries`. Its points carry the time at which
 * their step begins, at whole multiples of the step since 1970. Null is a missing sample.
 */
export function datadog(endpoint: DatadogEndpoint): MetricsServer {
  const range = async (question: DatadogQuestion, stretch: Stretch): Promise<MetricSeries[]> => {
    const series = new Map<string, MetricSeries>();
    for (const part of partsOf(stretch)) {
      for (const each of await ask(endpoint, question, part)) {
        const known = series.get(JSON.stringify(each.labels))?.samples ?? [];
        series.set(JSON.stringify(each.labels), { ...each, samples: [...known, ...each.samples] });
      }
    }
    return [...series.values()];
  };
  return {
    aligned: true,
    warnings: new Set(),
    async counts(source, _counter, stretch) {
      const { question, factor } = countQuestion(source, stretch.step);
      const sums = new Map<number, number>();
      for (const { samples } of await range(question, stretch)) {
        for (const sample of samples) {
          refuseLonger(endpoint, sample, stretch.step);
          sums.set(sample.at, (sums.get(sample.at) ?? 0) + Math.max(0, sample.value) * factor);
        }
      }
      return sums;
    },
    groupCounts: (source) => Promise.reject(ungrouped(source)),
    values: async (source: MetricSource, stretch, by) => {
      if (by !== undefined) throw ungrouped(source);
      return range(questionOf(source), stretch);
    },
  };
}

const ungrouped = ({ place }: MetricSource): UserError =>
  new UserError(msg`SLOs over Datadog are not grouped when they are asked for.`, {
    place,
    hint: msg`Write an SLO for each group, with its tag in the queries.`,
  });

/** A stretch as whole steps since 1970, in parts that Datadog answers in the steps asked for. */
function partsOf({ start, end, step }: Stretch): Stretch[] {
  const first = Math.ceil((start - step) / step) * step;
  const last = Math.floor(end / step) * step;
  const parts: Stretch[] = [];
  for (let from = first; from < last; from += mostPoints * step)
    parts.push({ start: from + step, end: Math.min(last, from + mostPoints * step), step });
  return parts;
}

async function ask(endpoint: DatadogEndpoint, question: DatadogQuestion, stretch: Stretch): Promise<MetricSeries[]> {
  const { apiVersion = "v2" } = endpoint;
  const keys = {
    "DD-API-KEY": keyOf("DD_API_KEY", "apiKeyFile", endpoint.apiKeyFile, endpoint.url),
    "DD-APPLICATION-KEY": keyOf("DD_APP_KEY", "applicationKeyFile", endpoint.applicationKeyFile, endpoint.url),
  };
  const asked = apiVersion === "v1" ? firstVersion(question, stretch) : secondVersion(question, stretch);
  const answer = await askJson(
    { ...endpoint, headers: { ...endpoint.headers, ...keys } },
    {
      ...asked,
      refusal: (host, status) =>
        msg`${host} refuses the keys (status ${status}). Check both keys, the site, and that the application key may use timeseries_query.`,
    },
  );
  return datadogSeries(answer, apiVersion, stretch, endpoint.url);
}

/** Seconds; the first of them is part of the answer, the last one not asked for. */
function firstVersion({ queries, formula }: DatadogQuestion, { start, end, step }: Stretch): Question {
  const query = formula === undefined ? (queries[0]?.query ?? "") : "";
  if (query === "") {
    throw new SourceError(
      msg`Datadog's API v1 has no formulas. Write "query" with the whole term, or use apiVersion: v2.`,
      {
        retryable: false,
      },
    );
  }
  const search = new URLSearchParams({
    from: String(Math.floor((start - step) / 1000)),
    to: String(Math.floor(end / 1000) - 1),
    query,
  });
  return { path: `/api/v1/query?${search.toString()}` };
}

/** Milliseconds; from inclusive, to exclusive. */
function secondVersion({ queries, formula }: DatadogQuestion, { start, end, step }: Stretch): Question {
  const attributes = {
    formulas: [{ formula: formula ?? queries[0]?.name }],
    from: start - step,
    interval: step,
    queries: queries.map(({ name, query }) => ({ data_source: "metrics", name, query })),
    to: end,
  };
  return {
    path: "/api/v2/query/timeseries",
    body: { type: "application/json", text: JSON.stringify({ data: { attributes, type: "timeseries_request" } }) },
  };
}

/** A key of the environment goes only to Datadog, or to where the environment says: the address may be a stranger's. */
function keyOf(variable: string, field: string, file: string | undefined, address: string): string {
  if (file !== undefined) return readSecret(file);
  const given = process.env[variable]?.trim();
  if (given !== undefined && given !== "") {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || isDatadog(url) || isAllowedHost(url)) return given;
    throw new SourceError(
      msg`${url.origin} is not a site of Datadog, so it is not given ${variable}. If it may have it, set RELEASE_GATE_HOSTS=${url.host} in the environment.`,
      { retryable: false },
    );
  }
  throw new SourceError(msg`There is no key for Datadog: set ${variable}, or name its file in ${field}.`, {
    retryable: false,
  });
}

/** Counts of longer steps than asked for would be taken for those of a shorter time. */
function refuseLonger({ url }: Endpoint, { span = 0 }: MetricSample, step: number): void {
  if (span <= step) return;
  throw new SourceError(
    msg`${new URL(url).origin} answers in steps of ${span / 1000} {1, plural, one {second} other {seconds}}, not of ${step / 1000}. Use longer burn windows.`,
    { retryable: false },
  );
}
