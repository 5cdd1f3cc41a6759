import {
  asksPromQl,
  gatherTallies,
  loadPromQl,
  meansCheck,
  msg,
  parseDocument,
  readSlos,
  sloFileNotRead,
  sloOptionsOf,
  UserError,
  withRecurrences,
  type GroupBy,
  type Place,
  type Slo,
  type SloEvidence,
  type SloFileNotRead,
  type YamlDocument,
} from "@release-gate/core";
import { everyFile, readText, shownPath } from "./files.js";
import { readSnapshots, snapshotEndings } from "./jsonl.js";
import { policyFiles } from "./policy-files.js";
import { withServers } from "./policy-servers.js";
import { querySlos, type QueryOptions } from "./query-slos.js";
import type { Project } from "./project.js";

/** The files with SLOs that a policy names, absolute and sorted. */
export const sloFiles = ({ root, policy }: Project): readonly string[] =>
  policyFiles(root, policy.slo?.files ?? [], { extension: ".{yaml,yml}", place: policy.placeOf(["slo", "files"]) });

/** The snapshots that a policy names. */
const snapshotFiles = ({ root, policy }: Project): readonly string[] =>
  policyFiles(root, policy.slo?.metrics ?? [], {
    extension: snapshotEndings,
    place: policy.placeOf(["slo", "metrics"]),
  });

/** Whether a file is one of the snapshots that a policy names. */
export const isSnapshot = ({ root, policy }: Project, file: string): boolean =>
  policyFiles(root, policy.slo?.metrics ?? [], { extension: snapshotEndings, missing: true }).includes(file);

/** Where each file is that a folder of SLOs or of snapshots holds: read, beside what is read, or not read. */
export interface SloAccount {
  readonly read: readonly string[];
  readonly beside: readonly string[];
  readonly notRead: readonly SloFileNotRead[];
}

/** Accounts for every file of the SLOs, or of the metrics. */
export function sloAccount(project: Project, of: SloFileNotRead["of"]): SloAccount {
  const { root, policy } = project;
  const show = (path: string): string => shownPath(root, path);
  const read = new Set((of === "slo" ? sloFiles(project) : snapshotFiles(project)).map(show));
  const paths = (of === "slo" ? policy.slo?.files : policy.slo?.metrics) ?? [];
  const beside: string[] = [];
  const notRead: SloFileNotRead[] = [];
  for (const path of everyFile(root, paths).map(show)) {
    const told = read.has(path) ? undefined : sloFileNotRead(path, of);
    if (told) notRead.push(told);
    else if (!read.has(path)) beside.push(path);
  }
  return { read: [...read], beside, notRead };
}

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
  const slos = withGrouping(project, withServers(readSlos(readSloDocuments(project)), policy.slo));
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

/** The SLOs, those that the policy groups with what it says. */
function withGrouping({ policy }: Project, slos: readonly Slo[]): readonly Slo[] {
  const grouping = policy.slo?.grouping ?? {};
  for (const name of Object.keys(grouping))
    if (!slos.some(({ id }) => id === name)) throw noSlo(name, slos, policy.placeOf(["slo", "grouping", name]));
  return slos.map((slo) => {
    const own = Object.hasOwn(grouping, slo.id) ? grouping[slo.id] : undefined;
    if (own === undefined) return slo;
    const { by, most, always, gone } = own;
    const groupBy: GroupBy = {
      ...{ labels: by, most },
      ...(always === undefined ? {} : { always }),
      ...(gone === undefined ? {} : { gone }),
    };
    return { ...slo, groupBy };
  });
}

const noSlo = (name: string, slos: readonly Slo[], place: Place | undefined): UserError =>
  new UserError(msg`There is no SLO "${name}".`, {
    ...(place === undefined ? {} : { place }),
    hint: msg`Use one of: ${slos.map(({ id }) => id).join(", ")}.`,
  });

/** What is known of an SLO is known of each of its groups. */
const ofGroups = <T>(slos: readonly Slo[], known: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map(
    slos.flatMap(({ id, groupOf = id }) => {
      const own = known.get(groupOf);
      return own === undefined ? [] : [[id, own] as const];
    }),
  );

export interface SloDataOptions extends QueryOptions {
  /** Whether no server is asked. */
  readonly snapshotsOnly?: boolean;
}

/**
 * Reads the SLO files and the snapshots that a policy names, and asks the servers of SLOs that no snapshot knows; rows later
 * than `now` (milliseconds since 1970) do not count. With `snapshotsOnly` no server is asked.
 * @throws UserError for a file that cannot be read, or at the line that is no SLO or no row.
 */
export async function readSloData(
  project: Project,
  now: number,
  { snapshotsOnly = false, ...retry }: SloDataOptions = {},
): Promise<SloEvidence> {
  const { root, policy } = project;
  const slos = readSlosOf(project);
  const { pairs } = sloOptionsOf(policy);
  const windows = pairs === undefined ? {} : { pairs };
  if (slos.some(asksPromQl)) await loadPromQl();
  const gathering = gatherTallies(slos, { now, ...windows });
  const files = snapshotFiles(project).map((file) => ({
    file,
    shown: shownPath(root, file),
  }));
  const notes = await readSnapshots(files, gathering.add);
  const read = gathering.tallies();
  // What was collected is not asked for again: its rows would count twice.
  const seen = gathering.sightings();
  const groups = (slo: Slo): readonly Slo[] => gathering.slos().filter(({ id, groupOf = id }) => groupOf === slo.id);
  const isUnread = (slo: Slo): boolean => groups(slo).every(hasNone);
  const hasNone = ({ id, parts }: Slo): boolean =>
    (seen.get(id) ?? []).filter(({ kind, what }) => kind === "never" && (what === "total" || what === "value"))
      .length === parts.length;
  const unread = snapshotsOnly ? [] : slos.filter(isUnread);
  const { asked, down, partial } = await querySlos(unread, now, gathering.add, { folder: root, ...windows, ...retry });
  const tallies = asked.length === 0 ? read : gathering.tallies();
  const judged = gathering.slos();
  return {
    slos: judged,
    tallies,
    notes: { ...notes, ...gathering.notes() },
    down: ofGroups(judged, down),
    partial: ofGroups(judged, partial),
    crowded: gathering.crowded(),
    asked: ofGroups(judged, new Map(unread.map(({ id }) => [id, asked.some((each) => each.id === id)]))),
    sightings: gathering.sightings(),
    notRead: [...sloAccount(project, "slo").notRead, ...sloAccount(project, "metrics").notRead],
    exclusions: await withRecurrences(sloOptionsOf(policy).exclusions ?? [], now, (index) =>
      policy.placeOf(["slo", "exclusions", index, "recur"]),
    ),
  };
}
