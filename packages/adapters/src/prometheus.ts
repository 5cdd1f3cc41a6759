import { countQuery, groupedSource, labelsWanted, loadPromQl, queryOf, stepQuery } from "@release-gate/core";
import type { MetricSource } from "@release-gate/core";
import type { Endpoint } from "./endpoint.js";
import { postForm } from "./http.js";
import {
  labelsIn,
  type MetricHistogram,
  type MetricSample,
  type MetricSeries,
  type MetricsServer,
  type Stretch,
} from "./metrics-server.js";
import { seriesOf, warningsOf } from "./prometheus-answer.js";
import { SourceError } from "./source-error.js";

/** A sample of Prometheus; NaN and infinite ones are left out, so a missing number is a missing sample. */
export type PrometheusSample = MetricSample;

/** One series of an answer. */
export type PrometheusSeries = MetricSeries;

/** Both ends are evaluated; milliseconds. */
export type PrometheusRange = Stretch;

/** A Prometheus, or what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics). */
export interface Prometheus extends MetricsServer {
  /** The value of a query at a moment. */
  instant(query: string, at: number): Promise<readonly PrometheusSeries[]>;
  /** Its values over a range; a range of more points than a server gives is asked in parts. */
  range(query: string, range: PrometheusRange): Promise<readonly PrometheusSeries[]>;
}

/** Prometheus refuses more points of a series in one answer. */
const mostPoints = 11_000;

/** So far back labels are looked for: a label that series have, they have in an hour, and more might be too many samples. */
const longestLook = 3_600_000;

/** A client for a Prometheus; every failure is a SourceError. */
export function prometheus(endpoint: Endpoint): Prometheus {
  const warnings = new Set<string>();
  const ask = async (kind: "query" | "query_range", form: Record<string, string>): Promise<MetricSeries[]> => {
    const answer = await postForm(endpoint, `/api/v1/${kind}`, form);
    for (const warning of warningsOf(answer)) warnings.add(warning);
    return seriesOf(answer, endpoint.url);
  };
  const range = async (query: string, { start, end, step }: PrometheusRange): Promise<MetricSeries[]> => {
    const parts: MetricSeries[] = [];
    const length = (mostPoints - 1) * step;
    for (let from = start; from <= end; from += length + step) {
      const form = { query, start: seconds(from), end: seconds(Math.min(end, from + length)), step: seconds(step) };
      for (const series of await ask("query_range", form)) parts.push(series);
    }
    return joined(parts);
  };
  return {
    aligned: false,
    warnings,
    instant: (query, at) => ask("query", { query, time: seconds(at) }),
    range,
    async counts(source, counter, stretch) {
      await loadPromQl();
      const { series, factor } = await increases(source, counter, stretch, range);
      return summed(series, factor, stretch.step);
    },
    async groupCounts(source, counter, stretch, by) {
      await loadPromQl();
      const { series, factor } = await increases(groupedSource(source, by, counter), counter, stretch, range);
      return groupsOf(series, by).map(({ labels, series: own }) => ({
        labels,
        counts: summed(own, factor, stretch.step),
      }));
    },
    async unknownLabel(source, { start, end, step }) {
      await loadPromQl();
      const window = `${Math.round(Math.min(end - start + step, longestLook) / 1000)}s`;
      const isThere = async (selector: string): Promise<boolean> =>
        (await ask("query", { query: `count(last_over_time(${selector}[${window}]))`, time: seconds(end) })).length > 0;
      for (const wanted of labelsWanted(source)) {
        const { metric, label } = wanted;
        if ((await isThere(metric)) && !(await isThere(`${metric}{${label}!=""}`))) return wanted;
      }
      return undefined;
    },
    async values(given, stretch, by) {
      if (by !== undefined) await loadPromQl();
      const source = by === undefined ? given : groupedSource(given, by, false);
      const query = queryOf(source, stretch.step);
      const series = await range(query, stretch);
      if (series.every(({ histograms }) => histograms === undefined)) return series;
      await loadPromQl();
      // The observations since a process began say nothing of a step: its increase does.
      const { series: counted, factor } = await increases(source, true, stretch, range);
      return counted.map(({ labels, samples, histograms = [] }) => ({
        labels,
        samples,
        histograms: histograms.map((each) => times(each, factor)),
      }));
    },
  };
}

