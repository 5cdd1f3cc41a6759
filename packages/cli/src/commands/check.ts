import {
  lintProject,
  loadProject,
  policiesToCheck,
  readSloData,
  type AgainstBase,
  type Project,
  type QueryOptions,
} from "@release-gate/adapters";
import {
  checkKinds,
  migrationChecks,
  msg,
  parseInstant,
  sightingChecks,
  sloChecks,
  sloDataChecks,
  sloFileChecks,
  sloOptionsOf,
  standingOf,
  UserError,
  verdictOf,
  weakerChecks,
  withRecurrences,
  type Check,
  type CheckKind,
  type LintReport,
  type Slo,
  type Standing,
  type Verdict,
} from "@release-gate/core";
import { areSeveral } from "../open-project.js";
import { baseOfProject, withWeaker } from "../against-base.js";
import { timeLimitOf, type TimeLimit } from "../time-limit.js";
import { failsOnWarning, outputsOf, postgresOf, versionRequest, type Format, type OutputOptions } from "../flags.js";
import { momentOf } from "../moment.js";
import { exitCodes, type CommandResult, type ExitCode } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { checkJson } from "../reporters/check-json.js";
import { checkPretty } from "../reporters/check-pretty.js";
import { nextOf, type CheckReport } from "../reporters/check-report.js";
import { checksGithub, lintGithub } from "../reporters/github.js";
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
  const now = momentOf(flags.now, env.clock);
  const limit = timeLimitOf(flags.timeLimit);
  const stageSince = sinceOf(flags.stageSince);
  const { policyFrom } = flags;
  const project = loadProject(env.folder, flags.config, policyFrom === undefined ? {} : { policyFrom });
  const base = baseOfProject(project, flags);
  const kinds = kindsOf(flags.only, project);
  const today = now.toString().slice(0, 10);
  const lint = kinds.has("migrations") ? withWeaker(await lintForCheck(project, flags, today, limit), base) : undefined;
  const seen = outputs.some(({ format }) => showsStandings.has(format));
  const judge = async (at: number, query: QueryOptions): Promise<CheckReport> => {
    const slo = kinds.has("slo")
      ? await inTime(limit, flags, () =>
          judgeSlos(project, at, { seen, query, present: flags.now === undefined, stageSince }),
        )
      : undefined;
    return reportOf(flags, project, at, { lint, slo, base });
  };
  const result = (report: CheckReport): Promise<CommandResult> =>
    resultOf(outputs, report.exitCode, (format) => show(report, format, options));
  if (flags.watch === undefined && flags.every === undefined) return result(await judge(now.epochMilliseconds, {}));
  // Loaded only where it is asked for.
  const { watchChecks } = await import("./watch-checks.js");
  return watchChecks(flags, options, env, { judge, result });
}

interface Judged {
  readonly lint: LintReport | undefined;
  readonly slo: JudgedSlos | undefined;
  readonly base: AgainstBase | undefined;
}

function reportOf(flags: CheckFlags, project: Project, at: number, { lint, slo, base }: Judged): CheckReport {
  const { policy } = project;
  const stage = flags.stage ?? policy.stage;
  const checks = [
    ...(lint ? migrationChecks(lint) : []),
    ...(slo?.checks ?? []),
    ...weakerChecks(lint?.weakened ?? base?.weakened ?? []),
  ];
  const verdict = verdictOf(checks, { live: stage !== "start" });
  // What only reports at the base may do so here: a head does not open the gate for itself.
  const reportOnly = policy.enforce === "report" && base?.enforce !== "gate";
  return {
    name: policy.name,
    now: new Date(at).toISOString(),
    stage,
    verdict,
    exitCode: reportOnly ? exitCodes.promote : exitCodeOf(verdict, failsOnWarning(flags.failOn)),
    reportOnly,
    lint,
    next: nextOf(checks),
    standings: slo?.standings ?? [],
  };
}

async function show(report: CheckReport, format: Format, options: OutputOptions): Promise<string> {
  switch (format) {
    // Loaded only where they are asked for: they cost every other start.
    case "html":
      return (await import("../reporters/html.js")).checkHtml(report, options.language);
    case "markdown":
      return (await import("../reporters/markdown.js")).checkMarkdown(report, options.language);
    case "json":
      return checkJson(report, options.language);
    case "pretty":
      return checkPretty(report, options);
    case "github":
      return (
        checksGithub(report.verdict.checks, options.language) +
        (report.lint ? lintGithub(report.lint, options.language) : "")
      );
  }
}

function exitCodeOf(verdict: Verdict, failOnWarning: boolean): ExitCode {
  if (verdict.decision !== "promote") return exitCodes[verdict.decision];
  return failOnWarning && verdict.outcome === "warn" ? exitCodes.hold : exitCodes.promote;
}

