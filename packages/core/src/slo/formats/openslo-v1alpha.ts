import * as z from "zod";
import { translated, validate, type PathKey, type Problem, type YamlDocument } from "../../document/index.js";
import { comparisons } from "../../metrics/index.js";
import { msg } from "../../text/message.js";
import type { Format, Translation } from "./format.js";

const text = z.string().min(1);
const description = z.string().max(1050).optional();
const metadata = z.strictObject({ name: text, displayName: z.string().optional() });
const metric = z.strictObject({ source: text, queryType: text, query: text });

const timeWindow = z.strictObject({
  unit: z.enum(["Second", "Day", "Week", "Month", "Quarter"]),
  count: z.number().int().positive(),
  isRolling: z.boolean().optional(),
  calendar: z.strictObject({ startTime: text, timeZone: text }).optional(),
});

const objective = z.strictObject({
  displayName: z.string().optional(),
  op: z.enum(comparisons).optional(),
  value: z.number().optional(),
  target: z.number().min(0).lt(1),
  timeSliceTarget: z.number().min(0).max(1).optional(),
  ratioMetrics: z.strictObject({ incremental: z.boolean().optional(), good: metric, total: metric }).optional(),
});

const apiVersion = z.literal("openslo/v1alpha");

/** OpenSLO v1alpha as its go-sdk has it (pkg/openslo/v1alpha): two kinds, without references. */
export const openSloV1alphaSchemas = {
  SLO: z.strictObject({
    apiVersion,
    kind: z.literal("SLO"),
    metadata,
    spec: z.strictObject({
      description,
      service: text,
      indicator: z.strictObject({ thresholdMetric: metric }).optional(),
      timeWindows: z.array(timeWindow).length(1),
      budgetingMethod: z.enum(["Occurrences", "Timeslices"]),
      objectives: z.array(objective).min(1),
    }),
  }),
  Service: z.strictObject({
    apiVersion,
    kind: z.literal("Service"),
    metadata,
    spec: z.strictObject({ description }).nullish(),
  }),
} as const;

type Objective = z.output<typeof objective>;
type Spec = z.output<(typeof openSloV1alphaSchemas)["SLO"]>["spec"];

/** OpenSLO v1alpha where v1 can say the same. */
export const openSloV1alpha: Format = {
  recognises: (value) => value["apiVersion"] === "openslo/v1alpha",
  translate(document, at) {
    const kind: unknown = at.reduce<unknown>((value, key) => (value as Record<PathKey, unknown>)[key], document.value);
    if ((kind as { readonly kind?: unknown }).kind === "Service") return service(document, at);
    const result = validate(document, openSloV1alphaSchemas.SLO, at);
    if ("problems" in result) return { problems: result.problems };
    const { metadata: head, spec } = result.value;
    const problems = problemsOf(spec).map((problem) => ({ ...problem, path: [...at, ...problem.path] }));
    if (problems.length > 0) return { problems };
    // Each objective has a ratio of its own and so a budget of its own; in v1 that would be one composite SLO.
    return {
      documents: spec.objectives.map((each, i) =>
        translated(document, sloOf(head, spec, each, i), (path) => [...at, ...originOf(path, i)]),
      ),
    };
  },
};

function service(document: YamlDocument, at: readonly PathKey[]): Translation {
  const result = validate(document, openSloV1alphaSchemas.Service, at);
  if ("problems" in result) return { problems: result.problems };
  const value = { ...result.value, apiVersion: "openslo/v1", spec: result.value.spec ?? {} };
  return { documents: [translated(document, value, (path) => [...at, ...path])] };
}

