import { couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";

export interface InitFlags {
  readonly path?: string;
  /** False for `--no-baseline`. */
  readonly baseline?: boolean;
  /** False for `--no-hook`. */
  readonly hook?: boolean;
  readonly dryRun?: boolean;
  /** Write a first SLO too. */
  readonly slo?: boolean;
  readonly prometheus?: string;
  readonly metric?: string;
  readonly lang?: string;
}

export const initCommand: Declare = (program, perform) => {
  const command = program
    .command("init")
    .description("create release-gate.yaml, a baseline of today's findings and a git hook; existing files are kept")
    .option("--path <folder>", "the folder with the migrations; if left out, it is searched for")
    .option("--slo", "write a first SLO too, over a counter of --prometheus, or over snapshots of --metric")
    .option("--prometheus <url>", "with --slo: the server to look for a counter of requests, and to ask from then on")
    .option("--metric <name>", "with --slo: the counter, or the metric of the snapshots")
    .option("--no-baseline", "write no baseline: today's findings count")
    .option("--no-hook", "write no git hook")
    .option("--dry-run", "show every file whole and write nothing");
  languageFlag(command).action((flags: InitFlags) =>
    perform(flags, async (...given) => (await import("./init.js")).runInit(flags, ...given)),
  );
  withHelp(command, {
    examples: {
      "release-gate init": "in the root of a project",
      "release-gate init --path db/migrations --no-hook": "where the migrations are not found by themselves",
      "release-gate init --slo --prometheus http://localhost:9090":
        "with a first SLO, over a counter that the server has",
      "release-gate init --slo --metric checkout_requests": "with a first SLO, over snapshots in files",
    },
    exits: { 0: "written, or everything existed", 2: couldNotRun },
  });
};
