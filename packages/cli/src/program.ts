import { Command } from "commander";
import type { Declare, Perform } from "./command.js";
import { checkCommand } from "./commands/check-command.js";
import { collectCommand } from "./commands/collect-command.js";
import { explainCommand } from "./commands/explain-command.js";
import { generateCommand } from "./commands/generate-command.js";
import { initCommand } from "./commands/init-command.js";
import { lintCommand } from "./commands/lint-command.js";
import { traceCommand } from "./commands/trace-command.js";
import { print, tell } from "./standard-output.js";
import { version } from "./version.js";

/** Every command, in the order of `--help`. A command declares its flags in its own file; its work is imported when it runs. */
const commands: readonly Declare[] = [
  checkCommand,
  lintCommand,
  traceCommand,
  collectCommand,
  generateCommand,
  initCommand,
  explainCommand,
];

/** The command line: all commands and their flags. `perform` runs the work of the command that was chosen. */
export function createProgram(perform: Perform): Command {
  const program = new Command("release-gate")
    .description("Is it safe to go on? PostgreSQL migrations and SLOs in one verdict: promote, hold or roll back.")
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({ writeOut: print, writeErr: tell })
    .exitOverride();
  for (const declare of commands) declare(program, perform);
  return program.addHelpText("after", "\nDocumentation: docs/cli.md");
}
