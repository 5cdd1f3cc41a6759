import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { msg, snapshotLine, UserError, type SnapshotRow } from "@release-gate/core";
import { reasonOf } from "./reason.js";
import { refuseLinkOut } from "./write.js";

/**
 * Appends rows to a JSONL snapshot, all or none: where the disk takes only a part, that is taken back. A line that a crash
 * left unfinished is ended first: the next reading names it.
 * @throws UserError where they cannot be written, or a link of a repository leads out of it.
 */
export async function appendSnapshot(file: string, rows: Iterable<SnapshotRow>): Promise<void> {
  const text = [...rows].map((row) => `${snapshotLine(row)}\n`).join("");
  refuseLinkOut(file);
  if (text === "") return;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, "a+");
    try {
      await append(handle, text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UserError(msg`Cannot write ${file}: ${reasonOf(error)}.`, {
      hint: msg`No row of this run was kept. Free some space or correct the permissions, and run it again for the same window.`,
    });
  }
}

async function append(handle: FileHandle, text: string): Promise<void> {
  const before = await handle.stat();
  const { size } = before;
  const last = size === 0 ? undefined : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0];
  try {
    // `appendFile` goes on after a short write; readers in between see whole lines but perhaps the last.
    await handle.appendFile(last === undefined || last === 0x0a ? text : `\n${text}`);
    await handle.sync();
  } catch (error) {
    if (before.isFile()) await handle.truncate(size);
    throw error;
  }
}

/** The name of a collector's file for a moment: `YYYYMMDDHHMM.jsonl`, in UTC. */
export function snapshotName(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace(/\D/g, "")}.jsonl`;
}
