import { couldNotRun, reportFlags, withHelp, type Declare } from "../command.js";
import type { CommonFlags } from "../flags.js";

export interface TraceFlags extends CommonFlags {
  readonly url?: string;
  readonly scratch?: boolean;
  readonly timeLimit?: string;
}

export const traceCommand: Declare = (program, perform) => {
  const command = reportFlags(program.command("trace"))
    .description("run migrations on an embedded or scratch PostgreSQL; compare what it did with what was predicted")
    .argument("[files...]", "files, folders or globs; if left out, the migrations of the policy")
    .option("--url <url>", "an empty scratch database; if left out, PGlite, or with --postgres a PostgreSQL from npm")
    .option("--scratch", "confirm that trace may write to the database of --url")
    .option("--time-limit <seconds>", "the longest time for one statement; if left out, 60")
    .action((files: string[], flags: TraceFlags) =>
      perform(flags, async (...given) => (await import("./trace.js")).runTrace(files, flags, ...given)),
    );
  withHelp(command, {
    examples: {
      "release-gate trace": "on the embedded PGlite",
      "release-gate trace --postgres 16 db/migrations": "on a PostgreSQL 16 from npm",
      "release-gate trace --url postgresql://me@localhost/scratch --scratch": "on a scratch database",
    },
    exits: {
      0: "every statement ran and did what was predicted",
      1: "a statement failed, or did something else",
      2: couldNotRun,
    },
  });
};
