import { existsSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path/posix";
import { isSqlPath, msg, type Weakening } from "@release-gate/core";
import { treeAt, type Tree } from "./base-tree.js";
import { changedPaths, submodules, trackedSql } from "./git-changes.js";
import { fullPath, git, pathFrom, type Repository } from "./git.js";
import { fixedPart } from "./glob.js";
import { matcherOf } from "./pattern.js";

interface Base {
  readonly ref: string;
  readonly commit: string;
}

/**
 * What of the history of migrations is no longer there: files of the base that are gone, files that git has and the work tree
 * lacks, and submodules with another commit. Without them nobody knows what is in the database, and what is new.
 * @param paths the paths of the migrations in the policy, as seen from the folder that the repository was opened in.
 */
export function lostHistory(repository: Repository, base: Base, paths: readonly string[]): Weakening[] {
  const tree = treeAt(repository, base.commit);
  const patterns = paths.map((path) => normalize(join(repository.prefix, path)));
  const folders = patterns.map((pattern) => normalize(fixedPart(pattern)));
  const isMeant = (name: string): boolean =>
    isSqlPath(name) && !isUndo(name) && patterns.some((pattern) => isUnder(name, pattern));
  const isThere = (name: string): boolean => existsSync(fullPath(repository, name));
  const released = new Set(folders.flatMap((folder) => tree.below(folder)).filter(isMeant));
  const missing = [...released].filter((name) => !isThere(name));
  const unread = trackedSql(repository).filter((name) => isMeant(name) && !released.has(name) && !isThere(name));
  const modules = movedModules(repository, base, tree, folders);
  const moved = missing.length === 0 ? new Set<string>() : movedFrom(repository, base, isMeant);
  const at = (name: string): Weakening["place"] => ({ path: pathFrom(repository, name), line: 1, column: 1 });
  return [
    ...missing
      .filter((name) => !moved.has(name))
      .map((name) => ({
        place: at(name),
        text: msg`The migration ${pathFrom(repository, name)} existed at ${base.ref} and is gone: what it made in the database is no longer known. Put it back; a squash is merged by itself first.`,
      })),
    ...unread.map((name) => ({
      place: at(name),
      text: msg`git has the migration ${pathFrom(repository, name)}, and the work tree does not: check it out, or delete it with "git rm".`,
    })),
    ...modules.map((name) => ({
      place: at(name),
      text: msg`The submodule ${pathFrom(repository, name)} has another commit than at ${base.ref}: nothing tells which of its migrations are released.`,
    })),
  ];
}

/** Files that undo a migration: they made nothing. */
function isUndo(name: string): boolean {
  return /(?:^|[._-])down\.sql$/i.test(basename(name)) || /^U\d/.test(basename(name));
}

function isUnder(name: string, pattern: string): boolean {
  const plain = pattern.replace(/\/$/, "");
  if (plain === "." || name === plain || name.startsWith(`${plain}/`)) return true;
  return matcherOf([plain, `${plain}/**`], { dot: true, nocase: true })(name);
}

/** The files of the base that are elsewhere now and still the same migrations; the rules judge a name that changed. */
function movedFrom(repository: Repository, { ref, commit }: Base, isMeant: (name: string) => boolean): Set<string> {
  const changed = changedPaths(repository, { base: commit, since: ref, staged: false });
  const moved = new Set<string>();
  for (const { path, was } of changed) {
    if (was === undefined || was.path === path || !isMeant(path) || !existsSync(fullPath(repository, path))) continue;
    const isSame = unitOf(path) === unitOf(was.path) || blobOf(repository, path) === was.blob;
    if (isSame) moved.add(was.path);
  }
  return moved;
}

function blobOf(repository: Repository, name: string): string {
  return git(repository, ["hash-object", "--", fullPath(repository, name)])
    .toString("utf8")
    .trim();
}

/** What a migration is called: its file, or its folder where each has one. */
function unitOf(name: string): string {
  return /^(?:up|migration)\.sql$/i.test(basename(name)) ? basename(dirname(name)) : basename(name);
}

/** The submodules on the way to the migrations, or among them, that had another commit at the base. */
function movedModules(repository: Repository, base: Base, tree: Tree, folders: readonly string[]): string[] {
  const concerned = tree.modules(folders);
  if (concerned.length === 0) return [];
  const changed = changedPaths(repository, { base: base.commit, since: base.ref, staged: false });
  const differ = new Set(changed.map(({ path }) => path));
  const present = new Set(submodules(repository));
  return concerned.filter((name) => differ.has(name) || !present.has(name));
}
