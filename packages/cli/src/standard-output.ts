import { fstatSync, writeSync } from "node:fs";

/**
 * Writes to standard output at once. Not by `process.stdout`, which for a pipe or a file first loads streams and sockets;
 * that is left with what a pipe that does not block cannot take yet. A reader that has gone (`| head`) is no failure.
 */
export function print(text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EAGAIN") process.stdout.write(rest);
    else if (code !== "EPIPE") throw error;
  }
}

/** Whether standard output (1) or standard error (2) is a terminal. */
export function isTerminal(descriptor: 1 | 2): boolean {
  const stream = (): NodeJS.WriteStream => (descriptor === 1 ? process.stdout : process.stderr);
  try {
    return fstatSync(descriptor).isCharacterDevice() && stream().isTTY;
  } catch {
    return false; // closed
  }
}
