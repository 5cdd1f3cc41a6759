import { couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";

export interface InitFlags {
  readonly path?: string;
  /** False for `--no-baseline`. */
  readonly baseline?: boolean;
  /** False for `--no-hook`. */
  readonly hook?: boolean;
  readonly dryRun?: boolean;
  readonly lang?: string;
}

export const initCommand: Declare = (program, perform) => {
  const command = program
    .command("init")
    .description("create release-gate.yaml, a baseline of today's findings and a git hook; existing files are kept")
    .option("--path <folder>", "the folder with the migrations; if left out, it is searched for")
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
    },
    exits: { 0: "written, or everything existed", 2: couldNotRun },
  });
};
