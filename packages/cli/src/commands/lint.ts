import { lintInput, readLintInput, type LintInput, type Project } from "@release-gate/adapters";
import { holding, msg, render, sourceOf, UserError, type LintReport, type Source } from "@release-gate/core";
import {
  failsOnWarning,
  outputsOf,
  postgresOf,
  versionRequest,
  type CommonFlags,
  type Format,
  type Look,
  type VersionFlags,
} from "../flags.js";
import { openProject } from "../open-project.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { resultOf } from "../outputs.js";
import { loadParserForOnce } from "../parser.js";
import { lintGithub } from "../reporters/github.js";
import { lintJson, summaryOf } from "../reporters/lint-json.js";
import { lintPretty } from "../reporters/lint-pretty.js";

export interface LintFlags extends CommonFlags, VersionFlags {
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly updateBaseline?: boolean;
  readonly cache?: boolean;
  readonly cacheLocation?: string;
}

/** What a command gets from outside. */
export interface Surroundings {
  readonly folder: string;
  readonly clock: () => number;
  readonly readStdin: () => string;
  /** Writes to standard error at once: what happens while a command is under way. */
  readonly tell: (text: string) => void;
  /** Whether what is told goes to a terminal, where a line can be written over. */
  readonly terminal: boolean;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Ends when the user asks to stop (SIGINT, SIGTERM); from the first call on the signal no longer ends the process. */
  readonly interruption: () => Promise<void>;
}

/** `release-gate lint`: migrations only. */
export async function runLint(
  paths: readonly string[],
  flags: LintFlags,
  look: Look,
  around: Surroundings,
): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const project = await openProject(around.folder, flags.config);
  const unsaved = flags.stdin === true ? stdinSource(flags, around) : undefined;
  const postgres = postgresOf(flags.postgres);
  const failOnWarning = failsOnWarning(flags.failOn);
  refuseTogether(flags);
  const asksGit = flags.since !== undefined || flags.staged === true;
  if (paths.length === 0 && !unsaved && !project.policy.migrations && !asksGit) throw nothingToLint();
  const read = (): LintInput =>
    readLintInput(project, {
      paths,
      folder: around.folder,
      steps: outputs.some(({ format }) => format === "json"),
      today: (flags.now ?? new Date(around.clock()).toISOString()).slice(0, 10),
      ...(unsaved ? { unsaved } : {}),
      ...(postgres === undefined ? {} : { postgres }),
      ...versionRequest(flags),
    });
  const input = read();
  const judge = async (): Promise<CommandResult> => {
    await loadParserForOnce(input.sources);
    let report = lintInput(input);
    if (flags.fix === true && !unsaved) {
      const { withFixes } = await import("../fixes.js");
      report = withFixes(report, project, () => lintInput(read()));
    }
    const { errors, warnings } = summaryOf(report);
    const { notRead, notJudged } = holding(report);
    const holds = errors > 0 || notRead.length > 0 || notJudged.length > 0 || (warnings > 0 && failOnWarning);
    const exitCode = holds ? exitCodes.hold : exitCodes.promote;
    // What is taken out of the baseline need not be told as gone.
    const shown = flags.updateBaseline === true ? withoutBaselineNote(report) : report;
    const result = await resultOf(outputs, exitCode, (format) => show(shown, format, look));
    return flags.updateBaseline === true ? withBaselineFile(result, report, project, look, around) : result;
  };
  if (flags.cache !== true || flags.fix === true || flags.updateBaseline === true) return judge();
  const { kept } = await import("../kept.js");
  const folder = flags.cacheLocation ?? `${project.root}/node_modules/.cache/release-gate`;
  return kept(folder, [JSON.stringify([look, outputs, failOnWarning])], input, judge);
}

function withoutBaselineNote(report: LintReport): LintReport {
  return { ...report, notes: report.notes.filter(({ reason }) => reason !== "baseline") };
}

async function withBaselineFile(
  result: CommandResult,
  report: LintReport,
  project: Project,
  look: Look,
  { tell }: Surroundings,
): Promise<CommandResult> {
  const { updatedBaseline } = await import("../update-baseline.js");
  const { files, says } = updatedBaseline(report, project);
  tell(`${render(says, look.language)}\n`);
  return { ...result, files: [...(result.files ?? []), ...files] };
}

async function show(report: LintReport, format: Format, look: Look): Promise<string> {
  // Loaded only where they are asked for: they cost every other start.
  if (format === "html") return (await import("../reporters/html.js")).lintHtml(report, look.language);
  if (format === "markdown") return (await import("../reporters/markdown.js")).lintMarkdown(report, look.language);
  if (format === "json") return lintJson(report, look.language);
  return format === "github" ? lintGithub(report, look.language) : lintPretty(report, look);
}

function stdinSource(flags: LintFlags, around: Surroundings): Source {
  if (flags.stdinFilename === undefined) {
    throw new UserError(msg`--stdin needs --stdin-filename.`, {
      hint: msg`Name the file that the text would have: its place in the history follows from it.`,
    });
  }
  return sourceOf(flags.stdinFilename, around.readStdin());
}

/** What is staged is neither text on standard input nor what the work tree has to be mended. */
function refuseTogether({ staged, stdin, fix, updateBaseline }: LintFlags): void {
  if (stdin === true && updateBaseline === true) {
    throw new UserError(msg`--update-baseline cannot be used with --stdin.`, {
      hint: msg`Save the file first: the baseline is about what is there.`,
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
    hint: msg`Name files, folders or globs, or write a release-gate.yaml with "version: 1" and "migrations:".`,
  });
}
