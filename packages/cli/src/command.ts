import type { Command } from "commander";
import type { CommandEnvironment } from "./environment.js";
import type { CommonFlags, OutputOptions } from "./flags.js";
import type { CommandResult, ExitCode } from "./outcome.js";

/** The work of a command. Its file is imported when the command runs, so that no other command pays for it at start-up. */
export type Run = (options: OutputOptions, env: CommandEnvironment) => Promise<CommandResult>;

/** Runs the work of a command, prints its result and sets the exit code. */
export type Perform = (flags: Pick<CommonFlags, "color" | "quiet" | "lang">, run: Run) => Promise<void>;

/** Adds a command with its flags to the program. */
export type Declare = (program: Command, perform: Perform) => void;

/** What `--help` prints below the flags. */
export interface CommandHelp {
  /** Command line -> what it is for. */
  readonly examples: Readonly<Record<string, string>>;
  /** What each exit code of the command means. */
  readonly exits: Partial<Readonly<Record<ExitCode, string>>>;
}

/** What exit code 2 means for every command. */
export const couldNotRun = "could not run: bad flag, bad configuration, unreadable input or a bug";

/** Adds examples, exit codes and the documentation page to the help of a command. */
export function withHelp(command: Command, { examples, exits }: CommandHelp): Command {
  return command.addHelpText("after", () => {
    const anchor = fullName(command).replaceAll(" ", "-");
    const lines = [
      "",
      "Examples:",
      ...Object.entries(examples).flatMap(([line, about]) => [`  # ${about}`, `  ${line}`]),
      "",
      "Exit codes:",
      ...Object.entries(exits).map(([code, about]) => `  ${code}  ${about}`),
      "",
      `Documentation: docs/cli.md#${anchor}`,
    ];
    return lines.join("\n");
  });
}

/** "generate prometheus-rules": the names from below the program down to the command. */
function fullName(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${fullName(parent)} ${command.name()}` : command.name();
}

/** The values of a flag that may be given several times. */
export const appended = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const configFlag = (command: Command): Command =>
  command.option(
    "--config <file>",
    "the policy; if left out, release-gate.yaml of this folder or of the nearest one above",
  );

export const languageFlag = (command: Command): Command =>
  command.option("--lang <language>", "en or ja; if left out, the language of the locale (LC_ALL, LC_MESSAGES, LANG)");

/** The flags of every command that prints a report. */
export function reportFlags(command: Command): Command {
  const withFormats = configFlag(command)
    .option("--format <name[=file]>", "pretty, json, github, markdown or html; repeatable with files", appended)
    .option("--now <moment>", "judge as of this moment (ISO 8601 with offset), for repeatable runs")
    .option("--postgres <version>", "major version of the server, 14 to 18")
    .option("--fail-on <severity>", "warn (or warning): exit 1 for warnings too")
    .option("--no-color", "print no colors")
    .option("--quiet", "print the findings without the summary");
  return languageFlag(withFormats);
}

/** The flags that take what ships from git. */
export function versionFlags(command: Command): Command {
  return command
    .option("--since <ref>", "judge the migrations that changed since the merge base of this git ref and HEAD")
    .option("--staged", "judge the migrations that are staged for the next git commit, as they are staged")
    .option(
      "--policy-from <ref>",
      "judge by the policy and the baseline of this git ref, not by those of the work tree",
    )
    .option("--time-limit <duration>", "longest time for the whole run; what is left then holds; 10m if left out");
}
