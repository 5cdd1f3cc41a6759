import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { msg, sourceOf, UserError, type Place, type Source } from "@release-gate/core";
import { isDynamicPattern } from "tinyglobby";
import { fixedPart, globFiles } from "./glob.js";
import { reasonOf } from "./reason.js";
import { followed, linkBoundary, walk } from "./walk.js";

/** The names under which a policy is looked for. */
export const policyNames = ["release-gate.yaml", "release-gate.yml"] as const;

/** The policy file of a folder or of the nearest one above it. */
export function findPolicy(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    for (const name of policyNames) if (existsSync(join(at, name))) return join(at, name);
    if (dirname(at) === at) return undefined;
  }
}

/** A path as it is shown: relative to the configuration's folder, with `/`. */
export function shownPath(root: string, path: string): string {
  const shown = relative(root, resolve(root, path)).split(sep).join("/");
  return shown === "" ? "." : shown;
}

/**
 * The text of a file.
 * @throws UserError where it cannot be read, or is not UTF-8 text (with the line and column of the first bad byte).
 */
export function readText(root: string, path: string): string {
  const full = resolve(root, path);
  let text: string;
  try {
    refuseNoText(full, shownPath(root, path));
    text = readFileSync(full, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    const place = { path: shownPath(root, path) };
    throw new UserError(msg`Cannot read ${place.path}: ${reasonOf(error)}.`, {
      place,
      hint: msg`Check the path and its permissions.`,
    });
  }
  // Read so, it costs least; what is not UTF-8 has become U+FFFD, so a text with that is looked at by its bytes.
  return /[\0\uFFFD]/.test(text) ? checkedText(root, path, readFileSync(full)) : text;
}

/** No text that we read is larger, in bytes. */
const largestText = 256 * 1024 * 1024;

/**
 * A device or a pipe has no end, or none that comes; what is too large would take the memory of everybody.
 * @throws UserError with the file's name, before it is opened.
 */
export function refuseNoText(full: string, shown: string, largest = largestText): void {
  const found = statSync(full);
  const place = { path: shown };
  if (!found.isFile() && !found.isDirectory()) {
    const hint = msg`Name regular files: a device or a pipe is not read.`;
    throw new UserError(msg`This is not a regular file.`, { place, hint });
  }
  if (found.size > largest) {
    throw new UserError(msg`This file is larger than ${largest / 1024 / 1024} MiB.`, {
      place,
      hint: msg`Leave it out of the paths, or split it.`,
    });
  }
}

/** The text of a file's bytes, with U+FFFD only where the file itself has it. */
function checkedText(root: string, path: string, bytes: Buffer): string {
  const place = { path: shownPath(root, path) };
  if (bytes.includes(0)) {
    throw new UserError(msg`${place.path} is not a text file: it has a NUL byte.`, {
      place: { ...place, ...placeOfByte(bytes, bytes.indexOf(0)) },
      hint: msg`Name text files in UTF-8 only; leave binary files out of the paths.`,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(msg`${place.path} is not UTF-8 text.`, {
      place: { ...place, ...placeOfByte(bytes, firstInvalid(bytes)) },
      hint: msg`Save the file as UTF-8.`,
    });
  }
}

/** A file as a source. */
export function readSource(root: string, path: string): Source {
  return sourceOf(shownPath(root, path), readText(root, path));
}

/**
 * The SQL files that some paths mean, sorted: files as named, folders with everything below, globs.
 * @param place the key of the policy that names them, for errors.
 * @throws UserError for a path that does not exist or a glob that matches nothing.
 */
export function expandPaths(root: string, paths: readonly string[], extension = ".sql", place?: Place): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const files = expandPath(root, path, extension);
    if (!files) throw notFound(root, path, place);
    for (const file of files) found.add(file);
  }
  return [...found].sort();
}

/** As `expandPaths`, where what is not there may be missing. */
export function expandPresent(root: string, paths: readonly string[], extension = ".sql"): string[] {
  return [...new Set(paths.flatMap((path) => expandPath(root, path, extension) ?? []))].sort();
}

/**
 * Every file that some paths mean, whatever its kind, sorted; what is not there is left out.
 * @param around whether what lies beside the files of a glob counts too.
 * @throws UserError for a link that leads out of the repository, or nowhere.
 */
export function everyFile(root: string, paths: readonly string[], around: "around" | "matched" = "matched"): string[] {
  return [...new Set(paths.flatMap((path) => filesOf(root, path)?.[around] ?? []))].sort();
}

/** Undefined where nothing is meant. A file that was named, or whose ending was, counts whatever its ending. */
function expandPath(root: string, path: string, extension: string): string[] | undefined {
  const found = filesOf(root, path);
  if (found === undefined || found.isExact || /\.\w+$/.test(path)) return found && [...found.matched];
  const endings = extension.replace(/^\.\{(.*)\}$/, "$1").split(",");
  const wanted = endings.map((ending) => `.${ending.replace(/^\./, "")}`);
  // Hidden migrations may run; hidden files of other kinds are somebody's configuration.
  const hidden = (file: string): boolean => extension !== ".sql" && /[/\\]\./.test(file.slice(found.folder.length));
  return found.matched.filter((file) => wanted.some((ending) => file.toLowerCase().endsWith(ending)) && !hidden(file));
}

interface MeantFiles {
  readonly matched: readonly string[];
  readonly around: readonly string[];
  /** The folder that was named, or the one before the wildcards. */
  readonly folder: string;
  /** Whether one file was named. */
  readonly isExact: boolean;
}

function filesOf(root: string, path: string): MeantFiles | undefined {
  const full = resolve(root, path);
  const boundary = linkBoundary(root);
  if (existsSync(full)) {
    followed(full, boundary);
    const isFolder = statSync(full).isDirectory();
    const files = isFolder ? walk(full, boundary) : [full];
    return { matched: files, around: files, folder: full, isExact: !isFolder };
  }
  const found = isDynamicPattern(path) ? globFiles(root, path, boundary) : undefined;
  return found && { ...found, folder: resolve(root, fixedPart(path)), isExact: false };
}

function notFound(root: string, path: string, place: Place | undefined): UserError {
  const shown = isAbsolute(path) ? path : shownPath(root, path);
  return new UserError(isDynamicPattern(path) ? msg`No file matches ${shown}.` : msg`${shown} does not exist.`, {
    ...(place ? { place } : {}),
    hint: msg`Name a file, a folder or a glob in quotes; paths are relative to ${root}.`,
  });
}

function placeOfByte(bytes: Buffer, at: number): { readonly line: number; readonly column: number } {
  const before = bytes.subarray(0, Math.max(at, 0));
  const lineStart = before.lastIndexOf(10) + 1;
  let line = 1;
  for (const byte of before) if (byte === 10) line++;
  return { line, column: before.subarray(lineStart).toString("utf8").length + 1 };
}

/** The offset of the first byte that is not UTF-8, found by halving. */
function firstInvalid(bytes: Buffer): number {
  // As a stream, a prefix that ends within a character is still good.
  const decodes = (length: number, stream: boolean): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(middle, true)) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !decodes(low, false)) low--;
  return low;
}
