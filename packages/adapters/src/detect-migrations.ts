import { lstatSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isSqlPath, placeSources } from "@release-gate/core";
import { expandPaths, readSource, shownPath } from "./files.js";
import { readSidecars } from "./sidecars.js";
import { leadsInside, linkBoundary, walk } from "./walk.js";

/** A folder that holds migrations of a framework. */
export interface MigrationFolder {
  /** Relative to the root, "." for itself. */
  readonly folder: string;
  readonly framework: string;
  readonly files: number;
}

/** Folders with what other people wrote, or what is built; files and folders that begin with a dot are left out as well. */
const elsewhere: ReadonlySet<string> = new Set(["node_modules", "vendor", "target", "dist", "build"]);

/**
 * The folders below a root that hold migrations, those with the most files first. A folder of plain SQL counts where its
 * files are numbered, or where it was named.
 * @throws UserError for a named path that does not exist, and for a file that is no text.
 */
export function detectMigrations(root: string, named?: string): MigrationFolder[] {
  const paths = named === undefined ? sqlBelow(root) : expandPaths(root, [named]);
  const sources = paths.map((path) => readSource(root, path));
  const shown = sources.map(({ path }) => path);
  const folders = new Map<string, MigrationFolder>();
  for (const { source, framework, around } of placeSources(sources, { sidecars: readSidecars(root, shown) })) {
    const plain = framework.name === "plain";
    if (plain && named === undefined && !/(?:^|\/)V?\d+[^/]*$/.test(source.path)) continue;
    const home = plain && named !== undefined ? named : (framework.home?.(source.path, around) ?? around.folder);
    const folder = shownPath(root, resolve(root, home));
    const key = `${framework.name} ${folder}`;
    folders.set(key, { folder, framework: framework.name, files: (folders.get(key)?.files ?? 0) + 1 });
  }
  return [...folders.values()].toSorted((a, b) => b.files - a.files || (a.folder < b.folder ? -1 : 1));
}

/** The SQL files that could be somebody's migrations. A link that leads elsewhere is told when its folder is judged. */
function sqlBelow(root: string): string[] {
  const boundary = linkBoundary(root);
  const concerns = (path: string, isFolder: boolean): boolean => {
    if (isFolder && (basename(path).startsWith(".") || elsewhere.has(basename(path)))) return false;
    return !lstatSync(path).isSymbolicLink() || leadsInside(path, boundary);
  };
  return walk(resolve(root), boundary, concerns).filter((path) => isSqlPath(path) && !basename(path).startsWith("."));
}
