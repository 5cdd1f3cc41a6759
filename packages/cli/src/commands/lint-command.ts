import { couldNotRun, reportFlags, versionFlags, withHelp, type Declare } from "../command.js";
import type { CommonFlags, VersionFlags } from "../flags.js";

export interface LintFlags extends CommonFlags, VersionFlags {
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly updateBaseline?: boolean;
  readonly cache?: boolean;
  readonly cacheLocation?: string;
}

export const lintCommand: Declare = (program, perform) => {
  const command = versionFlags(reportFlags(program.command("lint")))
    .description("show what PostgreSQL does with migrations and what of it is dangerous")
    .argument("[files...]", "files, folders or globs; if left out, the migrations of the policy")
    .option("--stdin", "read SQL from standard input")
    .option("--stdin-filename <file>", "the file name that the SQL of --stdin would have")
    .option("--cache", "keep results and reuse them while nothing that they depend on has changed")
    .option(
      "--cache-location <folder>",
      "where --cache keeps results; if left out, your own cache folder; safe to delete",
    )
    .option("--fix", "rewrite the statements that can be made safe in place")
    .option("--update-baseline", "remove findings from the baseline that are gone; new ones are never added")
    .action((files: string[], flags: LintFlags) =>
      perform(flags, async (...given) => (await import("./lint.js")).runLint(files, flags, ...given)),
    );
  withHelp(command, {
    examples: {
      "release-gate lint": "the migrations that ship, by the policy",
      "release-gate lint --since origin/main": "the migrations that a branch adds",
      "release-gate lint db/migrations/0007_index.sql": "one file",
      "release-gate lint --format github --format json=report.json": "annotations in CI, and a file",
    },
    exits: {
      0: "no error was found",
      1: "an error was found; with --fail-on warn, a warning too",
      2: couldNotRun,
    },
  });
};
