import { configFlag, couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";
import type { CommonFlags } from "../flags.js";

export interface CollectFlags extends CommonFlags {
  readonly output?: string;
  readonly window?: string;
  readonly timeLimit?: string;
}

export interface CollectDatabaseFlags extends CommonFlags {
  /** The URL; true where the environment gives it. */
  readonly statistics?: string | true;
  readonly schema?: string | true;
  readonly output?: string;
}

export const collectCommand: Declare = (program, perform) => {
  const command = program
    .command("collect")
    .description("append what the metrics servers of the SLOs answer to a snapshot (JSONL), or read a database")
    .option("--statistics [url]", "read table sizes and released migrations of a database; if left out, DATABASE_URL")
    .option("--schema [url]", "read the schema of a database as SQL; if left out, DATABASE_URL")
    .option(
      "--output <path>",
      "a folder or a .jsonl file; if left out, the policy's first folder of metrics, or the file it names",
    )
    .option("--window <duration>", "length of the last whole window to collect; run it once per window", "15m")
    .option("--now <moment>", "collect as of this moment (ISO 8601 with offset)")
    .option("--time-limit <duration>", "longest time to ask the servers of the SLOs; 10m if left out")
    .option("--quiet", "print failures only");
  languageFlag(configFlag(command)).action((flags: CollectFlags & CollectDatabaseFlags) =>
    perform(flags, async (...given) =>
      flags.statistics === undefined && flags.schema === undefined
        ? (await import("./collect.js")).runCollect(flags, ...given)
        : (await import("./collect-database.js")).runCollectDatabase(flags, ...given),
    ),
  );
  withHelp(command, {
    examples: {
      "release-gate collect": "the last quarter of an hour; run it by cron",
      "release-gate collect --window 5m --output metrics/": "five minutes, into a folder",
      "release-gate collect --statistics": "table sizes and released migrations, from DATABASE_URL",
      "release-gate collect --schema postgresql://me@localhost/app": "the schema as SQL",
    },
    exits: {
      0: "asked, and written whole",
      2: `${couldNotRun}; a server could not be asked`,
    },
  });
};
