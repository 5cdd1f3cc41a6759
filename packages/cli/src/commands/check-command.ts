import { gateKinds } from "@release-gate/core";
import { appended, couldNotRun, reportFlags, versionFlags, withHelp, type Declare } from "../command.js";
import type { CommonFlags, VersionFlags } from "../flags.js";

export interface CheckFlags extends CommonFlags, VersionFlags {
  readonly only?: string;
  readonly stage?: string;
  readonly stageSince?: string;
  readonly watch?: string;
  readonly every?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly set?: readonly string[];
  readonly record?: string;
  readonly replay?: string;
}

export const checkCommand: Declare = (program, perform) => {
  const command = versionFlags(reportFlags(program.command("check")))
    .description("run every gate of release-gate.yaml and print one verdict")
    .option("--only <kinds>", `run only these gates, separated by commas: ${gateKinds.join(", ")}`)
    .option("--stage <name>", "the stage to judge; every stage but `start` is live, so it can be rolled back")
    .option("--environment <name>", "where the release goes, as the policy names it; if left out, that of CI")
    .option("--release <file>", "the facts of the release; if left out, release.yaml beside the policy")
    .option("--set <fact=value,...>", "single facts of the release, as version=1.4.0,type=hotfix; repeatable", appended)
    .option("--record <file>", "write all evidence of the verdict, so that it can be judged again")
    .option("--replay <file>", "judge recorded evidence again: the same report, on any machine")
    .option("--stage-since <moment>", "when the stage began: SLOs without data since then hold")
    .option(
      "--watch <duration>",
      "check repeatedly for this long; stop with exit code 3 when a live stage must roll back",
    )
    .option("--every <duration>", "time between two checks of --watch; if left out, 10s")
    .action((flags: CheckFlags) =>
      perform(flags, async (...given) => (await import("./check.js")).runCheck(flags, ...given)),
    );
  withHelp(command, {
    examples: {
      "release-gate check": "before the release",
      "release-gate check --only migrations --since origin/main": "in a pull request",
      "release-gate check --only slo --stage canary-5 --watch 15m --every 30s": "while a stage is live",
    },
    exits: {
      0: "promote: it is safe to go on",
      1: "hold; with --fail-on warn, also a warning",
      2: couldNotRun,
      3: "roll back",
    },
  });
};
