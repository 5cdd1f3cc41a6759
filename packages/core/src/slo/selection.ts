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
    /** The unit of the objective's value where events' durations are compared with it. */
    unit: z.enum(["ms", "s"]).optional(),
  })
  .refine((spec) => (spec.metric === undefined) !== (spec.event === undefined), {
    params: { text: msg`Give either "metric" or "event".` },
  });

/** The types of source whose rows are read from snapshots as they are; of any other, `collect` writes what its query gave. */
const snapshotTypes = new Set(["jsonl", "snapshot"]);

export const readsSnapshots = (source: MetricSource): boolean => snapshotTypes.has(source.type);

/** The metric under which `collect` writes what the queries of a part gave: counts with `good` and `total`, or values. */
export const collectedMetric = (slo: Slo, index: number): string =>
  slo.parts.length === 1 ? slo.id : `${slo.id}#${index + 1}`;

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
    case "ratio":
      return {
        kind: "ratio",
        numerator: indicator.numerator,
        part: select(indicator.part, indicator.numerator),
        total: select(indicator.total, "total"),
      };
    case "raw":
      return { kind: "share", of: indicator.of, value: select(indicator.ratio, "value") };
    case "threshold":
      return {
        kind: "share",
        of: "success",
        value: { ...select(indicator.metric, "value"), when: boundOf(indicator) },
      };
  }
}

function selectorOf(source: MetricSource, take: Selector["take"], collected: string): Selector {
  if (!readsSnapshots(source)) return { name: collected, take };
  const parsed = snapshotSpec.safeParse(source.spec);
  if (!parsed.success) {
    throw new UserError(msg`This metric source does not say which rows of the snapshots to read.`, {
      place: source.place,
      hint: msg`Write "metric" or "event", and "labels", "field", "unit" where needed.`,
    });
  }
  const { metric, event, labels, field } = parsed.data;
  return { name: metric ?? event ?? collected, take: field ?? take, ...(labels === undefined ? {} : { labels }) };
}

function boundOf({ metric, op, value }: Extract<Indicator, { kind: "threshold" }>): NonNullable<Selector["when"]> {
  return { op, value: readsSnapshots(metric) && metric.spec["unit"] === "s" ? value * 1000 : value };
}
