import { exitCodes, type ExitCode } from "@release-gate/core";
import type { Format } from "./flags.js";

export { exitCodes, type ExitCode };

/** A file that a command writes when it has ended well. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
  /** Permissions, where not the usual ones. */
  readonly mode?: number;
  /** Folders above it that are not there are made. */
  readonly folders?: boolean;
}

/** What a command ends with: text for standard output, the exit code, and what goes to files. */
export interface CommandResult {
  readonly output: string;
  /** The format of the output, where a reporter made it; else it is text for people. */
  readonly format?: Format | undefined;
  readonly exitCode: ExitCode;
  readonly files?: readonly OutputFile[];
}
