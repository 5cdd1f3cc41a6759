import { existsSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { isDynamicPattern } from "tinyglobby";
import { matcherOf } from "./pattern.js";
import { walk } from "./walk.js";

/** What a glob means: the files that it matches, and all that lie beside them, of whatever kind. */
export interface GlobFiles {
  readonly matched: readonly string[];
  readonly around: readonly string[];
}

/**
 * The files of a glob, absolute and sorted; hidden ones and all that lies in a folder that it matches count. Whatever the case
 * of its letters. Undefined where nothing is there.
 * @throws UserError for a link that the glob means and that leads out of the boundary, or nowhere.
 */
export function globFiles(root: string, glob: string, boundary: string): GlobFiles | undefined {
  const folder = resolve(root, fixedPart(glob));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const pattern = partsOf(glob).slice(fixedLength(glob)).join("/");
  const options = { dot: true, nocase: true } as const;
  const isMatch = matcherOf([pattern, `${pattern}/**`], options);
  const isAround = matcherOf([`${pattern.slice(0, lastSlash(pattern) + 1)}*`], options);
  const mayHold = foldersOf(pattern, options);
  const below = (path: string): string => relative(folder, path).split(sep).join("/");
  const concerns = (path: string, isFolder: boolean): boolean =>
    isMatch(below(path)) || (isFolder && mayHold(below(path)));
  const files = walk(folder, boundary, concerns);
  const matched = files.filter((path) => isMatch(below(path)));
  if (matched.length === 0) return undefined;
  return { matched, around: files.filter((path) => isMatch(below(path)) || isAround(below(path))) };
}

/** The folder before the first part with a wildcard. */
export function fixedPart(path: string): string {
  const fixed = fixedLength(path);
  const parts = partsOf(path);
  return fixed === parts.length ? path : parts.slice(0, fixed).join(sep) || (isAbsolute(path) ? sep : ".");
}

const partsOf = (path: string): string[] => path.split(/[/\\]/);

function fixedLength(path: string): number {
  const parts = partsOf(path);
  // A brace may reach over a slash: "{a/b,c}/*.sql".
  const dynamic = parts.findIndex((part) => part.includes("{") || isDynamicPattern(part));
  return dynamic === -1 ? parts.length : dynamic;
}

/** Where the last part begins; a slash within braces parts nothing. */
function lastSlash(pattern: string): number {
  let depth = 0;
  let last = -1;
  for (const [at, char] of [...pattern].entries()) {
    if (char === "{" || char === "(") depth++;
    else if (char === "}" || char === ")") depth--;
    else if (char === "/" && depth === 0) last = at;
  }
  return last;
}

/** Whether a folder may hold files of a glob: it lies where one of the glob's own folders does. */
function foldersOf(pattern: string, options: Parameters<typeof matcherOf>[1]): (folder: string) => boolean {
  if (/[{(][^})]*\//.test(pattern)) return () => true;
  const parts = pattern.split("/");
  const deep = parts.indexOf("**");
  const tests = parts
    .slice(0, deep === -1 ? -1 : deep)
    .map((_, at) => matcherOf([parts.slice(0, at + 1).join("/")], options));
  const start = deep === -1 ? undefined : parts.slice(0, deep).join("/");
  const isDeep = start === undefined ? undefined : matcherOf([start === "" ? "**" : `${start}/**`], options);
  return (folder) => tests.some((test) => test(folder)) || isDeep?.(folder) === true;
}
