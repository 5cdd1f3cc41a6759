import { msg } from "@release-gate/core";
import type { MetricHistogram, MetricSample, MetricSeries } from "./metrics-server.js";
import { SourceError } from "./source-error.js";

interface Reply {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly errorType?: unknown;
  readonly warnings?: unknown;
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown };
}

interface ReplySeries {
  readonly metric?: Record<string, string>;
  readonly value?: unknown;
  readonly values?: readonly unknown[];
  readonly histogram?: unknown;
  readonly histograms?: readonly unknown[];
}

/** What a server says of an answer that is not whole; hints of the engine about names of metrics are none. */
export function warningsOf(answer: unknown): string[] {
  const { warnings } = (answer ?? {}) as Reply;
  return (Array.isArray(warnings) ? warnings : []).map(String).filter((text) => !text.startsWith("PromQL info:"));
}

/**
 * The series of an answer of Prometheus's HTTP API; NaN and infinite values are left out.
 * @throws SourceError where it refuses the query, or does not answer as Prometheus does.
 */
export function seriesOf(answer: unknown, url: string): MetricSeries[] {
  const { status, data, error, errorType } = (answer ?? {}) as Reply;
  if (status === "error") {
    const retryable = errorType === "timeout" || errorType === "unavailable" || errorType === "canceled";
    throw new SourceError(msg`Prometheus refuses the query: ${String(error)}.`, { retryable });
  }
  const { resultType, result } = data ?? {};
  if (status !== "success" || resultType === undefined || result === undefined) throw notPrometheus(url);
  if (resultType === "scalar") return [{ labels: {}, samples: samplesOf([result], url) }];
  if ((resultType !== "vector" && resultType !== "matrix") || !Array.isArray(result)) throw notPrometheus(url);
  return result.map(({ metric = {}, value, values, histogram, histograms }: ReplySeries) => {
    const native = histograms ?? (histogram === undefined ? [] : [histogram]);
    return {
      labels: metric,
      samples: samplesOf(values ?? (value === undefined ? [] : [value]), url),
      ...(native.length === 0 ? {} : { histograms: native.map((each) => histogramOf(each, url)) }),
    };
  });
}

function samplesOf(values: readonly unknown[], url: string): MetricSample[] {
  const samples: MetricSample[] = [];
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[0] !== "number" || typeof pair[1] !== "string") throw notPrometheus(url);
    const value = Number(pair[1]);
    if (Number.isFinite(value)) samples.push({ at: Math.round(pair[0] * 1000), value });
  }
  return samples;
}

/**
 * A native histogram: its buckets come as [rule, lower, upper, count], from the lowest to the highest, empty ones left out.
 * Prometheus's documentation of the API: "Native histograms".
 */
function histogramOf(pair: unknown, url: string): MetricHistogram {
  const [at, given] = (Array.isArray(pair) ? pair : []) as [unknown, { sum?: unknown; count?: unknown } | undefined];
  const buckets = (given as { buckets?: unknown } | undefined)?.buckets ?? [];
  if (typeof at !== "number" || given === undefined || !Array.isArray(buckets)) throw notPrometheus(url);
  const bounds: number[] = [];
  const counts: number[] = [];
  let below = 0;
  for (const bucket of buckets as readonly unknown[]) {
    const [, , upper, count] = (Array.isArray(bucket) ? bucket : []) as readonly unknown[];
    const [bound, own] = [numberOf(upper), Number(count)];
    if (Number.isNaN(bound) || !Number.isFinite(own)) throw notPrometheus(url);
    bounds.push(bound);
    counts.push((below += Math.max(0, own)));
  }
  if (bounds.at(-1) !== Infinity) {
    bounds.push(Infinity);
    counts.push(Math.max(below, Number(given.count)));
  }
  return { at: Math.round(at * 1000), bounds, counts, sum: Number(given.sum) };
}

const numberOf = (text: unknown): number =>
  text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : typeof text === "string" ? Number(text) : NaN;

const notPrometheus = (url: string): SourceError =>
  new SourceError(msg`${new URL(url).origin} does not answer as Prometheus does.`, { retryable: false });
