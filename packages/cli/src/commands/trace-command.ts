import { couldNotRun, reportFlags, withHelp, type Declare } from "../command.js";
import type { CommonFlags } from "../flags.js";

export interface TraceFlags extends CommonFlags {
  readonly url?: string;
  readonly scratch?: boolean;
  readonly timeLimit?: string;
  readonly run?: string;
  readonly setup?: string;
  readonly write?: string;
  readonly network?: boolean;
}

export const traceCommand: Declare = (program, perform) => {
  const command = reportFlags(program.command("trace"))
    .description("run migrations on an embedded or scratch PostgreSQL; compare what it did with what was predicted")
    .argument("[files...]", "files, folders or globs; if left out, the migrations of the policy")
    .option("--url <url>", "an empty scratch database; if left out, PGlite, or with --postgres a PostgreSQL from npm")
    .option("--scratch", "confirm that trace may write to the database of --url")
    .option(
      "--time-limit <seconds>",
      "the longest time for one statement, 60 if left out; with --run for the command, 600",
    )
    .option("--run <command>", "record what a command of yours sends to a PostgreSQL, and judge it")
    .option("--setup <file>", "with --run: SQL that is run before the command (roles, extensions)")
    .option("--write <folder>", "with --run: keep the recorded SQL there, as migrations that lint judges")
    .option("--network", "with --run: let the command reach other machines")
    .action((files: string[], flags: TraceFlags) =>
      perform(flags, async (...given) => (await import("./trace.js")).runTrace(files, flags, ...given)),
    );
  withHelp(command, {
    examples: {
      "release-gate trace": "on the embedded PGlite",
      "release-gate trace --postgres 16 db/migrations": "on a PostgreSQL 16 from npm",
      "release-gate trace --url postgresql://me@localhost/scratch --scratch": "on a scratch database",
      'release-gate trace --run "npx knex migrate:latest"': "what a runner of yours really sends",
    },
    exits: {
      0: "every statement ran and did what was predicted; with --run there is no finding that holds, either",
      1: "a statement or the command failed, or a statement did something else; with --run also a finding that holds",
      2: couldNotRun,
    },
  });
};
