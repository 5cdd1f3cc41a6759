import { msg } from "@release-gate/core";
import { postForm, SourceError, type Endpoint } from "./http.js";

/** A sample of Prometheus; NaN and infinite ones are left out, so a missing number is a missing sample. */
export interface PrometheusSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** One series of an answer. */
export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly PrometheusSample[];
}

export interface PrometheusRange {
  /** Milliseconds since 1970; both ends are evaluated. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds. */
  readonly step: number;
}

/** A Prometheus, or what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics). */
export interface Prometheus {
  /** The value of a query at a moment. */
  instant(query: string, at: number): Promise<readonly PrometheusSeries[]>;
  /** Its values over a range; a range of more points than a server gives is asked in parts. */
  range(query: string, range: PrometheusRange): Promise<readonly PrometheusSeries[]>;
}

/** Prometheus refuses more points of a series in one answer. */
const mostPoints = 11_000;

/** A client for a Prometheus; every failure is a SourceError. */
export function prometheus(endpoint: Endpoint): Prometheus {
  return {
    async instant(query, at) {
      return seriesOf(await postForm(endpoint, "/api/v1/query", { query, time: seconds(at) }), endpoint);
    },
    async range(query, { start, end, step }) {
      const parts = new Map<string, { labels: Readonly<Record<string, string>>; samples: PrometheusSample[] }>();
      const length = (mostPoints - 1) * step;
      for (let from = start; from <= end; from += length + step) {
        const form = { query, start: seconds(from), end: seconds(Math.min(end, from + length)), step: seconds(step) };
        for (const series of seriesOf(await postForm(endpoint, "/api/v1/query_range", form), endpoint)) {
          const key = JSON.stringify(series.labels);
          const known = parts.get(key);
          if (known === undefined) parts.set(key, { labels: series.labels, samples: [...series.samples] });
          else known.samples.push(...series.samples);
        }
      }
      return [...parts.values()];
    },
  };
}

const seconds = (milliseconds: number): string => String(milliseconds / 1000);

interface Reply {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly errorType?: unknown;
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown };
}

function seriesOf(answer: unknown, { url }: Endpoint): PrometheusSeries[] {
  const { status, data, error, errorType } = (answer ?? {}) as Reply;
  if (status === "error") {
    const retryable = errorType === "timeout" || errorType === "unavailable" || errorType === "canceled";
    throw new SourceError(msg`Prometheus refuses the query: ${String(error)}.`, { retryable });
  }
  const { resultType, result } = data ?? {};
  if (status !== "success" || resultType === undefined || result === undefined) throw notPrometheus(url);
  if (resultType === "scalar") return [{ labels: {}, samples: samplesOf([result], url) }];
  if ((resultType !== "vector" && resultType !== "matrix") || !Array.isArray(result)) throw notPrometheus(url);
  return result.map((series: { metric?: Record<string, string>; value?: unknown; values?: unknown[] }) => ({
    labels: series.metric ?? {},
    samples: samplesOf(series.values ?? (series.value === undefined ? [] : [series.value]), url),
  }));
}

function samplesOf(values: readonly unknown[], url: string): PrometheusSample[] {
  const samples: PrometheusSample[] = [];
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[0] !== "number" || typeof pair[1] !== "string") throw notPrometheus(url);
    const value = Number(pair[1]);
    if (Number.isFinite(value)) samples.push({ at: Math.round(pair[0] * 1000), value });
  }
  return samples;
}

const notPrometheus = (url: string): SourceError =>
  new SourceError(msg`${new URL(url).origin} does not answer as Prometheus does.`, { retryable: false });
