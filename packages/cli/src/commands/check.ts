import {
  loadProject,
  policiesToCheck,
  readLintInput,
  readSloData,
  type Project,
  type QueryOptions,
} from "@release-gate/adapters";
import {
  configuredKinds,
  exitCodeOf,
  gateKinds,
  judge,
  msg,
  parseInstant,
  UserError,
  type ExitCode,
  type GateKind,
  type MigrationEvidence,
  type Moment,
  type Report,
} from "@release-gate/core";
import { areSeveral } from "../open-project.js";
import { baseOfProject } from "../against-base.js";
import { timeLimitOf, type TimeLimit } from "../time-limit.js";
import { failsOnWarning, outputsOf, postgresOf, versionRequest, type Format, type OutputOptions } from "../flags.js";
import { momentOf } from "../moment.js";
import type { CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { checkJson } from "../reporters/check-json.js";
import { checkPretty } from "../reporters/check-pretty.js";
import { checkGithub } from "../reporters/github.js";
import type { CommandEnvironment } from "../environment.js";
import type { CheckFlags } from "./check-command.js";

/** `release-gate check`: every gate of the policy, and of those below the folder; with `--watch` again and again for a while. */
export async function runCheck(
  flags: CheckFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const parts = flags.config === undefined ? policiesToCheck(env.folder) : [];
  if (!areSeveral(parts, env.folder)) return checkOne(flags, options, env);
  const { withEach } = await import("./with-each.js");
  const isWatching = flags.watch !== undefined || flags.every !== undefined;
  const kinds = flags.only?.split(",").map((kind) => kind.trim());
  return withEach(parts, flags, options, env, {
    ...(isWatching ? { refused: "--watch" } : {}),
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
  const project = loadProject(env.folder, flags.config, policyFrom === undefined ? {} : { policyFrom });
  const base = baseOfProject(project, flags);
  const kinds = kindsOf(flags.only, project);
  const stage = flags.stage ?? project.policy.stage;
  const moment = (at: number): Moment => ({ now: at, present: flags.now === undefined, stage, stageSince });
  const migrations = kinds.includes("migrations") ? await gatherMigrations(project, flags, now, limit) : undefined;
  const judgeAt = async (at: number, query: QueryOptions): Promise<Report> => {
    const slo = kinds.includes("slo") ? await inTime(limit, flags, () => readSloData(project, at, query)) : undefined;
    const late = kinds.includes("slo") && slo === undefined ? { late: ["slo" as const] } : {};
    return judge(project.policy, { migrations, slo, base, ...late }, moment(at), kinds);
  };
  const result = (report: Report, exitCode: ExitCode): Promise<CommandResult> =>
    resultOf(outputs, exitCode, (format) => show(report, format, exitCode, options));
  if (flags.watch === undefined && flags.every === undefined) {
    const report = await judgeAt(now, {});
    return result(report, exitCodeOf(report, failOn));
  }
  // Loaded only where it is asked for.
  const { watchChecks } = await import("./watch-checks.js");
  return watchChecks(flags, options, env, { judge: judgeAt, result });
}

async function show(report: Report, format: Format, exitCode: ExitCode, options: OutputOptions): Promise<string> {
  switch (format) {
    // Loaded only where they are asked for: they cost every other start.
    case "html":
      return (await import("../reporters/html.js")).checkHtml(report, options.language);
    case "markdown":
      return (await import("../reporters/markdown.js")).checkMarkdown(report, options.language);
    case "json":
      return checkJson(report, exitCode, options.language);
    case "pretty":
      return checkPretty(report, options);
    case "github":
      return checkGithub(report, options.language);
  }
}

async function gatherMigrations(
  project: Project,
  flags: CheckFlags,
  now: number,
  limit: TimeLimit,
): Promise<MigrationEvidence> {
  await loadParserForOnce();
  const postgres = postgresOf(flags.postgres);
  return readLintInput(project, {
    today: new Date(now).toISOString().slice(0, 10),
    steps: false,
    isTimeOver: limit.isOver,
    ...(postgres === undefined ? {} : { postgres }),
    ...versionRequest(flags),
  });
}

/** What was asked for within the time that is left; else undefined. A watch has its own time. */
async function inTime<Result>(
  limit: TimeLimit,
  flags: CheckFlags,
  gather: () => Promise<Result>,
): Promise<Result | undefined> {
  if (flags.watch !== undefined) return gather();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit.left());
  });
  try {
    return await Promise.race([gather(), over]);
  } finally {
    clearTimeout(timer);
  }
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
      hint: msg`Add "migrations:" or "slo:".`,
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
