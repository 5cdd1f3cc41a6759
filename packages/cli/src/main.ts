import { terminalText } from "@release-gate/core";
import { CommanderError } from "commander";
import type { Perform } from "./command.js";
import type { CommandEnvironment } from "./environment.js";
import type { CommonFlags, OutputOptions } from "./flags.js";
import { localeLanguage } from "./locale.js";
import { exitCodes } from "./outcome.js";
import { createProgram } from "./program.js";
import { readStdin } from "./standard-input.js";
import { isTerminal, print, tell } from "./standard-output.js";

const environment: CommandEnvironment = {
  folder: process.cwd(),
  clock: () => Date.now(),
  readStdin,
  tell,
  get terminal() {
    return isTerminal(2);
  },
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  variables: process.env,
  interruption: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => {
          interrupted = true;
          resolve();
        });
      }
    }),
};

let interrupted = false;

async function outputOptions(flags: Pick<CommonFlags, "color" | "quiet" | "lang">): Promise<OutputOptions> {
  const { languageOf } = await import("./flags.js");
  const terminal = isTerminal(1);
  const plain = flags.color === false || process.env["NO_COLOR"] !== undefined || !terminal;
  const columns = Number(process.env["COLUMNS"]) || (terminal && process.stdout.columns) || 80;
  return {
    language: languageOf(flags.lang ?? localeLanguage(process.env)),
    color: isColorForced(process.env["FORCE_COLOR"]) ?? !plain,
    width: Math.max(columns, 40),
    quiet: flags.quiet === true,
  };
}

/** FORCE_COLOR as Node reads it: 0 and false take the colors away. */
function isColorForced(given: string | undefined): boolean | undefined {
  return given === undefined ? undefined : given !== "0" && given !== "false";
}

const perform: Perform = async (flags, run) => {
  try {
    const result = await run(await outputOptions(flags), environment);
    const files = result.files ?? [];
    if (files.length > 0) {
      const { refuseLinkOut, writeWhole } = await import("@release-gate/adapters");
      for (const { path } of files) refuseLinkOut(path);
      for (const { path, text, ...how } of files) writeWhole(path, text, how);
    }
    print(result.format === undefined ? terminalText(result.output) : result.output);
    process.exitCode = result.exitCode;
    // Requests that are under way would keep the process for as long as their servers take.
    if (interrupted) process.stdout.write("", () => process.exit());
  } catch (error) {
    const { failureText } = await import("./failure.js");
    const language = flags.lang ?? localeLanguage(process.env);
    tell(failureText(error, language === "ja" ? "ja" : "en"));
    process.exitCode = exitCodes.failed;
  }
};

createProgram(perform)
  .parseAsync()
  .catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.failed;
  });
