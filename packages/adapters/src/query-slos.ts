import { setMaxListeners } from "node:events";
import { msg, type BurnPair, type Message, type Slo, type SnapshotRow } from "@release-gate/core";
import { collectSlo } from "./collect-slo.js";
import { endpointOf, serverOf } from "./metrics-source.js";
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
  /** Those of them whose server said that its answer is not whole. */
  readonly partial: ReadonlyMap<string, Message>;
}

/** So many SLOs are asked about at the same time: fewer than Prometheus answers at once (its `query.max-concurrency` is 20). */
const sideBySide = 12;

/**
 * Asks the servers of SLOs for what judges them at a moment, side by side, and hands the rows on in the order of the SLOs. An
 * SLO without an address is left out; one whose server cannot be asked, even after trying again, is in the answer with the
 * reason, to be held. A server that was silent to the end of all tries is not waited for again: the other SLOs that it has
 * are down as well.
 */
export async function querySlos(
  slos: readonly Slo[],
  now: number,
  onRow: (row: SnapshotRow) => void,
  { pairs, folder, stretches, ...retry }: QueryOptions = {},
): Promise<Queried> {
  const silent = new Map<string, SourceError>();
  const partial = new Map<string, Message>();
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(retry.signal === undefined ? [] : [retry.signal])]);
  // Every question that is open listens to it.
  setMaxListeners(0, signal);
  const ask = async (slo: Slo): Promise<readonly SnapshotRow[] | SourceError | undefined> => {
    let address = "";
    try {
      address = endpointOf(slo, folder)?.url ?? "";
      const server = serverOf(slo, folder, signal);
      if (server === undefined) return undefined;
      const known = silent.get(address);
      if (known !== undefined) return known;
      const wanted = stretches?.(slo) ?? stretchesOf(slo, now, pairs, server.aligned);
      const rows = await retrying(() => collectSlo(slo, server, wanted), { ...retry, signal });
      const [warning] = server.warnings;
      if (warning !== undefined) partial.set(slo.id, msg`${oneLine(warning)}`);
      return rows;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.retryable) silent.set(address, error);
      return error;
    }
  };
  // Where one SLO is wrong, nobody waits for the answers about the others.
  const answers = await inTurns(slos, sideBySide, ask).finally(() => ended.abort());
  const asked: Slo[] = [];
  const down = new Map<string, Message>();
  for (const [i, slo] of slos.entries()) {
    const answer = answers[i];
    if (answer === undefined) continue;
    asked.push(slo);
    if (answer instanceof SourceError) down.set(slo.id, answer.text);
    else for (const row of answer) onRow(row);
  }
  return { asked, down, partial };
}

/** The results for all items, in their order; at most so many are worked on at the same time. The first error ends it. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of waiting) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}

/** Text of a server as a part of a sentence. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 200);
