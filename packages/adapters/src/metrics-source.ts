import { resolve } from "node:path";
import { msg, readsSnapshots, UserError } from "@release-gate/core";
import type { MetricSource, Slo } from "@release-gate/core";
import { datadog, type DatadogEndpoint } from "./datadog.js";
import type { Endpoint } from "./endpoint.js";
import type { MetricsServer } from "./metrics-server.js";
import { prometheus } from "./prometheus.js";

const common = ["headers", "caFile", "certFile", "keyFile", "timeout"] as const;
const known = {
  prometheus: ["url", "tokenFile", ...common],
  datadog: ["site", "url", "apiVersion", "apiKeyFile", "applicationKeyFile", ...common],
} as const;
type ServerType = keyof typeof known;

const isServerType = (type: string): type is ServerType => type in known;

/** The metric sources of an SLO. */
const sourcesOf = (slo: Slo): readonly MetricSource[] =>
  slo.parts.flatMap(({ indicator }) =>
    indicator.kind === "ratio"
      ? [indicator.part, indicator.total]
      : [indicator.kind === "raw" ? indicator.ratio : indicator.metric],
  );

interface Given {
  readonly type: ServerType;
  readonly details: Readonly<Record<string, unknown>>;
  readonly wrong: (text?: UserError["hint"]) => UserError;
}

/** What the DataSource of an SLO says; undefined where it has none, reads snapshots, or its parts are of several types. */
function givenOf(slo: Slo): Given | undefined {
  const sources = sourcesOf(slo);
  const [first] = sources;
  if (first?.dataSource === undefined || !isServerType(first.type)) return undefined;
  if (sources.some((source) => readsSnapshots(source) || source.type !== first.type)) return undefined;
  const { name, connection } = first.dataSource;
  const { type, place } = first;
  return {
    type,
    details: typeof connection === "object" && connection !== null ? (connection as Record<string, unknown>) : {},
    wrong: (hint) =>
      new UserError(msg`The DataSource "${name}" does not say how to reach it.`, {
        place,
        hint: hint ?? msg`Its connectionDetails may have: ${known[type].join(", ")}. Give at least "url".`,
      }),
  };
}

/** The keys that are given, each a text but for `timeout` (seconds) and `headers`; files are relative to a folder. */
function readDetails(
  { type, details, wrong }: Given,
  folder: string,
): Readonly<Record<string, string>> & Partial<Endpoint> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(details)) {
    const wanted = key === "timeout" ? "number" : key === "headers" ? "object" : "string";
    if (!(known[type] as readonly string[]).includes(key) || typeof value !== wanted || value === null) throw wrong();
    read[key] =
      key === "timeout" ? Number(value) * 1000 : key.endsWith("File") ? resolve(folder, String(value)) : value;
  }
  if ((read["certFile"] === undefined) !== (read["keyFile"] === undefined))
    throw wrong(msg`Give both "certFile" and "keyFile", or neither.`);
  return read as Readonly<Record<string, string>> & Partial<Endpoint>;
}

/**
 * How to reach the server of an SLO: the `connectionDetails` of its DataSource; undefined where it names none, or reads
 * snapshots. Prometheus: `url`, `tokenFile`. Datadog: `site` (else the environment's DD_SITE, else datadoghq.com) or `url`,
 * `apiVersion`, `apiKeyFile`, `applicationKeyFile`. Both: `headers`, `caFile`, `certFile`, `keyFile`, `timeout` in seconds.
 * @param folder what the names of files are relative to: the configuration's folder.
 * @throws UserError where the details cannot be understood.
 */
export function endpointOf(slo: Slo, folder = "."): (Endpoint & { readonly type: ServerType }) | undefined {
  const given = givenOf(slo);
  if (given === undefined) return undefined;
  const { site, ...details } = readDetails(given, folder);
  if (given.type === "prometheus") {
    if (details.url === undefined) throw given.wrong();
    return { ...details, url: details.url, type: given.type };
  }
  const { apiVersion = "v2" } = details;
  const host = site ?? process.env["DD_SITE"] ?? "datadoghq.com";
  if (!/^[a-z0-9.-]+$/.test(host))
    throw given.wrong(msg`The "site" is a name such as datadoghq.eu or us5.datadoghq.com.`);
  if (apiVersion !== "v1" && apiVersion !== "v2") throw given.wrong(msg`The "apiVersion" of Datadog is v1 or v2.`);
  const endpoint: DatadogEndpoint = { ...details, url: details.url ?? `https://api.${host}`, apiVersion };
  return { ...endpoint, type: given.type };
}

/**
 * The server that the DataSource of an SLO names.
 * @throws UserError as `endpointOf` does.
 */
export function serverOf(slo: Slo, folder?: string): MetricsServer | undefined {
  const endpoint = endpointOf(slo, folder);
  if (endpoint === undefined) return undefined;
  return endpoint.type === "prometheus" ? prometheus(endpoint) : datadog(endpoint);
}
