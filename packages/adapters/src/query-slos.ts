import { msg, readsSnapshots, UserError } from "@release-gate/core";
import type { BurnPair, MetricSource, Message, Slo, SnapshotRow } from "@release-gate/core";
import { SourceError, type Endpoint } from "./http.js";
import { prometheus } from "./prometheus.js";
import { collectSlo, stretchesOf, type Stretch } from "./prometheus-collect.js";
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

export interface QueryOptions extends RetryOptions {
  /** The burn windows in use; else those of `burnPairs`. */
  readonly pairs?: readonly BurnPair[];
  /** What to ask of each SLO; else what judges it. */
  readonly stretches?: (slo: Slo) => readonly Stretch[];
}

/** How asking went: the SLOs that have an address, and of them those whose server could not be asked, with the reason. */
export interface Queried {
  readonly asked: readonly Slo[];
  readonly down: ReadonlyMap<string, Message>;
}

/**
 * Asks the servers of SLOs for what judges them at a moment, and hands the rows on. An SLO without an address is left out; one
 * whose server cannot be asked, even after trying again, is in the answer with the reason, to be held.
 */
export async function querySlos(
  slos: readonly Slo[],
  now: number,
  onRow: (row: SnapshotRow) => void,
  { pairs, stretches = (slo) => stretchesOf(slo, now, pairs), ...retry }: QueryOptions = {},
): Promise<Queried> {
  const asked: Slo[] = [];
  const down = new Map<string, Message>();
  for (const slo of slos) {
    const endpoint = endpointOf(slo);
    if (endpoint === undefined) continue;
    asked.push(slo);
    try {
      const rows = await retrying(() => collectSlo(slo, prometheus(endpoint), stretches(slo)), retry);
      rows.forEach(onRow);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      down.set(slo.id, error.text);
    }
  }
  return { asked, down };
}
