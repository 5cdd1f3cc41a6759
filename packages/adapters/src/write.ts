import { closeSync, lstatSync, mkdirSync, openSync, realpathSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { msg, UserError } from "@release-gate/core";
import writeFileAtomic from "write-file-atomic";
import { reasonOf } from "./reason.js";

export interface WriteOptions {
  /** Permissions of a new file, where not the usual ones. A file that is there keeps its own. */
  readonly mode?: number;
}

/**
 * Writes a file whole or not at all: beside it, and then in its place. A link is followed, and stays. What is there and no
 * plain file (a device, a FIFO, a socket) is written to and never replaced.
 * @throws UserError where it cannot be written.
 */
export function writeWhole(path: string, text: string, { mode }: WriteOptions = {}): void {
  try {
    const descriptor = descriptorOf(path);
    if (descriptor !== undefined) return writeAll(descriptor, Buffer.from(text));
    if (mode !== undefined) mkdirSync(dirname(path), { recursive: true });
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
