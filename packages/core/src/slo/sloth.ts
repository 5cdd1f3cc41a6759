import * as z from "zod";
import {
  positionOf,
  validate,
  withoutNulls,
  type PathKey,
  type Problem,
  type YamlDocument,
} from "../document/index.js";
import { msg } from "../text/message.js";
import { openSloDuration, type Duration } from "../time/index.js";
import { exact, one } from "../metrics/index.js";
import type { PlacedProblem } from "./openslo-objects.js";
import type { Urgency } from "./burn-windows.js";
import type { Alerting, BurnAlert, FilePlace, Indicator, MetricSource, NotCarriedOut, Slo } from "./slo.js";

const text = z.string().min(1);
/** sloth writes them as texts, whatever they are. */
const labels = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional();
/** `disable: true` under `labels` is a label, as in sloth's own example. */
const alert = z.looseObject({ disable: z.boolean().optional(), labels, annotations: labels }).optional();
/** sloth leaves out what it does not know here, and so do we. */
const alerting = z.looseObject({
  name: z.string().optional(),
  labels,
  annotations: labels,
  page_alert: alert,
  ticket_alert: alert,
});
const pluginRef = z.strictObject({ id: text, options: z.record(z.string(), z.string()).optional() });

/** sloth's specification `prometheus/v1` (pkg/prometheus/api/v1). */
export const slothSchema = z.strictObject({
  version: z.literal("prometheus/v1"),
  service: text,
  labels,
  slo_plugins: z.unknown().optional(),
  slos: z
    .array(
      z.strictObject({
        name: text,
        description: z.string().optional(),
        objective: z.number().gt(0).max(100),
        labels,
        plugins: z.unknown().optional(),
        sli: z.strictObject({
          events: z.strictObject({ error_query: text, total_query: text }).optional(),
          raw: z.strictObject({ error_ratio_query: text }).optional(),
          plugin: pluginRef.optional(),
          disable_optimized: z.boolean().optional(),
        }),
        alerting: alerting.optional(),
      }),
    )
    .min(1),
});
type SlothFile = z.output<typeof slothSchema>;
type SlothSlo = SlothFile["slos"][number];

/** Whether a document is one of sloth's: decided by `version`. */
export const isSloth = ({ value }: YamlDocument): boolean =>
  typeof value === "object" && value !== null && /^prometheus\//.test(String((value as { version?: unknown }).version));

/** sloth judges over 30 days unless its command line says otherwise. */
const thirtyDays = openSloDuration("30d") as Duration;

/** The SLOs of sloth documents, each named service-name as in sloth's own rules. */
export function slothSlos(documents: readonly YamlDocument[]): {
  readonly slos: readonly Slo[];
  readonly problems: readonly PlacedProblem[];
} {
  const problems: PlacedProblem[] = [];
  const slos: Slo[] = [];
  const seen = new Set<string>();
  for (const document of documents) {
    const result = validate({ ...document, value: withoutNulls(document.value) }, slothSchema);
    if ("problems" in result) {
      problems.push(...result.problems.map((problem) => ({ document, problem })));
      continue;
    }
    for (const [i, slo] of result.value.slos.entries()) {
      const id = `${result.value.service}-${slo.name}`;
      const wrong = seen.has(id) ? duplicate(id, i) : sloProblem(slo, ["slos", i]);
      seen.add(id);
      if (wrong === undefined) slos.push(sloOf(document, result.value, slo, i));
      else problems.push({ document, problem: wrong });
    }
  }
  return { slos, problems };
}

const duplicate = (id: string, index: number): Problem => ({
  path: ["slos", index, "name"],
  text: msg`There is already an SLO named "${id}".`,
  advice: msg`Give it another name.`,
});

