import {
  cacheFolder,
  GateSession,
  policiesToLint,
  refuseLinkOut,
  shownPath,
  type Project,
} from "@release-gate/adapters";
import {
  lintEvidence,
  lintOutcome,
  msg,
  render,
  sourceOf,
  UserError,
  withWeaker,
  type AgainstBase,
  type LintReport,
  type MigrationEvidence,
  type ReportData,
} from "@release-gate/core";
import { dirname, join, resolve } from "node:path";
import { failsOnWarning, outputsOf, postgresOf, versionRequest, type Format, type OutputOptions } from "../flags.js";
import type { CommandEnvironment } from "../environment.js";
import { areSeveral, openProject } from "../open-project.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { lintGithub } from "../reporters/github.js";
import { lintJson } from "../reporters/lint-json.js";
import { lintPretty } from "../reporters/lint-pretty.js";
import { timeLimitOf } from "../time-limit.js";
import type { LintFlags } from "./lint-command.js";

/** `release-gate lint`: migrations only, by each policy that what is asked for has. */
export async function runLint(
  paths: readonly string[],
  flags: LintFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const judgesOne = flags.config !== undefined || flags.stdin === true;
  const parts = judgesOne ? [] : policiesToLint(env.folder, { ...flags, paths });
  if (!areSeveral(parts, env.folder)) return lintOne(paths, flags, options, env);
  const { withEach } = await import("./with-each.js");
  const wanted = flags.fix === true ? "--fix" : flags.updateBaseline === true ? "--update-baseline" : undefined;
  return withEach(parts, flags, options, env, {
    ...(wanted === undefined ? {} : { refused: wanted }),
    concerns: (project, named) => named || project.policy.migrations !== undefined,
    run: (named, own, at) => lintOne(named, { ...flags, ...own }, options, at),
  });
}

async function lintOne(
  paths: readonly string[],
  flags: LintFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const limit = timeLimitOf(flags.timeLimit);
  const stdin = flags.stdin === true ? stdinPath(flags, env) : undefined;
  const near = stdin === undefined ? env.folder : dirname(stdin);
  const project = await openProject(near, flags.config, flags.policyFrom, env.folder, flags.staged);
  const unsaved = stdin === undefined ? undefined : sourceOf(shownPath(project.root, stdin), env.readStdin());
  const postgres = postgresOf(flags.postgres);
  const failOnWarning = failsOnWarning(flags.failOn);
  refuseTogether(flags);
  const asksGit = flags.since !== undefined || flags.staged === true;
  if (paths.length === 0 && !unsaved && !project.policy.migrations && !asksGit) throw nothingToLint();
  const session = new GateSession();
  const read = (): MigrationEvidence =>
    session.migrations(project, {
      paths,
      folder: env.folder,
      steps: outputs.some(({ format }) => format === "json"),
      today: (flags.now ?? new Date(env.clock()).toISOString()).slice(0, 10),
      ...(unsaved ? { unsaved } : {}),
      ...(postgres === undefined ? {} : { postgres }),
      ...versionRequest(flags),
      isTimeOver: limit.isOver,
    });
  const input = read();
  const base = unsaved ? undefined : baseFor(session, project, flags);
  const judge = async (): Promise<LintReport> => {
    await loadParserForOnce(input.sources);
    return lintEvidence(input, project.policy);
  };
  const result = (report: ReportData): Promise<CommandResult> =>
    resultOf(outputs, exitCodeOf(report, failOnWarning), (format) => show(report, format, options));
  if (flags.cache === true && flags.fix !== true && flags.updateBaseline !== true) {
    const { kept } = await import("../kept.js");
    if (flags.cacheLocation !== undefined) refuseLinkOut(resolve(env.folder, flags.cacheLocation));
    const folder = resolve(env.folder, flags.cacheLocation ?? join(cacheFolder(), "lint"));
    return result(withWeaker(await kept(folder, project, input, judge, limit.isOver), base));
  }
  let report = await judge();
  if (flags.fix === true && !unsaved) {
    // What cannot be written is refused before the first file is mended.
    for (const { path } of outputs) if (path !== undefined) refuseLinkOut(resolve(env.folder, path));
    const { withFixes } = await import("../fixes.js");
    report = withFixes(report, project, () => lintEvidence(read(), project.policy));
  }
  report = withWeaker(report, base);
  if (flags.updateBaseline !== true) return result(report);
  // What is taken out of the baseline need not be told as gone.
  return withBaselineFile(await result(withoutBaselineNote(report)), report, project, options, env);
}

/** `lint` has no stages and no notes that warn: its exit code is that of what it found. */
function exitCodeOf(report: ReportData, failOnWarning: boolean): CommandResult["exitCode"] {
  const outcome = lintOutcome(report);
  return outcome === "hold" || (outcome === "warn" && failOnWarning) ? exitCodes.hold : exitCodes.promote;
}

/** What the gate was at the base. Without a policy and without a ref there is none to ask git for. */
function baseFor(session: GateSession, project: Project, flags: LintFlags): AgainstBase | undefined {
  if (project.policyPath === undefined && flags.since === undefined) return undefined;
  return session.base(project, flags);
}

function withoutBaselineNote(report: LintReport): LintReport {
  return { ...report, notes: report.notes.filter(({ reason }) => reason !== "baseline") };
}

async function withBaselineFile(
  result: CommandResult,
  report: LintReport,
  project: Project,
  options: OutputOptions,
  { tell }: CommandEnvironment,
): Promise<CommandResult> {
  const { updatedBaseline } = await import("../update-baseline.js");
  const { files, says } = updatedBaseline(report, project);
  tell(`${render(says, options.language)}\n`);
  return { ...result, files: [...(result.files ?? []), ...files] };
}

async function show(report: ReportData, format: Format, options: OutputOptions): Promise<string> {
  switch (format) {
    // Loaded only where they are asked for: they cost every other start.
    case "html":
      return (await import("../reporters/html.js")).lintHtml(report, options.language);
    case "markdown":
      return (await import("../reporters/markdown.js")).lintMarkdown(report, options.language);
    case "json":
      return lintJson(report, options.language);
    case "github":
      return lintGithub(report, options.language);
    case "pretty":
      return lintPretty(report, options);
  }
}

/** Where the text of --stdin would stand: the policy nearest above it is its policy. */
function stdinPath({ stdinFilename }: LintFlags, env: CommandEnvironment): string {
  if (stdinFilename !== undefined) return resolve(env.folder, stdinFilename);
  throw new UserError(msg`--stdin needs --stdin-filename.`, {
    hint: msg`Name the file that the text would have: its place in the history follows from it.`,
  });
}

/** What is staged is neither text on standard input nor a file of the work tree that could be rewritten. */
function refuseTogether({ staged, stdin, fix, updateBaseline }: LintFlags): void {
  if (stdin === true && updateBaseline === true) {
    throw new UserError(msg`--update-baseline cannot be used with --stdin.`, {
      hint: msg`Save the file first: a baseline lists findings of saved files.`,
    });
  }
  const writing = fix === true ? "--fix" : updateBaseline === true ? "--update-baseline" : undefined;
  const other = stdin === true ? "--stdin" : writing;
  if (staged !== true || other === undefined) return;
  throw new UserError(msg`--staged cannot be used with ${other}.`, {
    hint: msg`Leave one of them out: --staged reads what git would commit, and writes nothing.`,
  });
}

function nothingToLint(): UserError {
  return new UserError(msg`There is nothing to lint: no files were named and no release-gate.yaml was found.`, {
    hint: msg`Name files, folders or globs, or begin with "release-gate init".`,
  });
}
