import { prometheus, SourceError, type Prometheus, type PrometheusSeries } from "@release-gate/adapters";
import { msg, UserError, type Message } from "@release-gate/core";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { CommandEnvironment } from "../environment.js";
import type { OutputFile } from "../outcome.js";
import type { InitFlags } from "./init-command.js";

/** A first SLO: its file, what the policy needs for it, and what is said of it. */
export interface SloStart {
  readonly files: readonly OutputFile[];
  /** Lines of the policy, from `slo:` on. */
  readonly policy: readonly string[];
  readonly says: readonly Message[];
}

/** What the SLO counts: a counter of Prometheus and what marks its errors, or rows of snapshots. */
interface Counted {
  readonly metric: string;
  /** In PromQL: the label that says how a request went, and the values that are errors. */
  readonly errors?: { readonly label: string; readonly values: string };
  readonly others?: readonly string[];
}

/**
 * `release-gate init --slo`: an SLO over a counter that the server has or that is named; without a server, over snapshots.
 * @throws UserError where nothing tells what to count.
 */
export async function sloStart(flags: InitFlags, env: CommandEnvironment): Promise<SloStart> {
  const { prometheus: url, metric } = flags;
  if (url === undefined && metric === undefined) {
    throw new UserError(msg`Nothing tells what the SLO is to count.`, {
      hint: msg`Name a server, --prometheus http://localhost:9090, or for snapshots in files a metric, --metric checkout_requests.`,
    });
  }
  const counted = url === undefined ? { metric: metric ?? "" } : await onServer(url, metric, env).catch(notAnswered);
  const name = nameOf(counted.metric);
  const shown = `slo/${name}.yaml`;
  const path = resolve(env.folder, shown);
  const says = [
    url === undefined
      ? msg`Wrote ${shown}: an SLO over the rows "${counted.metric}" of snapshots in the folder metrics.`
      : msg`Wrote ${shown}: an SLO over ${counted.metric}, of which ${counted.errors?.label ?? ""}=~"${counted.errors?.values ?? ""}" are errors.`,
    ...(counted.others === undefined || counted.others.length === 0
      ? []
      : [msg`The server also has ${counted.others.join(", ")}: choose one with --metric.`]),
  ];
  const kept = existsSync(path);
  return {
    files: kept ? [] : [{ path, text: sloText(name, counted), folders: true }],
    policy: [
      "slo:",
      "  files: slo",
      ...(url === undefined ? ["  metrics: metrics"] : [`  prometheus: { url: ${JSON.stringify(url)} }`]),
    ],
    says: kept ? [msg`${shown} exists and is kept.`] : says,
  };
}

function notAnswered(error: unknown): never {
  if (!(error instanceof SourceError)) throw error;
  throw new UserError(error.text, { hint: msg`Start the server, or correct --prometheus.` });
}

const nameOf = (metric: string): string => {
  const name = metric
    .replace(/_(?:total|count)$/, "")
    .replace(/[^a-zA-Z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
  return /^[a-zA-Z0-9]/.test(name) ? name.toLowerCase() : "requests";
};

/** Labels that say how a request went, and which of their values are errors, as the common client libraries write them. */
const outcomes: readonly (readonly [label: string, isStatus: boolean])[] = [
  ["code", true],
  ["status", true],
  ["status_code", true],
  ["http_status_code", true],
  ["http_response_status_code", true],
  ["response_code", true],
  ["grpc_code", false],
  ["outcome", false],
  ["result", false],
];
/** Of gRPC what the server is to blame for (Pyrra's examples), of the other words what says failure. */
const failures =
  /^(?:Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss|(?:server_)?errors?|fail(?:ed|ure)?|SERVER_ERROR)$/i;

async function onServer(url: string, named: string | undefined, env: CommandEnvironment): Promise<Counted> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UserError(msg`--prometheus cannot be "${url}".`, {
      hint: msg`Write its address, as http://localhost:9090.`,
    });
  }
  const server = prometheus({ url });
  const now = env.clock();
  if (named !== undefined) {
    if (!/^[a-zA-Z_:][\w:]*$/.test(named)) {
      throw new UserError(msg`--metric cannot be "${named}".`, {
        hint: msg`Write the name of a counter, without labels.`,
      });
    }
    const series = await server.instant(`group by (${outcomes.map(([label]) => label).join(", ")}) (${named})`, now);
    if (series.length === 0) {
      throw new UserError(msg`The server has no such series: ${named}.`, {
        hint: msg`Leave --metric out, so that a counter of requests is looked for.`,
      });
    }
    return { metric: named, errors: errorsOf(named, series) };
  }
  const found = await candidates(server, now);
  const [first, ...rest] = found;
  if (first === undefined) {
    throw new UserError(msg`The server has no counter of requests with a label that says how they went.`, {
      hint: msg`Name a counter: --metric http_requests_total.`,
    });
  }
  return { ...first, others: rest.slice(0, 5).map(({ metric }) => metric) };
}

