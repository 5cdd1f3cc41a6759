import { closeSync, lstatSync, mkdirSync, openSync, readlinkSync, realpathSync, statSync, writeSync } from "node:fs";
import { dirname, isAbsolute, parse, relative, resolve, sep } from "node:path";
import { msg, UserError } from "@release-gate/core";
import writeFileAtomic from "write-file-atomic";
import { reasonOf } from "./reason.js";
import { isKeptByGit, isWithin, realOf, repositoryAbove } from "./trusted.js";

export interface WriteOptions {
  /** Permissions of a new file, where not the usual ones. A file that is there keeps its own. */
  readonly mode?: number;
  /** Folders above it that are not there are made. */
  readonly folders?: boolean;
}

/**
 * Writes a file whole or not at all: beside it, and then in its place. A link is followed, and stays. What is there and no
 * plain file (a device, a FIFO, a socket) is written to and never replaced.
 * @throws UserError where it cannot be written, or a link of a repository leads out of it.
 */
export function writeWhole(
  path: string,
  text: string,
  { mode, folders = mode !== undefined }: WriteOptions = {},
): void {
  refuseLinkOut(path);
  try {
    const descriptor = descriptorOf(path);
    if (descriptor !== undefined) return writeAll(descriptor, Buffer.from(text));
    if (folders) mkdirSync(dirname(path), { recursive: true });
    const there = statSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile()) return writeInto(path, text);
    // A link whose target is missing is made good, as a shell's ">" does.
    const at = there || lstatSync(path, { throwIfNoEntry: false }) ? targetOf(path) : path;
    if (at === undefined) return writeInto(path, text);
    writeFileAtomic.sync(at, text, there || mode === undefined ? {} : { mode });
  } catch (error) {
    throw new UserError(msg`Cannot write ${path}: ${reasonOf(error)}.`, {
      hint: msg`Check the path and its permissions.`,
    });
  }
}

/**
 * Refuses to write through a link that lies in a repository and leads out of it: whoever wrote the repository would choose
 * the file. Links of the person's own, elsewhere, are followed.
 * @throws UserError that names the link.
 */
export function refuseLinkOut(path: string): void {
  const link = linkOut(path);
  if (link === undefined) return;
  const way = relative(process.cwd(), link);
  throw new UserError(msg`${way.startsWith("..") ? link : way} is a link that leads out of the repository.`, {
    hint: msg`Nothing was written. Name a file to write that is no such link, or remove the link.`,
  });
}

/** Most links on the way to a file; systems follow no more. */
const mostLinks = 40;

/** As the system goes there: `link/..` is above what the link leads to. */
function linkOut(path: string): string | undefined {
  const whole = isAbsolute(path) ? path : `${process.cwd()}${sep}${path}`;
  let here = parse(whole).root;
  const rest = partsOf(whole.slice(here.length));
  for (let links = 0; rest.length > 0 && links <= mostLinks;) {
    const at = resolve(here, rest.shift() ?? "");
    const target = linkTarget(at);
    if (target === undefined) {
      here = at;
      continue;
    }
    if (leadsOut(at, target)) return at;
    if (isAbsolute(target)) here = parse(target).root;
    rest.unshift(...partsOf(isAbsolute(target) ? target.slice(here.length) : target));
    links++;
  }
  return undefined;
}

const partsOf = (path: string): string[] => path.split(sep === "\\" ? /[\\/]/ : sep);

/** Undefined for what is no link, or cannot be had: then it cannot be written either. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Where there is no repository, the folder that the command runs in counts as one. */
function leadsOut(link: string, target: string): boolean {
  const folder = dirname(link);
  const working = realOf(process.cwd());
  const top = repositoryAbove(folder) ?? (isWithin(working, folder) ? working : undefined);
  // Git never makes a link of a repository's text in what it keeps, nor by its name.
  if (top === undefined || isKeptByGit(top, link)) return false;
  const real = realOf(resolve(folder, target));
  return !isWithin(top, real) || isKeptByGit(top, real);
}

/** The open file that a path like /dev/stdout means: opened by its name it would be cut off, or be no file at all. */
function descriptorOf(path: string): number | undefined {
  const [, name, number] = /^\/(?:dev|proc\/self)\/(?:(stdout|stderr)|fd\/(\d+))$/.exec(path) ?? [];
  if (name !== undefined) return name === "stdout" ? 1 : 2;
  return number === undefined ? undefined : Number(number);
}

/** Undefined for a link that leads nowhere yet. */
function targetOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function writeInto(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    writeAll(file, Buffer.from(text));
  } finally {
    closeSync(file);
  }
}

/** Writes all of it: one call may take less than it is given, and a pipe that does not block may take nothing yet. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
