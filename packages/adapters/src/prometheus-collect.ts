import {
  burnPairs,
  collectedMetric,
  countQuery,
  nominalLength,
  periodOf,
  queryOf,
  readsSnapshots,
} from "@release-gate/core";
import type { BurnPair, MetricSource, Part, Slo, SnapshotRow } from "@release-gate/core";
import type { Prometheus, PrometheusSeries } from "./prometheus.js";

/** A stretch to collect, and the time between its samples, in milliseconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/**
 * The stretches that judge an SLO at a moment: its whole period in coarse steps, the last day (a 24th of a short period) in
 * steps of the shortest burn window, each as a query that the server evaluates: nothing raw is downloaded.
 */
export function stretchesOf(
  slo: Slo,
  now: number,
  pairs: readonly BurnPair[] = burnPairs(nominalLength(slo.window.duration)),
): Stretch[] {
  const { elapsed } = periodOf(slo, now);
  const period = nominalLength(slo.window.duration);
  const fineStep = shortestWindow(pairs);
  const fineLength = Math.ceil(period / 24 / fineStep) * fineStep;
  const coarseStep = Math.max(fineStep, Math.ceil(period / 672 / fineStep) * fineStep);
  const border = Math.max(elapsed.start, now - Math.max(fineLength, 24 * coarseStep));
  const coarseStart = border - Math.floor((border - elapsed.start) / coarseStep) * coarseStep + coarseStep;
  return [
    { start: coarseStart, end: border, step: coarseStep },
    { start: border + fineStep, end: now, step: fineStep },
  ].filter(({ start, end }) => start <= end);
}

/** The shortest burn window, at least a second. */
const shortestWindow = (pairs: readonly BurnPair[]): number =>
  Math.max(1000, Math.min(...pairs.map(({ short }) => short)));

/**
 * The last whole window before a moment (15 minutes: from a quarter to a quarter of the hour, so that runs one after the
 * other leave no gap), in steps of the shortest burn window where it fits in.
 */
export function lastWindow(
  slo: Slo,
  now: number,
  window: number,
  pairs: readonly BurnPair[] = burnPairs(nominalLength(slo.window.duration)),
): Stretch {
  const end = Math.floor(now / window) * window;
  const short = shortestWindow(pairs);
  const step = window % short === 0 ? short : window;
  return { start: end - window + step, end, step };
}

/**
 * Rows of an SLO for some stretches of time whose metrics a Prometheus holds, under the name by which the SLO finds them again.
 * @throws SourceError where the server cannot be asked, UserError where a query cannot be turned into counts.
 */
export async function collectSlo(slo: Slo, server: Prometheus, stretches: readonly Stretch[]): Promise<SnapshotRow[]> {
  const rows: SnapshotRow[] = [];
  for (const stretch of stretches) {
    for (const [i, part] of slo.parts.entries())
      rows.push(...(await collectPart(part, collectedMetric(slo, i), server, stretch)));
  }
  return rows.toSorted((a, b) => a.at - b.at);
}

async function collectPart(
  { indicator }: Part,
  name: string,
  server: Prometheus,
  stretch: Stretch,
): Promise<SnapshotRow[]> {
  const base = { span: stretch.step, name, labels: {} };
  if (indicator.kind !== "ratio") {
    const source = indicator.kind === "raw" ? indicator.ratio : indicator.metric;
    if (readsSnapshots(source)) return [];
    const series = await server.range(queryOf(source, stretch.step), stretch);
    return series.flatMap(({ samples }, i) =>
      samples.map(
        ({ at, value }) =>
          ({ kind: "gauge", at, value, ...base, labels: series.length > 1 ? { series: String(i) } : {} }) as const,
      ),
    );
  }
  if (readsSnapshots(indicator.part) || readsSnapshots(indicator.total)) return [];
  const count = async (source: MetricSource): Promise<ReadonlyMap<number, number>> => {
    const { query, factor } = countQuery(source, indicator.counter, stretch.step);
    return summed(await server.range(query, stretch), factor);
  };
  const [part, totals] = await Promise.all([count(indicator.part), count(indicator.total)]);
  return [...totals].map(([at, total]) => {
    // A server leaves out what never happened: no series with an error code is no error.
    const counted = Math.min(part.get(at) ?? 0, total);
    return {
      kind: "counts",
      at,
      ...base,
      total,
      ...(indicator.numerator === "good"
        ? { good: counted, bad: total - counted }
        : { bad: counted, good: total - counted }),
    };
  });
}

function summed(series: readonly PrometheusSeries[], factor: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { samples } of series)
    for (const { at, value } of samples) sums.set(at, (sums.get(at) ?? 0) + Math.max(0, value) * factor);
  return sums;
}