async function lintForCheck(project: Project, flags: CheckFlags, today: string, limit: TimeLimit): Promise<LintReport> {
  await loadParserForOnce();
  const postgres = postgresOf(flags.postgres);
  return lintProject(project, {
    today,
    steps: false,
    isTimeOver: limit.isOver,
    ...(postgres === undefined ? {} : { postgres }),
    ...versionRequest(flags),
  });
}

/** The formats that show how SLOs stand; the others need not pay for it. */
const showsStandings: ReadonlySet<Format> = new Set<Format>(["pretty", "markdown", "html"]);

interface JudgedSlos {
  readonly checks: readonly Check[];
  readonly standings: readonly Standing[];
}

interface JudgeSlos {
  /** Whether standings are shown. */
  readonly seen: boolean;
  readonly query: QueryOptions;
  /** Whether the moment judged is the present one. */
  readonly present: boolean;
  /** Since when the stage is live; milliseconds since 1970. */
  readonly stageSince: number | undefined;
}

async function judgeSlos(
  project: Project,
  now: number,
  { seen, query, present, stageSince }: JudgeSlos,
): Promise<JudgedSlos> {
  const { policy } = project;
  const { slos, tallies, down, partial, sightings, notes } = await readSloData(project, now, query);
  if (slos.length === 0) return { checks: [noSlos(project)], standings: [] };
  const given = sloOptionsOf(policy);
  const exclusions = await withRecurrences(given.exclusions ?? [], now, (index) =>
    policy.placeOf(["slo", "exclusions", index, "recur"]),
  );
  const options = { ...given, exclusions };
  const standing = (slo: Slo): Standing =>
    standingOf(slo, tallies.get(slo.id) ?? slo.parts.map(() => []), now, options);
  const checks = [
    ...sloChecks({ slos, tallies, sightings, now, down, partial, options, stageSince }),
    ...sloFileChecks({ slos, tallies, pairs: options.pairs }),
    ...sightingChecks(slos, sightings),
    ...sloDataChecks(notes, { present }),
  ];
  return { checks, standings: seen ? slos.map(standing) : [] };
}

/** The SLOs, where they can be judged within the time that is left; else a check that holds. A watch has its own time. */
async function inTime(limit: TimeLimit, flags: CheckFlags, judge: () => Promise<JudgedSlos>): Promise<JudgedSlos> {
  if (flags.watch !== undefined) return judge();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<JudgedSlos>((resolve) => {
    timer = setTimeout(() => resolve({ checks: [timeOver], standings: [] }), limit.left());
  });
  try {
    return await Promise.race([judge(), over]);
  } finally {
    clearTimeout(timer);
  }
}

const timeOver: Check = {
  id: "slo/time-limit",
  kind: "slo",
  outcome: "hold",
  reason: "not-judged",
  summary: msg`The time limit of this run ended before the SLOs were judged.`,
  symptom: false,
  evidence: {},
};

/** A release that no SLO judges is held: nobody knows how its users are. */
function noSlos({ policy, policyPath }: Project): Check {
  const place = policy.placeOf(["slo", "files"]);
  return {
    id: "slo",
    kind: "slo",
    outcome: "hold",
    reason: "no-data",
    summary: msg`The files that the policy names under "slo" have no SLO.`,
    symptom: true,
    source: { file: place?.path ?? policyPath ?? "", line: place?.line ?? 1, column: place?.column ?? 1 },
    evidence: {},
  };
}

/** When a stage began, as `--stage-since` says it. */
function sinceOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const at = parseInstant(given);
  if (at !== undefined) return at;
  throw new UserError(msg`--stage-since cannot be "${given}".`, {
    hint: msg`Write a moment with its offset, as 2026-11-22T10:00:00+09:00 or 2026-11-22T01:00:00Z.`,
  });
}

/** The kinds of checks to run: those of `--only`, else all that the policy configures. */
function kindsOf(only: string | undefined, project: Project): ReadonlySet<CheckKind> {
  const { policy } = project;
  const configured = new Set<CheckKind>([
    ...(policy.migrations ? ["migrations" as const] : []),
    ...(policy.slo ? ["slo" as const] : []),
  ]);
  if (!project.policyPath) {
    throw new UserError(msg`No release-gate.yaml was found in this folder or above it.`, {
      hint: msg`Begin with "release-gate init", or name a policy with --config.`,
    });
  }
  if (configured.size === 0) {
    throw new UserError(msg`The policy configures nothing to check.`, {
      place: { path: policy.document?.path ?? project.policyPath },
      hint: msg`Add "migrations:" or "slo:".`,
    });
  }
  if (only === undefined) return configured;
  return new Set(only.split(",").map((kind) => configuredKind(kind.trim(), configured)));
}

function configuredKind(kind: string, configured: ReadonlySet<CheckKind>): CheckKind {
  const known = checkKinds.find((each) => each === kind);
  if (known !== undefined && configured.has(known)) return known;
  const list = [...configured].join(", ");
  throw new UserError(
    known === undefined ? msg`--only cannot be "${kind}".` : msg`The policy does not configure "${kind}".`,
    {
      hint: msg`Use one of: ${list}.`,
    },
  );
}
