import { lintProject, loadProject, readSloData, type Project } from "@release-gate/adapters";
import {
  checkKinds,
  migrationChecks,
  msg,
  sloChecks,
  sloOptionsOf,
  standingOf,
  UserError,
  verdictOf,
  type Check,
  type CheckKind,
  type LintReport,
  type PostgresMajor,
  type Slo,
  type Standing,
  type Verdict,
} from "@release-gate/core";
import { failsOnWarning, outputsOf, postgresOf, type CommonFlags, type Format, type Look } from "../flags.js";
import { momentOf } from "../moment.js";
import { exitCodes, type CommandResult, type ExitCode } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { checkJson } from "../reporters/check-json.js";
import { checkPretty } from "../reporters/check-pretty.js";
import { nextOf, type CheckReport } from "../reporters/check-report.js";
import { checksGithub, lintGithub } from "../reporters/github.js";
import type { Surroundings } from "./lint.js";

export interface CheckFlags extends CommonFlags {
  readonly only?: string;
  readonly stage?: string;
}

/** `release-gate check`: every gate of the policy, one verdict. */
export async function runCheck(flags: CheckFlags, look: Look, around: Surroundings): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const now = momentOf(flags.now, around.clock);
  const project = loadProject(around.folder, flags.config);
  const kinds = kindsOf(flags.only, project);
  const stage = flags.stage ?? project.policy.stage;
  const lint = kinds.has("migrations") ? await lintForCheck(project, now.toString().slice(0, 10), postgresOf(flags.postgres)) : undefined;
  const seen = outputs.some(({ format }) => showsStandings.has(format));
  const slo = kinds.has("slo") ? await judgeSlos(project, now.epochMilliseconds, seen) : undefined;
  const checks = [...(lint ? migrationChecks(lint) : []), ...(slo?.checks ?? [])];
  const verdict = verdictOf(checks, { live: stage !== "start" });
  const reportOnly = project.policy.enforce === "report";
  const report: CheckReport = {
    name: project.policy.name,
    now: now.toString({ fractionalSecondDigits: 3 }),
    stage,
    verdict,
    exitCode: reportOnly ? exitCodes.promote : exitCodeOf(verdict, failsOnWarning(flags.failOn)),
    reportOnly,
    lint,
    next: nextOf(checks),
    standings: slo?.standings ?? [],
  };
  return resultOf(outputs, report.exitCode, (format) => show(report, format, look));
}

async function show(report: CheckReport, format: Format, look: Look): Promise<string> {
  // Loaded only where they are asked for: they cost every other start.
  if (format === "html") return (await import("../reporters/html.js")).checkHtml(report, look.language);
  if (format === "markdown") return (await import("../reporters/markdown.js")).checkMarkdown(report, look.language);
  if (format === "json") return checkJson(report, look.language);
  if (format === "pretty") return checkPretty(report, look);
  return checksGithub(report.verdict.checks, look.language) + (report.lint ? lintGithub(report.lint, look.language) : "");
}

function exitCodeOf(verdict: Verdict, failOnWarning: boolean): ExitCode {
  if (verdict.decision !== "promote") return exitCodes[verdict.decision];
  return failOnWarning && verdict.outcome === "warn" ? exitCodes.hold : exitCodes.promote;
}

async function lintForCheck(project: Project, today: string, postgres: PostgresMajor | undefined): Promise<LintReport> {
  await loadParserForOnce();
  return lintProject(project, { today, ...(postgres === undefined ? {} : { postgres }) });
}

/** The formats that show how SLOs stand; the others need not pay for it. */
const showsStandings: ReadonlySet<Format> = new Set<Format>(["pretty", "markdown", "html"]);

interface JudgedSlos {
  readonly checks: readonly Check[];
  readonly standings: readonly Standing[];
}

async function judgeSlos(project: Project, now: number, seen: boolean): Promise<JudgedSlos> {
  const { slos, tallies, down } = await readSloData(project, now);
  const options = sloOptionsOf(project.policy);
  const standing = (slo: Slo): Standing => standingOf(slo, tallies.get(slo.id) ?? slo.parts.map(() => []), now, options);
  return { checks: sloChecks({ slos, tallies, now, down, options }), standings: seen ? slos.map(standing) : [] };
}

/** The kinds of checks to run: those of `--only`, else all that the policy configures. */
function kindsOf(only: string | undefined, project: Project): ReadonlySet<CheckKind> {
  const { policy } = project;
  const configured = new Set<CheckKind>([...(policy.migrations ? ["migrations" as const] : []), ...(policy.slo ? ["slo" as const] : [])]);
  if (!project.policyPath) {
    throw new UserError(msg`No release-gate.yaml was found in this folder or above it.`, {
      hint: msg`Write one with "version: 1" and "migrations:" or "slo:", or name it with --config.`,
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
  throw new UserError(known === undefined ? msg`--only cannot be "${kind}".` : msg`The policy does not configure "${kind}".`, {
    hint: msg`Use one of: ${list}.`,
  });
}
