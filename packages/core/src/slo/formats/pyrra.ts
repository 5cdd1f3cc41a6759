import * as z from "zod";
import { translated, validate, type PathKey, type Problem } from "../../document/index.js";
import { msg } from "../../text/message.js";
import { minute, openSloDuration, prometheusDuration } from "../../time/index.js";
import type { Format } from "./format.js";

const text = z.string().min(1);
const query = z.strictObject({ metric: text });
const grouping = z.array(text).optional();

/** Pyrra's custom resource (kubernetes/api/v1alpha1/servicelevelobjective_types.go). */
export const pyrraSchema = z.strictObject({
  apiVersion: z.literal("pyrra.dev/v1alpha1"),
  kind: z.literal("ServiceLevelObjective"),
  metadata: z.looseObject({ name: text }),
  spec: z.strictObject({
    description: z.string().optional(),
    target: z.union([z.string(), z.number()]),
    window: z.string(),
    indicator: z.strictObject({
      ratio: z.strictObject({ errors: query, total: query, grouping }).optional(),
      latency: z.strictObject({ success: query, total: query, grouping }).optional(),
      latencyNative: z.strictObject({ total: query, latency: z.string(), grouping }).optional(),
      bool_gauge: query.extend({ grouping }).optional(),
    }),
    // What Pyrra makes of its alerts and rules does not change what is judged.
    alerting: z.looseObject({}).optional(),
    partial_response_strategy: z.string().optional(),
    performanceOverAccuracy: z.boolean().optional(),
    ruleOutput: z.unknown().optional(),
  }),
  status: z.unknown().optional(),
});
type Spec = z.output<typeof pyrraSchema>["spec"];

/** Pyrra's ServiceLevelObjective. */
export const pyrra: Format = {
  recognises: ({ apiVersion }) => String(apiVersion).startsWith("pyrra.dev/"),
  translate(document, at) {
    const result = validate(document, pyrraSchema, at);
    if ("problems" in result) return { problems: result.problems };
    const { metadata, spec } = result.value;
    const problems = problemsOf(spec).map((problem) => ({ ...problem, path: [...at, "spec", ...problem.path] }));
    if (problems.length > 0) return { problems };
    const value = {
      apiVersion: "openslo/v1",
      kind: "SLO",
      metadata: { name: metadata.name },
      spec: {
        ...(spec.description === undefined ? {} : { description: spec.description.slice(0, 1050) }),
        service: metadata.name,
        indicator: { metadata: { name: metadata.name }, spec: { ratioMetric: ratioOf(spec) } },
        timeWindow: [{ duration: windowOf(spec.window), isRolling: true }],
        budgetingMethod: "Occurrences",
        objectives: [{ targetPercent: Number(spec.target) }],
      },
    };
    const documents = [translated(document, value, (path) => [...at, ...originOf(path, spec)])];
    const [first, ...others] = kinds.flatMap((kind) => spec.indicator[kind]?.grouping ?? []);
    return first === undefined ? { documents } : { documents, grouping: [metadata.name, [first, ...others]] };
  },
};

const kinds = ["ratio", "latency", "latencyNative", "bool_gauge"] as const;

function problemsOf({ target, window, indicator }: Spec): Problem[] {
  const problems: Problem[] = [];
  const percent = String(target).trim() === "" ? NaN : Number(target);
  if (!(percent >= 0 && percent < 100)) {
    problems.push({
      path: ["target"],
      text: msg`The target "${String(target)}" is not a percentage from 0 to below 100.`,
      advice: msg`Write one such as "99.9".`,
    });
  }
  if (windowOf(window) === undefined) {
    problems.push({
      path: ["window"],
      text: msg`The window "${window}" is not a whole number of minutes.`,
      advice: msg`Write one such as 28d, 4w or 30d.`,
    });
  }
  const given = kinds.filter((kind) => indicator[kind] !== undefined);
  const [kept, extra] = given;
  if (kept === undefined)
    problems.push({
      path: ["indicator"],
      text: msg`This indicator measures nothing.`,
      advice: msg`Add "ratio", "latency" or "bool_gauge".`,
    });
  if (kept !== undefined && extra !== undefined)
    problems.push({
      path: ["indicator", extra],
      onKey: true,
      text: msg`"${kept}" and "${extra}" exclude each other.`,
      advice: msg`Keep one of them.`,
    });
  if (kept === "latencyNative")
    problems.push({
      path: ["indicator", kept],
      onKey: true,
      text: msg`Pyrra's "latencyNative" is not read here.`,
      advice: msg`Write "latency" over the buckets of a classic histogram, or this SLO as OpenSLO v1.`,
    });
  return problems;
}

/** Prometheus's duration as one of OpenSLO. */
function windowOf(window: string): string | undefined {
  if (openSloDuration(window) !== undefined && /[mhdw]$/.test(window)) return window;
  const length = prometheusDuration(window);
  return length === undefined || length < minute || length % minute !== 0 ? undefined : `${length / minute}m`;
}

const source = (promql: string) => ({ metricSource: { type: "prometheus", spec: { query: promql } } });

function ratioOf({ indicator: { ratio, latency, bool_gauge: gauge } }: Spec): object {
  if (ratio !== undefined)
    return { counter: true, bad: source(ratio.errors.metric), total: source(ratio.total.metric) };
  if (latency !== undefined)
    return { counter: true, good: source(latency.success.metric), total: source(latency.total.metric) };
  // Pyrra counts readings: all of them, and those that are 1 (slo/rules.go, Burnrate).
  const over = (name: string): string => `sum(${name}_over_time(${gauge?.metric ?? ""}[{{.window}}]))`;
  return { good: source(over("sum")), total: source(over("count")) };
}

/** Where a part of the SLO in words of OpenSLO stands in Pyrra's. */
function originOf(path: readonly PathKey[], { indicator }: Spec): readonly PathKey[] {
  const [top, key, ...rest] = path;
  if (top !== "spec" || key === undefined) return path;
  if (key === "timeWindow") return ["spec", "window"];
  if (key === "objectives") return ["spec", "target"];
  if (key === "service") return ["metadata", "name"];
  if (key !== "indicator") return path;
  const [, , part] = rest;
  if (indicator.bool_gauge !== undefined) return ["spec", "indicator", "bool_gauge", "metric"];
  const kind = indicator.ratio === undefined ? "latency" : "ratio";
  if (typeof part !== "string") return ["spec", "indicator", kind];
  const theirs = { bad: "errors", good: "success", total: "total" }[part];
  return ["spec", "indicator", kind, ...(theirs === undefined ? [] : [theirs, "metric"])];
}
