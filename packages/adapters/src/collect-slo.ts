import { absentIsZero, collectedMetric, msg, readsSnapshots, sourceText } from "@release-gate/core";
import type { MetricSource, Part, Slo, SnapshotRow } from "@release-gate/core";
import { labelsIn, type GroupCounts, type MetricSeries, type MetricsServer, type Stretch } from "./metrics-server.js";
import { SourceError } from "./source-error.js";

/**
 * Rows of an SLO for some stretches of time whose metrics a server holds, under the name by which the SLO finds them again.
 * @throws SourceError where the server cannot be asked, UserError where a query cannot be turned into counts.
 */
export async function collectSlo(
  slo: Slo,
  server: MetricsServer,
  stretches: readonly Stretch[],
): Promise<SnapshotRow[]> {
  const rows: SnapshotRow[] = [];
  for (const stretch of stretches) {
    for (const [i, part] of slo.parts.entries())
      for (const row of await collectPart(part, collectedMetric(slo, i), server, stretch, slo.groupBy?.labels))
        rows.push(row);
  }
  return rows.toSorted((a, b) => a.at - b.at);
}

async function collectPart(
  { indicator }: Part,
  name: string,
  server: MetricsServer,
  stretch: Stretch,
  by?: readonly string[],
): Promise<SnapshotRow[]> {
  const base = { span: stretch.step, name, labels: {} };
  if (indicator.kind !== "ratio") {
    const source = indicator.kind === "raw" ? indicator.ratio : indicator.metric;
    if (readsSnapshots(source)) return [];
    const series = await server.values(source, stretch, by);
    return series.flatMap((each, i) =>
      valueRows(each, {
        ...base,
        labels: { ...(series.length > 1 ? { series: String(i) } : {}), ...labelsIn(each.labels, by) },
      }),
    );
  }
  if (readsSnapshots(indicator.part) || readsSnapshots(indicator.total)) return [];
  const count = async (source: MetricSource): Promise<readonly GroupCounts[]> =>
    by === undefined
      ? [{ labels: {}, counts: await server.counts(source, indicator.counter, stretch) }]
      : server.groupCounts(source, indicator.counter, stretch, by);
  const [parts, totals] = await Promise.all([count(indicator.part), count(indicator.total)]);
  const never = parts.every(({ counts }) => counts.size === 0) && totals.some(({ counts }) => counts.size > 0);
  const unknown =
    never && !absentIsZero(indicator.part) ? await server.unknownLabel?.(indicator.part, stretch) : undefined;
  if (unknown !== undefined)
    throw new SourceError(
      msg`no series of ${unknown.metric} has the label "${unknown.label}" by which "${indicator.numerator}" selects (${sourceText(indicator.part)}). Correct it, or write "absent: zero" beside the query if only what happens has that label`,
      { retryable: false },
    );
  return totals.flatMap(({ labels, counts }) => {
    const part =
      parts.find((each) => groupText(each.labels) === groupText(labels))?.counts ?? new Map<number, number>();
    return rowsOf(part, counts, { ...base, labels }, indicator.numerator);
  });
}

const groupText = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function rowsOf(
  part: ReadonlyMap<number, number>,
  totals: ReadonlyMap<number, number>,
  base: RowBase,
  numerator: "good" | "bad",
): SnapshotRow[] {
  return [...totals].map(([at, total]) => {
    const counted = part.get(at);
    // A server leaves out a series that it never had: whether that means none, the reader of the rows knows.
    if (counted === undefined) return { kind: "counts", at, ...base, total };
    const own = counted <= total * (1 + rounding) ? Math.min(counted, total) : counted;
    return { kind: "counts", at, ...base, total, [numerator]: own };
  });
}

/** Counts are read as increases, which servers extrapolate: by so much a part may seem more than all. */
const rounding = 1e-4;

type RowBase = Pick<SnapshotRow, "span" | "name" | "labels">;

const valueRows = ({ samples, histograms = [] }: MetricSeries, base: RowBase): SnapshotRow[] => [
  ...samples.map(({ at, value, span = base.span }) => ({ kind: "gauge", at, value, ...base, span }) as const),
  ...histograms.map(
    ({ at, bounds, counts, sum }) => ({ kind: "histogram", at, bounds, counts, sum, ...base }) as const,
  ),
];
