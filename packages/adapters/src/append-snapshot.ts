import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { snapshotLine, type SnapshotRow } from "@release-gate/core";

/**
 * Appends rows to a JSONL snapshot in one write, so that a reader or another collector never sees half a line of ours. A
 * line that a crash left unfinished is ended first: the next reading names it.
 */
export async function appendSnapshot(file: string, rows: Iterable<SnapshotRow>): Promise<void> {
  const text = [...rows].map((row) => `${snapshotLine(row)}\n`).join("");
  if (text === "") return;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, "a+");
  try {
    const { size } = await handle.stat();
    const last = size === 0 ? undefined : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0];
    await handle.write(last === undefined || last === 0x0a ? text : `\n${text}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a collector's file for a moment (S4-12): `YYYYMMDDHHMM.jsonl`, in UTC. */
export function snapshotName(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace(/\D/g, "")}.jsonl`;
}