function problemsOf({ indicator, timeWindows: [window], budgetingMethod, objectives }: Spec): Problem[] {
  const problems: Problem[] = [];
  if (budgetingMethod === "Timeslices") {
    problems.push({
      path: ["spec", "budgetingMethod"],
      text: msg`OpenSLO v1alpha does not say how long a time slice is.`,
      advice: msg`Write this SLO as openslo/v1, with "timeSliceWindow".`,
    });
  }
  if (window !== undefined && window.isRolling !== true && window.calendar === undefined) {
    problems.push({
      path: ["spec", "timeWindows", 0],
      text: msg`A window that does not roll needs a calendar.`,
      advice: msg`Write isRolling: true, or add "calendar" with "startTime" and "timeZone".`,
    });
  }
  if (window?.unit === "Second" && window.count % 60 !== 0) {
    problems.push({
      path: ["spec", "timeWindows", 0, "count"],
      text: msg`A time window is a whole number of minutes.`,
      advice: msg`Choose a multiple of ${60}.`,
    });
  }
  for (const [i, { ratioMetrics, op }] of objectives.entries()) {
    const path = ["spec", "objectives", i];
    if (ratioMetrics !== undefined && indicator !== undefined)
      problems.push({ ...both("ratioMetrics", "indicator"), path: [...path, "ratioMetrics"] });
    if (ratioMetrics !== undefined && op !== undefined)
      problems.push({ ...both("op", "ratioMetrics"), path: [...path, "op"] });
    if (ratioMetrics === undefined && indicator === undefined) {
      problems.push({
        path,
        text: msg`This indicator measures nothing.`,
        advice: msg`Add "ratioMetrics" here, or "indicator" with "thresholdMetric" to the SLO.`,
      });
    }
  }
  return problems;
}

const both = (one: string, other: string): Omit<Problem, "path"> => ({
  onKey: true,
  text: msg`"${one}" and "${other}" exclude each other.`,
  advice: msg`Keep one of them.`,
});

const units = { Day: "d", Week: "w", Month: "M", Quarter: "Q" } as const;

const metricOf = ({ source, query }: z.output<typeof metric>) => ({ metricSource: { type: source, spec: { query } } });

function sloOf(
  { name, displayName }: z.output<typeof metadata>,
  { description: said, service: of, indicator, timeWindows: [window], budgetingMethod }: Spec,
  { displayName: own, op, value, target, ratioMetrics }: Objective,
  index: number,
): object {
  const id = index === 0 ? name : `${name}-${index + 1}`;
  const duration =
    window === undefined
      ? undefined
      : window.unit === "Second"
        ? `${window.count / 60}m`
        : `${window.count}${units[window.unit]}`;
  const sli = ratioMetrics
    ? {
        ratioMetric: {
          counter: ratioMetrics.incremental ?? false,
          good: metricOf(ratioMetrics.good),
          total: metricOf(ratioMetrics.total),
        },
      }
    : { thresholdMetric: indicator && metricOf(indicator.thresholdMetric) };
  const title = index === 0 ? displayName : (own ?? displayName);
  return {
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: { name: id, ...(title === undefined ? {} : { displayName: title }) },
    spec: {
      ...(said === undefined ? {} : { description: said }),
      service: of,
      indicator: { metadata: { name: id }, spec: sli },
      timeWindow: [
        {
          duration,
          ...(window?.isRolling === undefined ? {} : { isRolling: window.isRolling }),
          ...(window?.calendar === undefined ? {} : { calendar: window.calendar }),
        },
      ],
      budgetingMethod,
      objectives: [{ target, ...(ratioMetrics ? {} : { ...(op && { op }), ...(value !== undefined && { value }) }) }],
    },
  };
}

/** Where a part of the SLO in words of v1 stands in the SLO in words of v1alpha. */
function originOf(path: readonly PathKey[], index: number): readonly PathKey[] {
  const [top, key, ...rest] = path;
  if (top !== "spec" || key === undefined) return path;
  if (key === "objectives") return ["spec", "objectives", index, ...rest.slice(1)];
  if (key === "timeWindow")
    return ["spec", "timeWindows", ...rest.map((each) => (each === "duration" ? "count" : each))];
  if (key !== "indicator") return path;
  const [, kind, part, source, , query] = rest;
  const last = source === undefined ? [] : query === undefined ? ["query"] : [query];
  if (kind === "thresholdMetric")
    return ["spec", "indicator", "thresholdMetric", ...(part === undefined ? [] : ["query"])];
  return ["spec", "objectives", index, "ratioMetrics", ...(part === undefined ? [] : [part]), ...last];
}