function sloProblem({ objective, sli }: SlothSlo, at: readonly PathKey[]): Problem | undefined {
  const kinds = (["events", "raw", "plugin"] as const).filter((key) => sli[key] !== undefined);
  if (kinds.length === 0)
    return { path: [...at, "sli"], text: msg`This indicator measures nothing.`, advice: msg`Add "events" or "raw".` };
  const [kept, extra] = kinds;
  if (kept !== undefined && extra !== undefined) {
    return {
      path: [...at, "sli", extra],
      onKey: true,
      text: msg`"${kept}" and "${extra}" exclude each other.`,
      advice: msg`Keep one of them.`,
    };
  }
  if (kept === "plugin") {
    return {
      path: [...at, "sli", "plugin"],
      onKey: true,
      text: msg`Plugins of sloth are programs and cannot be read here.`,
      advice: msg`Write the queries under "events".`,
    };
  }
  return objective < 100
    ? undefined
    : {
        path: [...at, "objective"],
        text: msg`An objective of 100 % leaves no error budget.`,
        advice: msg`Choose a target below 100.`,
      };
}

function sloOf(document: YamlDocument, file: SlothFile, slo: SlothSlo, index: number): Slo {
  const { service } = file;
  const at = (...path: PathKey[]): FilePlace => ({
    path: document.path,
    ...positionOf(document, ["slos", index, ...path]),
  });
  const source = (query: string, ...path: PathKey[]): MetricSource => ({
    type: "prometheus",
    spec: { query },
    place: at(...path),
  });
  const { events, raw } = slo.sli;
  const indicator: Indicator =
    events === undefined
      ? { kind: "raw", of: "failure", ratio: source(raw?.error_ratio_query ?? "", "sli", "raw", "error_ratio_query") }
      : {
          kind: "ratio",
          counter: false,
          numerator: "bad",
          part: source(events.error_query, "sli", "events", "error_query"),
          total: source(events.total_query, "sli", "events", "total_query"),
        };
  return {
    id: `${service}-${slo.name}`,
    ...(slo.description === undefined ? {} : { title: slo.description }),
    service,
    method: "Occurrences",
    window: { rolling: true, text: "30d", duration: thirtyDays, place: at("objective") },
    parts: [{ indicator, target: exact(slo.objective).div(100), weight: one, place: at("objective") }],
    alerts: [],
    labels: {
      ...{ sloth_id: `${service}-${slo.name}`, sloth_service: service, sloth_slo: slo.name },
      ...file.labels,
      ...slo.labels,
    },
    ...(slo.alerting === undefined ? {} : { alerting: alertingOf(slo.alerting) }),
    ...pluginsOf(document, file, slo, index),
    place: at("name"),
  };
}

/** The alerts as sloth makes them: what is said of both goes before what is said of one. */
function alertingOf({ name, labels, annotations, page_alert, ticket_alert }: z.output<typeof alerting>): Alerting {
  const burnAlert = (urgency: Urgency, own: typeof page_alert): BurnAlert => ({
    off: own?.disable ?? false,
    labels: { sloth_severity: urgency, ...labels, ...own?.labels },
    annotations: { ...annotations, ...own?.annotations },
  });
  return {
    ...(name === undefined || name === "" ? {} : { name }),
    page: burnAlert("page", page_alert),
    ticket: burnAlert("ticket", ticket_alert),
  };
}

/** Plugins of sloth are programs that change its rules: nothing here runs them. */
function pluginsOf(
  document: YamlDocument,
  file: SlothFile,
  slo: SlothSlo,
  index: number,
): { readonly notCarriedOut?: readonly NotCarriedOut[] } {
  const all = [
    ...(file.slo_plugins === undefined ? [] : [["slo_plugins"]]),
    ...(slo.plugins === undefined ? [] : [["slos", index, "plugins"]]),
  ];
  if (all.length === 0) return {};
  return {
    notCarriedOut: all.map((path) => ({
      what: msg`sloth's "${String(path.at(-1))}"`,
      place: { path: document.path, ...positionOf(document, path) },
    })),
  };
}
