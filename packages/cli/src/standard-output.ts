import { fstatSync, writeSync } from "node:fs";
import { msg, terminalText, UserError } from "@release-gate/core";

/** Goes to the begin of the line and empties it: what follows is written over it. */
export const overLine = "\r\u001B[K";

/** Writes to standard error at once, through the last door. */
export function tell(text: string): void {
  const over = text.startsWith(overLine) ? overLine : "";
  process.stderr.write(over + terminalText(text.slice(over.length)));
}

/**
 * Writes to standard output at once. Not by `process.stdout`, which for a pipe or a file first loads streams and sockets;
 * that is left with what a pipe that does not block cannot take yet. A reader that has gone (`| head`) is no failure.
 */
export function print(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return throwUnlessGone(error as Error);
    process.stdout.on("error", throwUnlessGone);
    process.stdout.write(rest);
  }
}

function throwUnlessGone(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  throw new UserError(msg`Cannot write to standard output: ${error.message}.`, {
    hint: msg`Free some space, or write to another place. The output is incomplete.`,
  });
}

/** Whether standard output (1) or standard error (2) is a terminal. */
export function isTerminal(descriptor: 1 | 2): boolean {
  const stream = (): NodeJS.WriteStream => (descriptor === 1 ? process.stdout : process.stderr);
  try {
    // With big integers, since Node's realpathSync looks at what the latest other stat found: after that of a pipe it stops
    // at the first folder that it knows, and packages that are linked are not found.
    return fstatSync(descriptor, { bigint: true }).isCharacterDevice() && stream().isTTY;
  } catch {
    return false; // closed
  }
}
