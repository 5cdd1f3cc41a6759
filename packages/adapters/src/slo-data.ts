import {
  gatherTallies,
  meansCheck,
  msg,
  parseDocument,
  readSlos,
  sloOptionsOf,
  UserError,
  withRecurrences,
  type Place,
  type Slo,
  type SloEvidence,
  type YamlDocument,
} from "@release-gate/core";
import { readText, shownPath } from "./files.js";
import { readSnapshots, snapshotEndings } from "./jsonl.js";
import { policyFiles } from "./policy-files.js";
import { querySlos, type QueryOptions } from "./query-slos.js";
import type { Project } from "./project.js";

/** The files with SLOs that a policy names, absolute and sorted. */
export const sloFiles = ({ root, policy }: Project): readonly string[] =>
  policyFiles(root, policy.slo?.files ?? [], { extension: ".{yaml,yml}", place: policy.placeOf(["slo", "files"]) });

/**
 * The documents of the files with SLOs that a policy names.
 * @param textOf the text of a file as it stands in an editor; undefined for one that is not open.
 * @throws UserError for a file that cannot be read or is no YAML.
 */
export function readSloDocuments(
  project: Project,
  textOf: (path: string) => string | undefined = () => undefined,
): YamlDocument[] {
  const { root } = project;
  return sloFiles(project).flatMap((path) =>
    parseDocument(textOf(path) ?? readText(root, path), shownPath(root, path)),
  );
}

/**
 * The SLOs of the files that a policy names.
 * @throws UserError for a file that cannot be read or is no SLO, and where the policy excludes times of an SLO that is not there.
 */
export function readSlosOf(project: Project): readonly Slo[] {
  const { policy } = project;
  const slos = readSlos(readSloDocuments(project));
  const exists = (name: string): boolean => slos.some(({ id }) => id === name);
  for (const [i, { slos: names }] of (policy.slo?.exclusions ?? []).entries()) {
    const unknown = names?.find((name) => !exists(name));
    if (unknown !== undefined) throw noSlo(unknown, slos, policy.placeOf(["slo", "exclusions", i, "slos"]));
  }
  for (const check of Object.keys(policy.slo?.checks ?? {})) {
    if (slos.some(({ id }) => check.startsWith(`slo/${id}/`) || meansCheck(check, `slo/${id}/`))) continue;
    throw noSlo(check.replace(/^slo\/|\/[^/]*$/g, ""), slos, policy.placeOf(["slo", "checks", check]));
  }
  return slos;
}

const noSlo = (name: string, slos: readonly Slo[], place: Place | undefined): UserError =>
  new UserError(msg`There is no SLO "${name}".`, {
    ...(place === undefined ? {} : { place }),
    hint: msg`Use one of: ${slos.map(({ id }) => id).join(", ")}.`,
  });

/**
 * Reads the SLO files and the snapshots that a policy names, and asks the servers of SLOs that no snapshot knows; rows later
 * than `now` (milliseconds since 1970) do not count. With `snapshotsOnly` no server is asked.
 * @throws UserError for a file that cannot be read, or at the line that is no SLO or no row.
 */
export async function readSloData(
  project: Project,
  now: number,
  { snapshotsOnly = false, ...retry }: QueryOptions & { readonly snapshotsOnly?: boolean } = {},
): Promise<SloEvidence> {
  const { root, policy } = project;
  const slos = readSlosOf(project);
  const { pairs } = sloOptionsOf(policy);
  const windows = pairs === undefined ? {} : { pairs };
  const gathering = gatherTallies(slos, { now, ...windows });
  const files = policyFiles(root, policy.slo?.metrics ?? [], {
    extension: snapshotEndings,
    place: policy.placeOf(["slo", "metrics"]),
  }).map((file) => ({
    file,
    shown: shownPath(root, file),
  }));
  const notes = await readSnapshots(files, gathering.add);
  const read = gathering.tallies();
  // What was collected is not asked for again: its rows would count twice.
  const seen = gathering.sightings();
  const isUnread = ({ id, parts }: Slo): boolean =>
    (seen.get(id) ?? []).filter(({ kind, what }) => kind === "never" && (what === "total" || what === "value"))
      .length === parts.length;
  const unread = snapshotsOnly ? [] : slos.filter(isUnread);
  const { asked, down, partial } = await querySlos(unread, now, gathering.add, { folder: root, ...windows, ...retry });
  const tallies = asked.length === 0 ? read : gathering.tallies();
  return {
    slos,
    tallies,
    notes: { ...notes, ...gathering.notes() },
    down,
    partial,
    sightings: gathering.sightings(),
    exclusions: await withRecurrences(sloOptionsOf(policy).exclusions ?? [], now, (index) =>
      policy.placeOf(["slo", "exclusions", index, "recur"]),
    ),
  };
}
