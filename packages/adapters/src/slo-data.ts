import { gatherTallies, parseDocument, readSlos, type Slo, type Tallies } from "@release-gate/core";
import { expandPaths, readText, shownPath } from "./files.js";
import { readSnapshots, type SnapshotNotes } from "./jsonl.js";
import type { Project } from "./project.js";

/** The SLOs of a project, and what its snapshots say of them. */
export interface SloData {
  readonly slos: readonly Slo[];
  readonly tallies: ReadonlyMap<string, Tallies>;
  readonly notes: SnapshotNotes;
}

/**
 * Reads the SLO files and the snapshots that a policy names; rows later than `now` (milliseconds since 1970) do not count.
 * @throws UserError for a file that cannot be read, or at the line that is no SLO or no row.
 */
export async function readSloData(project: Project, now: number): Promise<SloData> {
  const { root, policy } = project;
  const documents = expandPaths(root, policy.slo?.files ?? [], ".{yaml,yml}").flatMap((path) => parseDocument(readText(root, path), shownPath(root, path)));
  const slos = readSlos(documents);
  const gathering = gatherTallies(slos, { now });
  const files = expandPaths(root, policy.slo?.metrics ?? [], ".{jsonl,jsonl.gz}").map((file) => ({ file, shown: shownPath(root, file) }));
  const notes = await readSnapshots(files, (row) => gathering.add(row));
  return { slos, tallies: gathering.tallies(), notes };
}