/** Counters of requests with a label that says how they went, those of the server itself last, the busiest first. */
async function candidates(server: Prometheus, now: number): Promise<readonly Counted[]> {
  const names = '{__name__=~".*(request|handled|call).*(_total|_count)"}';
  const labels = outcomes.map(([label]) => label).join(", ");
  const series = await server.instant(`sum by (__name__, ${labels}) (${names})`, now);
  const byName = new Map<string, PrometheusSeries[]>();
  for (const each of series) {
    const name = each.labels["__name__"] ?? "";
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  const total = (all: readonly PrometheusSeries[]): number =>
    all.reduce((sum, { samples }) => sum + (samples.at(-1)?.value ?? 0), 0);
  return [...byName]
    .flatMap(([metric, all]) => {
      const errors = labelOf(all);
      return errors === undefined ? [] : [{ metric, errors, total: total(all) }];
    })
    .toSorted((a, b) => Number(isOwn(a.metric)) - Number(isOwn(b.metric)) || b.total - a.total);
}

/** What Prometheus and its exporters count of themselves. */
const isOwn = (metric: string): boolean => /^(?:prometheus|promhttp|go|net|alertmanager)_/.test(metric);

function labelOf(series: readonly PrometheusSeries[]): Counted["errors"] {
  for (const [label, isStatus] of outcomes) {
    const values = [...new Set(series.map(({ labels }) => labels[label]).filter((value) => value !== undefined))];
    if (values.length === 0) continue;
    if (isStatus && values.some((value) => /^[1-5](?:\d\d|xx)$/i.test(value))) return { label, values: "5.." };
    const failed = values.filter((value) => failures.test(value)).toSorted();
    if (failed.length > 0) return { label, values: failed.join("|") };
    if (label === "grpc_code")
      return { label, values: "Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss" };
  }
  return undefined;
}

function errorsOf(metric: string, series: readonly PrometheusSeries[]): NonNullable<Counted["errors"]> {
  const errors = labelOf(series);
  if (errors !== undefined) return errors;
  throw new UserError(
    msg`No label of ${metric} says how a request went (one of ${outcomes.map(([label]) => label).join(", ")}).`,
    {
      hint: msg`Name a counter that has one, or write the SLO by hand: "release-gate init --slo --metric ${metric}" writes one over snapshots to change.`,
    },
  );
}

function sloText(name: string, { metric, errors }: Counted): string {
  const source = (query: string): string => `{ metricSource: { type: Prometheus, spec: { query: '${query}' } } }`;
  const ratio =
    errors === undefined
      ? [
          `        good: { metricSource: { type: jsonl, spec: { metric: ${JSON.stringify(metric)} } } }`,
          `        total: { metricSource: { type: jsonl, spec: { metric: ${JSON.stringify(metric)} } } }`,
        ]
      : [
          "        counter: true # it only grows; what was added is counted",
          `        bad: ${source(`${metric}{${errors.label}=~"${errors.values}"}`)}`,
          `        total: ${source(metric)}`,
        ];
  return [
    "# An SLO to begin with (OpenSLO v1). Change the target and what counts as bad.",
    "apiVersion: openslo/v1",
    "kind: SLO",
    `metadata: { name: ${name} }`,
    "spec:",
    `  service: ${name}`,
    "  indicator:",
    `    metadata: { name: ${name.slice(0, 57)}-ratio }`,
    "    spec:",
    "      ratioMetric:",
    ...ratio,
    "  timeWindow: [{ duration: 28d, isRolling: true }]",
    "  budgetingMethod: Occurrences # the share of events, not of minutes",
    "  objectives: [{ target: 0.99 }] # 99 of 100 must be good",
    "",
  ].join("\n");
}