type Range = (query: string, range: PrometheusRange) => Promise<MetricSeries[]>;

/**
 * The increase of each step, read at moments that the steps share: up to the last of them that is not after a step's end.
 * Where that is more than a server loads, the increase within each step alone.
 */
async function increases(
  source: MetricSource,
  counter: boolean,
  stretch: Stretch,
  range: Range,
): Promise<{ series: readonly MetricSeries[]; factor: number }> {
  const { query, factor, every } = stepQuery(source, counter, stretch.step);
  const late = every < stretch.step ? ((stretch.start % every) + every) % every : 0;
  try {
    const read = { ...stretch, start: stretch.start - late, end: stretch.end - late };
    return { series: (await range(query, read)).map((series) => later(series, late)), factor };
  } catch (error) {
    if (!(error instanceof SourceError) || !/too many samples/.test(error.message)) throw error;
    const alone = countQuery(source, counter, stretch.step);
    return { series: await range(alone.query, stretch), factor: alone.factor };
  }
}

function later({ samples, histograms, ...series }: MetricSeries, by: number): MetricSeries {
  const shifted = <T extends { readonly at: number }>(all: readonly T[]): T[] =>
    all.map((each) => ({ ...each, at: each.at + by }));
  return {
    ...series,
    samples: shifted(samples),
    ...(histograms === undefined ? {} : { histograms: shifted(histograms) }),
  };
}

const seconds = (milliseconds: number): string => String(milliseconds / 1000);

/** The series of several answers, those with the same labels joined. */
function joined(answers: readonly MetricSeries[]): MetricSeries[] {
  const parts = new Map<string, MetricSeries>();
  for (const series of answers) {
    const key = JSON.stringify(series.labels);
    const known = parts.get(key);
    const histograms = [...(known?.histograms ?? []), ...(series.histograms ?? [])];
    parts.set(key, {
      labels: series.labels,
      samples: known === undefined ? series.samples : [...known.samples, ...series.samples],
      ...(histograms.length === 0 ? {} : { histograms }),
    });
  }
  return [...parts.values()];
}

/** The series by their group. */
function groupsOf(
  series: readonly MetricSeries[],
  by: readonly string[],
): { readonly labels: MetricSeries["labels"]; readonly series: readonly MetricSeries[] }[] {
  const groups = new Map<string, { labels: MetricSeries["labels"]; series: MetricSeries[] }>();
  for (const each of series) {
    const labels = labelsIn(each.labels, by);
    const key = JSON.stringify(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, series: [each] });
    else group.series.push(each);
  }
  return [...groups.values()];
}

function summed(series: readonly MetricSeries[], factor: number, step: number): Map<number, number> {
  const sums = new Map<number, number>();
  const add = (at: number, count: number): void => {
    sums.set(at, (sums.get(at) ?? 0) + nearlyWhole(Math.max(0, count) * factor, step));
  };
  for (const { samples, histograms = [] } of series) {
    for (const { at, value } of samples) add(at, value);
    for (const { at, counts } of histograms) add(at, counts.at(-1) ?? 0);
  }
  return sums;
}

/** Of a counter that stood at zero, the millisecond that a step's window reaches further is not taken back exactly. */
function nearlyWhole(count: number, step: number): number {
  const whole = Math.round(count);
  return Math.abs(count - whole) <= (2 * whole) / step ? whole : count;
}

const times = ({ at, bounds, counts, sum }: MetricHistogram, factor: number): MetricHistogram => ({
  at,
  bounds,
  counts: counts.map((count) => count * factor),
  sum: sum * factor,
});
