import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderOf, foldersAbove, manifestNames, needsManifest, sidecarPaths, type Source } from "@release-gate/core";
import { readSource, shownPath } from "./files.js";

/**
 * The files from which the frameworks of some migrations are told and by which they are configured: those beside them, and
 * the nearest manifests above, at most up to the top of the git work tree. Paths are relative to the root. `workTree` is where
 * the root is in the work tree, when what is read is a copy of a part of it.
 */
export function readSidecars(root: string, paths: readonly string[], workTree = root): Source[] {
  const found = new Map<string, Source | undefined>();
  const read = (path: string, from: string): Source | undefined => {
    const shown = shownPath(from, path);
    if (!found.has(shown)) found.set(shown, existsSync(resolve(from, path)) ? readSource(from, path) : undefined);
    return found.get(shown);
  };
  for (const path of new Set(paths.flatMap(sidecarPaths))) read(path, root);
  const folders = new Set(paths.filter(needsManifest).map(folderOf));
  for (const folder of folders) readManifests(workTree, folder, (path) => read(path, workTree));
  return [...found.values()].filter((source) => source !== undefined);
}

function readManifests(root: string, folder: string, read: (path: string) => Source | undefined): void {
  const missing = new Set<string>(manifestNames);
  for (const above of foldersAbove(folder)) {
    for (const name of missing) if (read(join(above, name))) missing.delete(name);
    if (missing.size === 0 || existsSync(resolve(root, above, ".git"))) return;
  }
}
