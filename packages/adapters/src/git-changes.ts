import { existsSync } from "node:fs";
import { isSqlPath, sourceOf, type Changes, type Source } from "@release-gate/core";
import { blobs } from "./git-blobs.js";
import { fullPath, git, needIndex, partsOf, pathFrom, type Repository } from "./git.js";

/** Between which two states files are compared. */
export interface Comparison {
  /** The commit, or the empty tree. */
  readonly base: string;
  /** How the user named it. */
  readonly since: string;
  /** Compare with the index; with the work tree, files that git does not track included, where false. */
  readonly staged: boolean;
}

/** A file that differs: its path now, and at the base where it was there. As git names them, from the top. */
export interface ChangedPath {
  readonly path: string;
  readonly was: { readonly path: string; readonly blob: string } | undefined;
}

/** The options under which git's answer does not depend on how the user has configured it, and starts no program. */
export const stable = [
  ...["--no-ext-diff", "--no-textconv", "--no-relative", "--no-color", "--ignore-submodules=all"],
  ...["-M", "-O/dev/null"],
] as const;

/** The mode of a submodule: a commit of another repository, no file. */
const submodule = "160000";

/** The files that differ, renames followed; deleted ones are left out. */
export function changedPaths(repository: Repository, { base, staged }: Comparison): ChangedPath[] {
  needIndex(repository);
  const cached = staged ? ["--cached"] : [];
  // Of a submodule its commit is compared; what lies in it git is not asked for, as that would start a git there.
  const how = ["--raw", "-z", "--no-abbrev", ...stable, "--ignore-submodules=dirty"];
  const parts = partsOf(git(repository, ["diff", ...how, ...cached, base, "--"]));
  const found: ChangedPath[] = [];
  const gone = new Map<string, string>();
  for (let at = 0; at < parts.length;) {
    // ":100644 100644 <blob> <blob> M", then one path or, for a rename, two.
    const [mode = "", , blob = "", , status = ""] = parts[at++]?.split(" ") ?? [];
    const first = parts[at++] ?? "";
    const path = status.startsWith("R") ? (parts[at++] ?? "") : first;
    if (status.startsWith("D")) gone.set(first, blob);
    if (status.startsWith("D")) continue;
    const wasFile = !status.startsWith("A") && /[1-9a-f]/.test(blob) && mode !== `:${submodule}`;
    found.push({ path, was: wasFile ? { path: first, blob } : undefined });
  }
  if (staged) return found;
  return [...found, ...untrackedChanges(repository, gone), ...unseenChanges(repository, base, found)];
}

/**
 * What changed in files at which git does not look, because somebody said so (skip-worktree, assume-unchanged): their texts
 * ship as they stand in the work tree.
 */
function unseenChanges(repository: Repository, base: string, found: readonly ChangedPath[]): ChangedPath[] {
  // "S" is skip-worktree, a small letter assume-unchanged.
  const flagged = partsOf(git(repository.top, ["ls-files", "-v", "-z", "--full-name"]))
    .filter((line) => /^[a-zS] /.test(line))
    .map((line) => line.slice(2))
    .filter((path) => existsSync(fullPath(repository, path)));
  if (flagged.length === 0) return [];
  const told = new Map(found.map((each) => [each.path, each]));
  const blobs = new Map<string, string>();
  for (const line of partsOf(git(repository, ["ls-tree", "-r", "-z", "--full-tree", base]))) {
    const [, blob, name] = /^100\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (blob !== undefined && name !== undefined) blobs.set(name, blob);
  }
  return flagged.flatMap((path): ChangedPath[] => {
    const blob = blobs.get(path);
    const now = git(repository, ["hash-object", "--", fullPath(repository, path)])
      .toString("utf8")
      .trim();
    if (told.has(path) || now === blob) return [];
    return [{ path, was: blob === undefined ? undefined : { path, blob } }];
  });
}

/** Every file that the index has, as git names them. */
export function trackedFiles({ top }: Repository): string[] {
  return partsOf(git(top, ["ls-files", "-z", "--full-name", "--", ":(top)"]));
}

/** The untracked files. One that the index alone has lost is not new, and has not changed where its text is the same. */
function untrackedChanges(repository: Repository, gone: ReadonlyMap<string, string>): ChangedPath[] {
  return untracked(repository).flatMap((path): ChangedPath[] => {
    const blob = gone.get(path);
    if (blob === undefined) return [{ path, was: undefined }];
    const now = git(repository, ["hash-object", "--", path]).toString("utf8").trim();
    return now === blob ? [] : [{ path, was: { path, blob } }];
  });
}

function untracked(repository: Repository): string[] {
  return partsOf(git(repository, ["ls-files", "--others", "--exclude-standard", "--full-name", "-z"]));
}

/** The SQL files that the index has, as git names them. */
export function trackedSql(repository: Repository): string[] {
  needIndex(repository);
  return partsOf(git(repository.top, ["ls-files", "-z", "--full-name", "--", ":(top,icase,glob)**/*.sql"]));
}

/** The submodules that the index has, as git names them. */
export function submodules({ top }: Repository): string[] {
  const entries = partsOf(git(top, ["ls-files", "--stage", "-z", "--full-name", ":(top)"]));
  return entries
    .filter((entry) => entry.startsWith(`${submodule} `))
    .map((entry) => entry.slice(entry.indexOf("\t") + 1));
}

/** The changed SQL files as sources, with their texts at the base. */
export function sqlChanges(repository: Repository, comparison: Comparison, changed: readonly ChangedPath[]): Changes {
  const sql = changed.filter(({ path }) => isSqlPath(path));
  const texts = blobs(
    repository,
    sql.flatMap(({ was }) => (was === undefined ? [] : [was.blob])),
  );
  return {
    since: comparison.since,
    others: new Set(changed.flatMap(({ path }) => (isSqlPath(path) ? [] : [pathFrom(repository, path)]))),
    files: new Map(
      sql.map(({ path, was }): [string, Source | undefined] => {
        const text = was && texts.get(was.blob)?.toString("utf8");
        return [
          pathFrom(repository, path),
          was === undefined || text === undefined ? undefined : sourceOf(pathFrom(repository, was.path), text),
        ];
      }),
    ),
  };
}
