import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderOf, foldersAbove, manifestNames, needsManifest, sidecarPaths, type Source } from "@release-gate/core";
import { readSource, shownPath } from "./files.js";

/**
 * The files from which the frameworks of some migrations are told and by which they are configured: those beside them, and
 * the nearest manifests above, at most up to the top of the git work tree. Paths are relative to the root.
 */
export function readSidecars(root: string, paths: readonly string[]): Source[] {
  const found = new Map<string, Source | undefined>();
  const read = (path: string): Source | undefined => {
    const shown = shownPath(root, path);
    if (!found.has(shown)) found.set(shown, existsSync(resolve(root, path)) ? readSource(root, path) : undefined);
    return found.get(shown);
  };
  for (const path of new Set(paths.flatMap(sidecarPaths))) read(path);
  const folders = new Set(paths.filter(needsManifest).map(folderOf));
  for (const folder of folders) readManifests(root, folder, read);
  return [...found.values()].filter((source) => source !== undefined);
}

function readManifests(root: string, folder: string, read: (path: string) => Source | undefined): void {
  const missing = new Set<string>(manifestNames);
  for (const above of foldersAbove(folder)) {
    for (const name of missing) if (read(join(above, name))) missing.delete(name);
    if (missing.size === 0 || existsSync(resolve(root, above, ".git"))) return;
  }
}
