import { sourceOf, type Changes, type Source } from "@release-gate/core";
import { git, partsOf, pathFrom, type Repository } from "./git.js";

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
  readonly was: string | undefined;
}

/** The options under which git's answer does not depend on how the user has configured it. */
export const stable = ["--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all", "-M"] as const;

/** The files that differ, renames followed; deleted ones are left out. */
export function changedPaths({ top }: Repository, { base, staged }: Comparison): ChangedPath[] {
  const cached = staged ? ["--cached"] : [];
  const parts = partsOf(git(top, ["diff", "--name-status", "-z", ...stable, ...cached, base, "--"]).output);
  const found: ChangedPath[] = [];
  for (let at = 0; at < parts.length;) {
    const status = parts[at++] ?? "";
    const first = parts[at++] ?? "";
    if (status.startsWith("R")) found.push({ path: parts[at++] ?? "", was: first });
    else if (status.startsWith("A")) found.push({ path: first, was: undefined });
    else if (!status.startsWith("D")) found.push({ path: first, was: first });
  }
  return staged ? found : [...found, ...untracked(top).map((path) => ({ path, was: undefined }))];
}

function untracked(top: string): string[] {
  return partsOf(git(top, ["ls-files", "--others", "--exclude-standard", "--full-name", "-z"]).output);
}

/** The changed SQL files as sources, with their texts at the base. */
export function sqlChanges(repository: Repository, comparison: Comparison, changed: readonly ChangedPath[]): Changes {
  const sql = changed.filter(({ path }) => path.endsWith(".sql"));
  const old = sql.flatMap(({ was }) => (was === undefined ? [] : [was]));
  const texts = textsAt(repository, comparison.base, old);
  return {
    since: comparison.since,
    files: new Map(
      sql.map(({ path, was }): [string, Source | undefined] => {
        const text = was === undefined ? undefined : texts.get(was);
        return [
          pathFrom(repository, path),
          was === undefined || text === undefined ? undefined : sourceOf(pathFrom(repository, was), text),
        ];
      }),
    ),
  };
}

/** The texts of files at a commit, by one process for all of them. A name with a line break in it cannot be asked for. */
function textsAt({ top }: Repository, commit: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const asked = paths.filter((path) => !path.includes("\n"));
  if (asked.length === 0) return texts;
  const input = asked.map((path) => `${commit}:${path}\n`).join("");
  const { output } = git(top, ["cat-file", "--batch"], { input });
  let at = 0;
  for (const path of asked) {
    const end = output.indexOf(10, at);
    const head = output.subarray(at, end).toString("utf8");
    at = end + 1;
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) continue;
    texts.set(path, output.subarray(at, at + Number(size)).toString("utf8"));
    at += Number(size) + 1;
  }
  return texts;
}
