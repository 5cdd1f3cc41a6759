import type { BurnPair, Message, Slo, SnapshotRow } from "@release-gate/core";
import { collectSlo } from "./collect-slo.js";
import { serverOf } from "./metrics-source.js";
import type { Stretch } from "./metrics-server.js";
import { retrying, type RetryOptions } from "./retry.js";
import { SourceError } from "./source-error.js";
import { stretchesOf } from "./stretches.js";

export interface QueryOptions extends RetryOptions {
  /** The burn windows in use; else those of `burnPairs`. */
  readonly pairs?: readonly BurnPair[];
  /** What the names of files with keys and certificates are relative to; else the working directory. */
  readonly folder?: string;
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
  { pairs, folder, stretches, ...retry }: QueryOptions = {},
): Promise<Queried> {
  const asked: Slo[] = [];
  const down = new Map<string, Message>();
  for (const slo of slos) {
    const server = serverOf(slo, folder);
    if (server === undefined) continue;
    asked.push(slo);
    try {
      const wanted = stretches?.(slo) ?? stretchesOf(slo, now, pairs, server.aligned);
      const rows = await retrying(() => collectSlo(slo, server, wanted), retry);
      rows.forEach(onRow);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      down.set(slo.id, error.text);
    }
  }
  return { asked, down };
}
