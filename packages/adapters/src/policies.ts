import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { isSqlPath, UserError } from "@release-gate/core";
import { everyFile, findPolicy, policyNames } from "./files.js";
import { isMigrationText } from "./accounting.js";
import { changedPaths } from "./git-changes.js";
import { baseOf, findRepository, git, lastCommit, partsOf } from "./git.js";

/** A policy that a command is about, and what it is to judge by it. */
export interface PolicyPart {
  /** The policy's full path; undefined for what has no policy above it. */
  readonly policy: string | undefined;
  /** Full paths; what the policy names where there are none. */
  readonly paths: readonly string[];
}

export interface AboutPolicies {
  /** Files, folders or globs that were named, relative to the folder. */
  readonly paths?: readonly string[];
  readonly since?: string | undefined;
  readonly staged?: boolean | undefined;
}

/**
 * The policies that `lint` is about: those nearest to what is named or staged; else the folder's own (or the nearest above it)
 * and every one below.
 * @throws UserError for what git cannot tell of what changed.
 */
export function policiesToLint(folder: string, { paths = [], since, staged }: AboutPolicies): PolicyPart[] {
  const own = findPolicy(folder);
  if (paths.length > 0) return nearestTo(folder, paths, own);
  if (staged !== true && since === undefined) return policiesToCheck(folder);
  // Without anything below, the folder's own policy is all there can be.
  const below = policiesBelow(folder);
  if (below.every((each) => each === own)) return [{ policy: own, paths: [] }];
  const changed = changedFiles(folder, staged === true ? undefined : since);
  const nearest = new Set(changed.map((file) => findPolicy(dirname(file))));
  const judged = staged === true ? below.filter((each) => nearest.has(each)) : below;
  const alone = own === undefined ? changed.filter((file) => isSqlPath(file) && !findPolicy(dirname(file))) : [];
  const all = new Set([...(own === undefined ? [] : [own]), ...judged]);
  const parts: PolicyPart[] = [...all].map((policy) => ({ policy, paths: [] }));
  return alone.length > 0 ? [...parts, { policy: undefined, paths: alone }] : parts;
}

/** The policies that `check` is about: the folder's own (or the nearest above it) and every one below. */
export function policiesToCheck(folder: string): PolicyPart[] {
  const own = findPolicy(folder);
  return [...new Set([...(own === undefined ? [] : [own]), ...policiesBelow(folder)])].map((policy) => ({
    policy,
    paths: [],
  }));
}

/** What differs from the merge base with a ref, or is staged where there is none; below the folder, as full paths. */
function changedFiles(folder: string, since: string | undefined): string[] {
  const repository = findRepository(folder);
  if (!repository) return [];
  const base = since === undefined ? lastCommit(repository) : baseOf(repository, since);
  const comparison = { base, since: since ?? "HEAD", staged: since === undefined };
  return changedPaths(repository, comparison)
    .filter(({ path }) => path.startsWith(repository.prefix))
    .map(({ path }) => join(resolve(folder), path.slice(repository.prefix.length)));
}

/** What is named, by the policy nearest to each file. A folder with files of several policies is taken apart. */
function nearestTo(folder: string, paths: readonly string[], own: string | undefined): PolicyPart[] {
  const found = new Map<string | undefined, string[]>();
  const add = (path: string, policy: string | undefined): void => {
    found.set(policy, [...(found.get(policy) ?? []), path]);
  };
  const enter = (path: string): void => {
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    const nearest = findPolicy(isFolder ? path : dirname(path)) ?? own;
    const isMixed = isFolder && filesIn(path).some((file) => isPolicy(file) && findPolicy(dirname(file)) !== nearest);
    if (!isMixed) return add(path, nearest);
    for (const name of readdirSync(path).toSorted()) {
      const child = join(path, name);
      if (filesIn(child).some((file) => isMigrationText(file) && !isPolicy(file))) enter(child);
    }
  };
  for (const path of paths) {
    const full = resolve(folder, path);
    // A glob is taken apart into its files only where they have several policies.
    const files = existsSync(full) ? [] : filesIn(path, folder);
    const policies = new Set(files.map((file) => findPolicy(dirname(file)) ?? own));
    if (policies.size > 1) files.forEach(enter);
    else if (policies.size === 1) add(full, [...policies][0]);
    else enter(full);
  }
  return [...found].map(([policy, own]) => ({ policy, paths: own }));
}

const isPolicy = (file: string): boolean => policyNames.some((name) => name === basename(file));

/** Every file that a path means. What cannot be walked through is told where it is read. */
function filesIn(path: string, root = dirname(path)): string[] {
  if (path.split(/[/\\]/).some((part) => part === "node_modules" || part === ".git")) return [];
  try {
    return everyFile(root, [path]);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** The policies below a folder and its own: those that git knows or does not ignore; outside of git those that a walk finds. */
function policiesBelow(folder: string): string[] {
  const names = known(folder) ?? walked(folder);
  const folders = new Set(names.map((name) => dirname(resolve(folder, name))));
  return [...folders]
    .filter((each) => !each.split(sep).includes("node_modules"))
    .flatMap((each) => policyNames.map((name) => join(each, name)).find((path) => existsSync(path)) ?? [])
    .toSorted();
}

/** The policies that git knows or does not ignore; undefined where git cannot be asked, which is no failure here. */
function known(folder: string): string[] | undefined {
  try {
    if (!findRepository(folder)) return undefined;
    const specs = policyNames.map((name) => `:(glob)**/${name}`);
    return partsOf(git(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...specs]));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Outside of git a folder may be anything: so deep, and so many folders, are looked through. */
const most = { depth: 6, folders: 20_000 } as const;

function walked(folder: string): string[] {
  const found: string[] = [];
  let level = [resolve(folder)];
  let left: number = most.folders;
  for (let depth = 0; depth <= most.depth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const at of level) {
      if (left-- <= 0) return found;
      for (const entry of entriesOf(at)) {
        if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules") {
          next.push(join(at, entry.name));
        } else if (isPolicy(entry.name)) found.push(join(at, entry.name));
      }
    }
    level = next;
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no permission: nothing there is ours
  }
}
