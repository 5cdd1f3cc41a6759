import * as z from "zod";
import { isMapping, translated, validate, type PathKey } from "../../document/index.js";
import type { Format } from "./format.js";

const text = z.string().min(1);
const texts = z.record(z.string(), z.string()).optional();
const alert = z.strictObject({ disable: z.boolean().optional(), labels: texts, annotations: texts }).optional();

/** sloth's custom resource (pkg/kubernetes/api/sloth/v1/types.go). What Kubernetes writes into it does not matter here. */
export const slothKubernetesSchema = z.strictObject({
  apiVersion: z.literal("sloth.slok.dev/v1"),
  kind: z.literal("PrometheusServiceLevel"),
  metadata: z.looseObject({ name: text }),
  spec: z.strictObject({
    service: text,
    labels: texts,
    sloPlugins: z.unknown().optional(),
    slos: z
      .array(
        z.strictObject({
          name: text,
          description: z.string().optional(),
          objective: z.number().gt(0).max(100),
          labels: texts,
          plugins: z.unknown().optional(),
          sli: z.strictObject({
            events: z.strictObject({ errorQuery: text, totalQuery: text }).optional(),
            raw: z.strictObject({ errorRatioQuery: text }).optional(),
            plugin: z.strictObject({ id: text, options: texts }).optional(),
          }),
          alerting: z
            .strictObject({
              name: z.string().optional(),
              labels: texts,
              annotations: texts,
              pageAlert: alert,
              ticketAlert: alert,
            })
            .optional(),
        }),
      )
      .min(1),
  }),
  status: z.unknown().optional(),
});

/** The keys that sloth's own file writes otherwise. */
const own: Readonly<Record<string, string>> = {
  sloPlugins: "slo_plugins",
  errorQuery: "error_query",
  totalQuery: "total_query",
  errorRatioQuery: "error_ratio_query",
  pageAlert: "page_alert",
  ticketAlert: "ticket_alert",
};
const kubernetes = Object.fromEntries(Object.entries(own).map(([theirs, key]) => [key, theirs]));

/** What is below them is the user's own. */
const foreign = new Set(["labels", "annotations", "options", "sloPlugins", "plugins"]);

/** sloth's PrometheusServiceLevel: the same as its own file, in the spelling of Kubernetes. */
export const slothKubernetes: Format = {
  recognises: ({ apiVersion, kind }) => String(apiVersion).startsWith("sloth.slok.dev/") && kind !== "AlertWindows",
  translate(document, at) {
    const result = validate(document, slothKubernetesSchema, at);
    if ("problems" in result) return { problems: result.problems };
    const value = { version: "prometheus/v1", ...(renamed(result.value.spec) as object) };
    const origin = ([first, ...rest]: readonly PathKey[]): readonly PathKey[] =>
      first === undefined
        ? at
        : first === "version"
          ? [...at, "apiVersion"]
          : [...at, "spec", ...[first, ...rest].map((key) => kubernetes[key] ?? key)];
    return { documents: [translated(document, value, origin)] };
  },
};

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [own[key] ?? key, foreign.has(key) ? inner : renamed(inner)]),
  );
}
