import { resolve } from "node:path";
import { msg, readsSnapshots, UserError } from "@release-gate/core";
import type { MetricSource, Slo } from "@release-gate/core";
import { datadog, type DatadogEndpoint } from "./datadog.js";
import type { Endpoint } from "./endpoint.js";
import type { MetricsServer } from "./metrics-server.js";
import { prometheus } from "./prometheus.js";
import { SourceError } from "./source-error.js";
import { isAllowedHost, isDatadog, isLoopback, whereabouts } from "./trusted.js";

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

/** Nobody waits longer for one answer, in milliseconds. */
const longestTimeout = 600_000;

/**
 * Files with secrets are taken from the repository. Where the environment allows other folders, what lies there is a secret
 * of the environment, and goes where that allows it, or stays on this machine.
 * @throws SourceError, with the file's name.
 */
function refuseFiles(endpoint: Readonly<Record<string, unknown>>, address: string, folder: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const locate = whereabouts(folder);
  for (const [key, file] of Object.entries(endpoint)) {
    if (!key.endsWith("File") || typeof file !== "string") continue;
    const where = locate(file);
    if (where === "elsewhere") {
      throw new SourceError(
        msg`The ${key} ${file} is outside of the repository, so it is not read. If it may be, set RELEASE_GATE_FILES to its folder in the environment.`,
        { retryable: false },
      );
    }
    if (where === "repository" || url === undefined || key === "caFile") continue;
    if (isLoopback(url) || isAllowedHost(url) || isDatadog(url)) continue;
    throw new SourceError(
      msg`${url.origin} is not given the ${key} ${file}, because only the environment may say who gets what lies outside of the repository: set RELEASE_GATE_HOSTS=${url.host} there.`,
      { retryable: false },
    );
  }
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
  const { timeout } = read as Partial<Endpoint>;
  if (timeout !== undefined && !(timeout >= 1 && timeout <= longestTimeout))
    throw wrong(msg`The "timeout" is a number of seconds, at most ${longestTimeout / 1000}.`);
  if ((read["certFile"] === undefined) !== (read["keyFile"] === undefined))
    throw wrong(msg`Give both "certFile" and "keyFile", or neither.`);
  return read as Readonly<Record<string, string>> & Partial<Endpoint>;
}

/**
 * How to reach the server of an SLO: the `connectionDetails` of its DataSource; undefined where it names none, or reads
 * snapshots. Prometheus: `url`, `tokenFile`. Datadog: `site` (else the environment's DD_SITE, else datadoghq.com) or `url`,
 * `apiVersion`, `apiKeyFile`, `applicationKeyFile`. Both: `headers`, `caFile`, `certFile`, `keyFile`, `timeout` in seconds.
 * @param folder what the names of files are relative to: the configuration's folder.
 * @throws UserError where the details cannot be understood; SourceError for a file that may not be read, or not be sent there.
 */
export function endpointOf(slo: Slo, folder = "."): (Endpoint & { readonly type: ServerType }) | undefined {
  const given = givenOf(slo);
  if (given === undefined) return undefined;
  const { site, ...details } = readDetails(given, folder);
  if (given.type === "prometheus") {
    if (details.url === undefined) throw given.wrong();
    refuseFiles(details, details.url, folder);
    return { ...details, url: details.url, type: given.type };
  }
  const { apiVersion = "v2" } = details;
  const host = site ?? process.env["DD_SITE"] ?? "datadoghq.com";
  if (!/^[a-z0-9.-]+$/.test(host))
    throw given.wrong(msg`The "site" is a name such as datadoghq.eu or us5.datadoghq.com.`);
  if (apiVersion !== "v1" && apiVersion !== "v2") throw given.wrong(msg`The "apiVersion" of Datadog is v1 or v2.`);
  const endpoint: DatadogEndpoint = { ...details, url: details.url ?? `https://api.${host}`, apiVersion };
  refuseFiles(details, endpoint.url, folder);
  return { ...endpoint, type: given.type };
}

/**
 * The server that the DataSource of an SLO names. `signal` ends what it has not answered yet.
 * @throws UserError as `endpointOf` does.
 */
export function serverOf(slo: Slo, folder?: string, signal?: AbortSignal): MetricsServer | undefined {
  const given = endpointOf(slo, folder);
  if (given === undefined) return undefined;
  const endpoint = { ...given, ...(signal === undefined ? {} : { signal }) };
  return endpoint.type === "prometheus" ? prometheus(endpoint) : datadog(endpoint);
}
