import { gatherTallies, parseDocument, readSlos, type Message, type Slo, type Tallies } from "@release-gate/core";
import { expandPaths, readText, shownPath } from "./files.js";
import { readSnapshots, type SnapshotNotes } from "./jsonl.js";
import { querySlos } from "./query-slos.js";
import type { Project } from "./project.js";

/** The SLOs of a project, and what its snapshots say of them. */
export interface SloData {
  readonly slos: readonly Slo[];
  readonly tallies: ReadonlyMap<string, Tallies>;
  readonly notes: SnapshotNotes;
  /** SLOs whose server could not be asked, and why. */
  readonly down: ReadonlyMap<string, Message>;
}

/**
 * Reads the SLO files and the snapshots that a policy names, and asks the servers of SLOs that no snapshot knows; rows later than `now` (milliseconds since 1970) do not count.
 * @throws UserError for a file that cannot be read, or at the line that is no SLO or no row.
 */
export async function readSloData(project: Project, now: number): Promise<SloData> {
  const { root, policy } = project;
  const documents = expandPaths(root, policy.slo?.files ?? [], ".{yaml,yml}").flatMap((path) =>
    parseDocument(readText(root, path), shownPath(root, path)),
  );
  const slos = readSlos(documents);
  const gathering = gatherTallies(slos, { now });
  const files = expandPaths(root, policy.slo?.metrics ?? [], ".{jsonl,jsonl.gz}").map((file) => ({
    file,
    shown: shownPath(root, file),
  }));
  const notes = await readSnapshots(files, (row) => gathering.add(row));
  const read = gathering.tallies();
  // What was collected is not asked for again: its rows would count twice.
  const unread = slos.filter(({ id }) => (read.get(id) ?? []).every((part) => part.length === 0));
  const down = await querySlos(unread, now, gathering.add);
  return { slos, tallies: gathering.tallies(), notes, down };
}
