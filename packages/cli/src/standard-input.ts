import { readSync } from "node:fs";
import { msg, UserError } from "@release-gate/core";

/** More than this on standard input is no migration, in bytes. */
const mostInput = 256 * 1024 * 1024;

/** All of standard input. @throws UserError where it has no end, or more than a text can be. */
export function readStdin(): string {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(1 << 16);
    const read = readSome(part);
    if (read === 0) return Buffer.concat(parts).toString("utf8");
    parts.push(part.subarray(0, read));
    size += read;
    if (size > mostInput)
      throw new UserError(msg`Standard input has more than ${mostInput} bytes, which are not read.`, {
        hint: msg`Name the file instead, or split it.`,
      });
  }
}

/** Bytes of standard input; waits where a pipe has none yet. */
function readSome(into: Buffer): number {
  for (;;) {
    try {
      return readSync(0, into);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
