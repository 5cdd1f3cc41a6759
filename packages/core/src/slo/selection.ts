import * as z from "zod";
import type { Selector } from "../metrics/index.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import type { Indicator, MetricSource, Part, Slo } from "./slo.js";

/** What `metricSource.spec` says for the type `jsonl`: which rows of the snapshots count. */
export const snapshotSpec = z
  .strictObject({
    metric: z.string().min(1).optional(),
    event: z.string().min(1).optional(),
    labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    /** Of a row of counts; else the part that the indicator asks for. */
    field: z.enum(["good", "bad", "total"]).optional(),
    /** What the objective's value is measured in: `ms` or `s` of events' durations, any other text of a mean or score. */
    unit: z.string().min(1).optional(),
    /** That the metric has no row means that nothing happened. */
    absent: z.literal("zero").optional(),
  })
  .refine((spec) => (spec.metric === undefined) !== (spec.event === undefined), {
    params: { text: msg`Give either "metric" or "event".` },
  });

/** The types of source whose rows are read from snapshots as they are; of any other, `collect` writes what its query gave. */
const snapshotTypes = new Set(["jsonl", "snapshot"]);

export const readsSnapshots = (source: MetricSource): boolean => snapshotTypes.has(source.type);

/** Whether a source is asked in PromQL: other servers that are have types of their own; Datadog's queries are no PromQL. */
export const readsPromQl = (source: MetricSource): boolean => !readsSnapshots(source) && source.type !== "datadog";

/** Whether a source of an SLO is asked in PromQL. */
export const asksPromQl = ({ parts }: Slo): boolean =>
  parts.some(({ indicator }) => sourcesOf(indicator).some(readsPromQl));

/** The metrics that an indicator reads. */
export const sourcesOf = (indicator: Indicator): readonly MetricSource[] =>
  indicator.kind === "ratio"
    ? [indicator.part, indicator.total]
    : [indicator.kind === "raw" ? indicator.ratio : indicator.metric];

/** The metric under which `collect` writes what the queries of a part gave: counts with `good` and `total`, or values. */
export const collectedMetric = (slo: Slo, index: number): string =>
  slo.parts.length === 1 ? (slo.groupOf ?? slo.id) : `${slo.groupOf ?? slo.id}#${index + 1}`;

/** The selectors of a part: of its good or bad events and of all; or one of its values. */
export type PartSelectors =
  | { readonly kind: "ratio"; readonly numerator: "good" | "bad"; readonly part: Selector; readonly total: Selector }
  | { readonly kind: "share"; readonly of: "success" | "failure"; readonly value: Selector };

/**
 * Which rows a part of an SLO is made of.
 * @throws UserError at the metric source where it does not say what to select.
 */
export function selectorsOf(slo: Slo, part: Part, index: number): PartSelectors {
  const { indicator } = part;
  const select = (source: MetricSource, take: Selector["take"]): Selector =>
    selectorOf(source, take, collectedMetric(slo, index));
  switch (indicator.kind) {
    case "ratio": {
      const { numerator } = indicator;
      const own = select(indicator.part, numerator);
      const total = select(indicator.total, "total");
      // What `collect` wrote has no part where the server had no series for it.
      if (!sameRows(own, total) || !readsSnapshots(indicator.part))
        return { kind: "ratio", numerator, part: own, total };
      const { take } = own;
      if (take === total.take || take === "value" || take === "total") throw allGood(indicator.part);
      return { kind: "ratio", numerator, part: { ...own, beside: take }, total: { ...total, beside: take } };
    }
    case "raw": {
      const { of } = indicator;
      return { kind: "share", of, value: { ...select(indicator.ratio, "value"), failures: of === "failure" } };
    }
    case "threshold": {
      const { op, value } = indicator;
      return { kind: "share", of: "success", value: { ...select(indicator.metric, "value"), when: { op, value } } };
    }
  }
}

const sameRows = (a: Selector, b: Selector): boolean => a.name === b.name && labelsText(a) === labelsText(b);

const labelsText = ({ labels = {} }: Selector): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const allGood = ({ place }: MetricSource): UserError =>
  new UserError(msg`This part selects the same numbers as the total, so that all would be the same.`, {
    place,
    hint: msg`Give it other labels, another metric, or "field": good or bad.`,
  });

function selectorOf(source: MetricSource, take: Selector["take"], collected: string): Selector {
  if (!readsSnapshots(source)) return { name: collected, take };
  const parsed = snapshotSpec.safeParse(source.spec);
  if (!parsed.success) {
    throw new UserError(msg`This metric source does not say which rows of the snapshots to read.`, {
      place: source.place,
      hint: msg`Write "metric" or "event", and "labels", "field", "unit" where needed.`,
    });
  }
  const { metric, event, labels, field, unit } = parsed.data;
  return {
    name: metric ?? event ?? collected,
    take: field ?? take,
    ...(labels === undefined ? {} : { labels }),
    ...(unit === undefined ? {} : { unit }),
  };
}
