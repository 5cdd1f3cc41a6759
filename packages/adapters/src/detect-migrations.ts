import { resolve } from "node:path";
import { placeSources } from "@release-gate/core";
import { globSync } from "tinyglobby";
import { expandPaths, readSource, shownPath } from "./files.js";
import { readSidecars } from "./sidecars.js";

/** A folder that holds migrations of a framework. */
export interface MigrationFolder {
  /** Relative to the root, "." for itself. */
  readonly folder: string;
  readonly framework: string;
  readonly files: number;
}

/** Folders with what other people wrote, or what is built; files and folders that begin with a dot are left out as well. */
const elsewhere = ["**/node_modules/**", "**/vendor/**", "**/target/**", "**/dist/**", "**/build/**"];

/**
 * The folders below a root that hold migrations, those with the most files first. A folder of plain SQL counts where its
 * files are numbered, or where it was named.
 * @throws UserError for a named path that does not exist, and for a file that is no text.
 */
export function detectMigrations(root: string, named?: string): MigrationFolder[] {
  const paths =
    named === undefined
      ? globSync("**/*.sql", { cwd: root, absolute: true, ignore: elsewhere, followSymbolicLinks: false })
      : expandPaths(root, [named]);
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
