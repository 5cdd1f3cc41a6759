import { msg } from "@release-gate/core";
import type { MetricSample, MetricSeries, Stretch } from "./metrics-server.js";
import { SourceError } from "./source-error.js";

interface FirstVersion {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly series?: unknown;
}

interface SecondVersion {
  readonly data?: {
    readonly attributes?: { readonly series?: unknown; readonly times?: unknown; readonly values?: unknown };
  };
}

/**
 * The series of an answer of Datadog; a point begins at its time, here each stands at its end. Points outside the stretch,
 * such as that of a step that is not over, are left out, and so are null ones.
 * @throws SourceError where it refuses the query, or does not answer as Datadog does.
 */
export function datadogSeries(answer: unknown, version: "v1" | "v2", stretch: Stretch, url: string): MetricSeries[] {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  if (Array.isArray(errors)) throw refused(errors.map((error) => textOf(error)).join(" "));
  const series = version === "v1" ? firstSeries(answer as FirstVersion) : secondSeries(answer as SecondVersion);
  if (series === undefined) {
    throw new SourceError(msg`${new URL(url).origin} does not answer as Datadog does.`, { retryable: false });
  }
  return series.map(({ labels, points, span }) => ({ labels, samples: samplesOf(points, span, stretch) }));
}

const refused = (why: string): SourceError =>
  new SourceError(msg`Datadog refuses the query: ${why}.`, { retryable: false });

/** Errors of v2 may be objects of JSON:API. */
function textOf(error: unknown): string {
  const { detail, title } = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  return String(detail ?? title ?? error).replace(/\.$/, "");
}

interface Points {
  readonly labels: Readonly<Record<string, string>>;
  /** Pairs of milliseconds and a value. */
  readonly points: readonly (readonly unknown[])[];
  /** Milliseconds of a step, where the answer says it. */
  readonly span?: number;
}

/** In v1 an error of the query may come with the status 200. `interval` is in seconds, though the reference says milliseconds. */
function firstSeries(answer: FirstVersion | null): Points[] | undefined {
  const { status, error, series } = answer ?? {};
  if (typeof error === "string" && error !== "") throw refused(error.replace(/\.$/, ""));
  if (status !== "ok" || !Array.isArray(series)) return undefined;
  return series.map(({ scope, expression, pointlist, interval }: Record<string, unknown>) => ({
    labels: { scope: String(scope ?? ""), expression: String(expression ?? "") },
    points: Array.isArray(pointlist) ? pointlist : [],
    ...(typeof interval === "number" ? { span: interval * 1000 } : {}),
  }));
}

function secondSeries(answer: SecondVersion | null): Points[] | undefined {
  const { series, times, values } = answer?.data?.attributes ?? {};
  if (!Array.isArray(series) || !Array.isArray(times) || !Array.isArray(values)) return undefined;
  return values.map((own: unknown, i) => {
    const { group_tags: tags, query_index: index } = (series[i] ?? {}) as Record<string, unknown>;
    return {
      labels: { tags: Array.isArray(tags) ? tags.join(",") : "", query: String(index ?? 0) },
      points: Array.isArray(own) ? times.map((at: unknown, j) => [at, own[j]]) : [],
    };
  });
}

function samplesOf(points: Points["points"], span: number | undefined, stretch: Stretch): MetricSample[] {
  const { start, end, step } = stretch;
  const length = span ?? step;
  return points.flatMap((point) => {
    const [begin, value] = Array.isArray(point) ? (point as readonly unknown[]) : [];
    if (typeof begin !== "number" || typeof value !== "number" || !Number.isFinite(value)) return [];
    const at = begin + length;
    return begin >= start - step && at <= end ? [{ at, value, span: length }] : [];
  });
}
