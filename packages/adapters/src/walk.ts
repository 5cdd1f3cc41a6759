import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { msg, UserError } from "@release-gate/core";
import { workTreeAbove } from "./git-program.js";
import { isWithin } from "./trusted.js";

/** Folders of other people's files, and git's own. */
const elsewhere: ReadonlySet<string> = new Set([".git", "node_modules"]);

/** The folder that links must stay in: the top of the work tree that a folder is in, without asking git; else the folder. */
export function linkBoundary(folder: string): string {
  return workTreeAbove(folder) ?? resolve(folder);
}

/**
 * Every file below a folder, hidden ones too, sorted. Links are followed inside of the boundary, each folder that one leads to
 * once.
 * @param concerns whether anybody asks for what is in a folder, or for what a link leads to.
 * @throws UserError for such a link that leads out of the boundary, or nowhere.
 */
export function walk(
  folder: string,
  boundary: string,
  concerns: (path: string, isFolder: boolean) => boolean = () => true,
): string[] {
  const files: string[] = [];
  const linked = new Set<string>();
  const enter = (at: string, above: readonly string[]): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (!elsewhere.has(entry.name) && concerns(path, true)) enter(path, above);
        continue;
      }
      if (!entry.isSymbolicLink()) {
        files.push(path);
        continue;
      }
      if (!concerns(path, existsSync(path) && statSync(path).isDirectory())) continue;
      const target = followed(path, boundary);
      if (!statSync(target).isDirectory()) files.push(path);
      // A folder above itself would have no end.
      else if (!linked.has(target) && !above.some((each) => isWithin(target, each))) {
        linked.add(target);
        enter(path, [...above, target]);
      }
    }
  };
  enter(folder, [realpathSync(folder)]);
  return files.toSorted();
}

/**
 * Where a path really is.
 * @throws UserError where a link in it leads out of the boundary, or nowhere.
 */
export function followed(path: string, boundary: string): string {
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    throw new UserError(msg`${shown(boundary, path)} is a link that leads nowhere.`, {
      hint: msg`Remove the link, or put the file in its place.`,
    });
  }
  // Only what lies inside can lead out.
  if (!isWithin(resolve(boundary), resolve(path)) || isWithin(realpathSync(boundary), target)) return target;
  throw new UserError(msg`${shown(boundary, path)} is a link that leads out of the repository.`, {
    hint: msg`Put the file itself in its place: what lies elsewhere is not what the repository ships.`,
  });
}

const shown = (boundary: string, path: string): string => relative(boundary, path).split(sep).join("/");

/** Whether a link leads to something, inside of the boundary. */
export function leadsInside(path: string, boundary: string): boolean {
  return existsSync(path) && isWithin(realpathSync(boundary), realpathSync(path));
}
