import { msg, readsSnapshots, UserError } from "@release-gate/core";
import type { MetricSource, Message, Slo, SnapshotRow } from "@release-gate/core";
import { SourceError, type Endpoint } from "./http.js";
import { prometheus } from "./prometheus.js";
import { collectSlo } from "./prometheus-collect.js";
import { retrying, type RetryOptions } from "./retry.js";

const known = ["url", "headers", "tokenFile", "caFile", "timeout"];

/**
 * How to reach the server of an SLO: the `connectionDetails` of its Prometheus DataSource (`url`, and `headers`,
 * `tokenFile`, `caFile`, `timeout` in seconds); undefined where it names none, or reads snapshots.
 * @throws UserError where the details cannot be understood.
 */
export function endpointOf(slo: Slo): Endpoint | undefined {
  const sources = slo.parts.flatMap(({ indicator }): readonly MetricSource[] =>
    indicator.kind === "ratio"
      ? [indicator.part, indicator.total]
      : [indicator.kind === "raw" ? indicator.ratio : indicator.metric],
  );
  const [first] = sources;
  if (
    first?.dataSource === undefined ||
    sources.some((source) => readsSnapshots(source) || source.type !== "prometheus")
  )
    return undefined;
  const details = first.dataSource.connection;
  const given = typeof details === "object" && details !== null ? (details as Readonly<Record<string, unknown>>) : {};
  const { url, headers, tokenFile, caFile, timeout } = given;
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  const texts = [tokenFile, caFile].every((each) => each === undefined || typeof each === "string");
  if (
    typeof url !== "string" ||
    !texts ||
    unknown !== undefined ||
    (timeout !== undefined && typeof timeout !== "number")
  ) {
    throw new UserError(msg`The DataSource "${first.dataSource.name}" does not say how to reach it.`, {
      place: first.place,
      hint: msg`Its connectionDetails may have: ${known.join(", ")}. Give at least "url".`,
    });
  }
  return {
    url,
    ...(typeof headers === "object" && headers !== null
      ? { headers: headers as Readonly<Record<string, string>> }
      : {}),
    ...(typeof tokenFile === "string" ? { tokenFile } : {}),
    ...(typeof caFile === "string" ? { caFile } : {}),
    ...(typeof timeout === "number" ? { timeout: timeout * 1000 } : {}),
  };
}

/**
 * Asks the servers of SLOs for what judges them at a moment, and hands the rows on. An SLO without an address is left out; one
 * whose server cannot be asked, even after trying again, is in the answer with the reason, to be held.
 */
export async function querySlos(
  slos: readonly Slo[],
  now: number,
  onRow: (row: SnapshotRow) => void,
  retry: RetryOptions = {},
): Promise<ReadonlyMap<string, Message>> {
  const down = new Map<string, Message>();
  for (const slo of slos) {
    const endpoint = endpointOf(slo);
    if (endpoint === undefined) continue;
    try {
      const rows = await retrying(() => collectSlo(slo, prometheus(endpoint), now), retry);
      rows.forEach(onRow);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      down.set(slo.id, error.text);
    }
  }
  return down;
}
