import type { Row } from "../../metrics/index.js";
import type { GroupBy, Slo } from "../slo.js";

/** The SLO of one group: `api{cluster="eu"}`, with a budget of its own. */
export function groupSlo(slo: Slo, { labels }: GroupBy, values: readonly string[]): Slo {
  const { groupBy: _groupBy, ...rest } = slo;
  const pairs = labels.map((label, i) => [label, values[i] ?? ""] as const);
  const named = pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(",");
  return {
    ...rest,
    id: `${slo.id}{${named}}`,
    groupOf: slo.id,
    labels: { ...slo.labels, ...Object.fromEntries(pairs) },
  };
}

/** The group that a row is of. One that lacks a label is of the group without it, as in Prometheus: it is judged, too. */
export const groupOfRow = ({ labels }: GroupBy, row: Row): readonly string[] =>
  labels.map((label) => row.labels[label] ?? "");

export const groupKey = (values: readonly string[]): string => JSON.stringify(values);

/** Whether a policy that names SLOs means this one, by its own name or by that of the SLO that it is a group of. */
export const isNamed = (slo: Slo, names: readonly string[]): boolean =>
  names.includes(slo.id) || (slo.groupOf !== undefined && names.includes(slo.groupOf));
