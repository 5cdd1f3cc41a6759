import { GateSession, loadProject, policiesToCheck, type QueryOptions, type Project } from "@release-gate/adapters";
import {
  configuredKinds,
  exitCodeOf,
  gateKinds,
  judge,
  msg,
  parseFacts,
  parseInstant,
  UserError,
  type Evidence,
  type ExitCode,
  type GateKind,
  type Moment,
  type Report,
} from "@release-gate/core";
import { areSeveral } from "../open-project.js";
import { timeLimitOf } from "../time-limit.js";
import { failsOnWarning, outputsOf, postgresOf, type OutputOptions } from "../flags.js";
import { momentOf } from "../moment.js";
import type { CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { showReport } from "../reporters/check-report.js";
import type { CommandEnvironment } from "../environment.js";
import type { CheckFlags } from "./check-command.js";

/** `release-gate check`: every gate of the policy, and of those below the folder; with `--watch` again and again for a while. */
export async function runCheck(
  flags: CheckFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  if (flags.replay !== undefined) return (await import("./recording.js")).runReplay(flags.replay, flags, options, env);
  const parts = flags.config === undefined ? policiesToCheck(env.folder) : [];
  if (!areSeveral(parts, env.folder)) return checkOne(flags, options, env);
  const { withEach } = await import("./with-each.js");
  const isWatching = flags.watch !== undefined || flags.every !== undefined;
  const kinds = flags.only?.split(",").map((kind) => kind.trim());
  return withEach(parts, flags, options, env, {
    ...(isWatching ? { refused: "--watch" } : flags.record !== undefined ? { refused: "--record" } : {}),
    concerns: ({ policy }) => kinds === undefined || kinds.some((kind) => kind in policy && policy[kind as "slo"]),
    run: (_named, own, at) => checkOne({ ...flags, ...own }, options, at),
  });
}

/** One policy's gates, one verdict. */
async function checkOne(flags: CheckFlags, options: OutputOptions, env: CommandEnvironment): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const now = momentOf(flags.now, env.clock).epochMilliseconds;
  const limit = timeLimitOf(flags.timeLimit);
  const failOn = { warning: failsOnWarning(flags.failOn) };
  const stageSince = sinceOf(flags.stageSince);
  const { policyFrom } = flags;
  const project = loadProject(env.folder, flags.config, {
    ...(policyFrom === undefined ? {} : { policyFrom }),
    ...(flags.staged === true ? { staged: true } : {}),
  });
  const kinds = kindsOf(flags.only, project);
  const stage = flags.stage ?? project.policy.stage;
  const moment = (at: number): Moment => ({ now: at, present: flags.now === undefined, stage, stageSince });
  const isWatching = flags.watch !== undefined || flags.every !== undefined;
  const session = new GateSession();
  if (kinds.includes("migrations")) await loadParserForOnce();
  const first = await session.gather(project, isWatching ? withoutSlos(kinds) : kinds, moment(now), {
    ...{ since: flags.since, policyFrom, staged: flags.staged, postgres: postgresOf(flags.postgres), left: limit.left },
    release: {
      ...{ file: flags.release, folder: env.folder, environment: flags.environment, variables: env.variables },
      facts: flags.set && parseFacts(flags.set),
    },
  });
  const judged = (evidence: Evidence, at: number): Report => judge(project.policy, evidence, moment(at), kinds);
  const result = (report: Report, exitCode: ExitCode): Promise<CommandResult> =>
    resultOf(outputs, exitCode, (format) => showReport(report, format, exitCode, options));
  if (!isWatching) {
    const report = judged(first, now);
    const shown = await result(report, exitCodeOf(report, failOn));
    if (flags.record === undefined) return shown;
    if (limit.isOver()) throw notRecorded();
    const { recordingOf } = await import("./recording.js");
    const recording = { evidence: first, moment: moment(now), asked: kinds, failsOnWarning: failOn.warning };
    const file = { path: flags.record, text: recordingOf({ project, ...recording }) };
    return { ...shown, files: [...(shown.files ?? []), file] };
  }
  if (flags.record !== undefined) throw recordsNoWatch();
  // Loaded only where it is asked for.
  const { watchChecks } = await import("./watch-checks.js");
  // What ships stays as it is while its users are watched.
  const judgeAt = async (at: number, query: QueryOptions): Promise<Report> => {
    if (!kinds.includes("slo")) return judged(first, at);
    return judged({ ...first, slo: await session.slos(project, moment(at), query) }, at);
  };
  return watchChecks(flags, options, env, { judge: judgeAt, result });
}

const withoutSlos = (kinds: readonly GateKind[]): readonly GateKind[] => kinds.filter((kind) => kind !== "slo");

function recordsNoWatch(): UserError {
  return new UserError(msg`--watch and --record cannot be given together.`, {
    hint: msg`Record a single check: the evidence of one moment.`,
  });
}

/** What the time limit cut short no replay could repeat. */
function notRecorded(): UserError {
  return new UserError(msg`The time limit of this run ended before everything was judged, so nothing was recorded.`, {
    hint: msg`Give it more time with --time-limit.`,
  });
}

/** When a stage began, as `--stage-since` says it. */
function sinceOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const at = parseInstant(given);
  if (at !== undefined) return at;
  throw new UserError(msg`--stage-since cannot be "${given}".`, {
    hint: msg`Write a moment with its offset, such as 2026-11-22T10:00:00+09:00 or 2026-11-22T01:00:00Z.`,
  });
}

/** The kinds of checks to run: those of `--only`, else all that the policy configures. */
function kindsOf(only: string | undefined, project: Project): readonly GateKind[] {
  const { policy } = project;
  if (!project.policyPath) {
    throw new UserError(msg`No release-gate.yaml was found in this folder or above it.`, {
      hint: msg`Begin with "release-gate init", or name a policy with --config.`,
    });
  }
  const configured = configuredKinds(policy);
  if (configured.length === 0) {
    throw new UserError(msg`The policy configures nothing to check.`, {
      place: { path: policy.document?.path ?? project.policyPath },
      hint: msg`Add one of: ${gateKinds.map((kind) => `"${kind}:"`).join(", ")}.`,
    });
  }
  if (only === undefined) return configured;
  return only.split(",").map((kind) => configuredKind(kind.trim(), configured));
}

function configuredKind(kind: string, configured: readonly GateKind[]): GateKind {
  const known = configured.find((each) => each === kind);
  if (known !== undefined) return known;
  const list = configured.join(", ");
  throw new UserError(
    gateKinds.some((each) => each === kind)
      ? msg`The policy does not configure "${kind}".`
      : msg`--only cannot be "${kind}".`,
    {
      hint: msg`Use one of: ${list}.`,
    },
  );
}
