import { lstatSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** The user's folder for what can be computed again: RELEASE_GATE_CACHE, else `release-gate` where XDG says caches are. */
export function cacheFolder(): string {
  const configured = process.env["RELEASE_GATE_CACHE"];
  if (configured) return resolve(configured);
  const xdg = process.env["XDG_CACHE_HOME"];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "release-gate");
}

/**
 * Makes a folder that nobody else may enter, or takes the one that is there; undefined where it cannot be had, or is another
 * user's, a link, or open to others: what lies in it might be theirs.
 */
export function privateFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return isPrivate(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function isPrivate(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  const isFolder = lstatSync(path).isDirectory();
  // Windows has neither; there the folders of a user are closed to others.
  return isFolder && (process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0));
}
