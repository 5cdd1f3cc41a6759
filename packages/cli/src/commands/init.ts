import {
  detectMigrations,
  findPolicy,
  lintProject,
  loadProject,
  preCommitHook,
  remoteBranch,
  shownPath,
  type MigrationFolder,
  type Project,
} from "@release-gate/adapters";
import { baselineEntries, formatBaseline, msg, parsePolicy, render, UserError, type Message } from "@release-gate/core";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { OutputOptions } from "../flags.js";
import { exitCodes, type CommandResult, type OutputFile } from "../outcome.js";
import { loadParserForOnce } from "../parser.js";
import type { CommandEnvironment } from "../environment.js";
import type { InitFlags } from "./init-command.js";

/** What one part of the beginning writes, and what is said of it. */
interface Part {
  readonly files: readonly OutputFile[];
  readonly says: readonly Message[];
}

const nothing: Part = { files: [], says: [] };
const baselineName = "release-gate-baseline.json";

/**
 * `release-gate init`: a policy, a baseline of today's findings and a git hook. What is there already stays as it is. All is
 * decided before anything is written.
 */
export async function runInit(
  flags: InitFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const { project, part } = projectOf(flags, env);
  const baseline = flags.baseline === false ? nothing : await baselinePart(project, env);
  const hook = flags.hook === false ? nothing : hookPart(project);
  const next = msg`Next: "release-gate lint" shows what counts from now on.`;
  const says = [part, baseline, hook].flatMap((each) => each.says).concat(next);
  return {
    output: says.map((each) => `${render(each, options.language)}\n`).join(""),
    exitCode: exitCodes.promote,
    files: [part, baseline, hook].flatMap((each) => each.files),
  };
}

function projectOf(
  flags: InitFlags,
  { folder }: CommandEnvironment,
): { readonly project: Project; readonly part: Part } {
  const found = findPolicy(folder);
  if (found !== undefined) {
    const project = projectWithout(found, flags);
    return {
      project,
      part: { files: [], says: [msg`${shownPath(folder, found)} exists and is kept.`] },
    };
  }
  const migrations = chosen(detectMigrations(folder, flags.path), flags.path);
  const path = resolve(folder, "release-gate.yaml");
  const since = remoteBranch(folder);
  const text = policyText(migrations, flags.baseline !== false, since);
  const project = { root: resolve(folder), policy: parsePolicy(text, "release-gate.yaml"), policyPath: path };
  const { folder: where, framework, files } = migrations;
  const says = [
    msg`Wrote release-gate.yaml: ${files} {0, plural, one {file} other {files}} of ${framework} in ${where}.`,
    ...(since === undefined ? [] : [msg`What ${since} has counts as released ("since" in release-gate.yaml).`]),
  ];
  return { project, part: { files: [{ path, text }], says } };
}

/** The project of a policy that is there. Its baseline need not be: it may be what is missing. */
function projectWithout(path: string, flags: InitFlags): Project {
  if (flags.path !== undefined) {
    throw new UserError(msg`--path is for a project without a policy, but there is ${path}.`, {
      hint: msg`Leave --path out, or change "path" in the policy.`,
    });
  }
  return loadProject(resolve(path, ".."), path, { baseline: "if-there" });
}

/** The folder with the most migrations; one that was named is taken whatever it holds. */
function chosen(folders: readonly MigrationFolder[], named: string | undefined): MigrationFolder {
  const [first, second] = folders;
  if (!first) {
    throw new UserError(
      msg`No migrations were found: no SQL files that a framework names, and none that are numbered.`,
      {
        hint: msg`Name their folder: release-gate init --path db/migrations.`,
      },
    );
  }
  if (named === undefined && second && second.files === first.files) {
    throw new UserError(
      msg`It is not clear which migrations are meant: ${first.folder} (${first.framework}) and ${second.folder} (${second.framework}) hold ${first.files} {4, plural, one {file} other {files}} each.`,
      { hint: msg`Name one: release-gate init --path ${first.folder}.` },
    );
  }
  return first;
}

/** A text in YAML is written as JSON where it could be read as something else. */
const yaml = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text));

/** @param since the branch that is taken for what is in production */
function policyText({ folder, framework }: MigrationFolder, baseline: boolean, since: string | undefined): string {
  const unknown =
    "  # since: origin/main # what is in production; without it (or `released: NAME`) all migrations count as one deployment";
  return [
    "version: 1",
    "# postgres: 16 # major version of the production server; 18 if left out",
    "migrations:",
    `  path: ${yaml(folder)}`,
    `  framework: ${framework}`,
    ...(baseline ? [`  baseline: ${baselineName}`] : []),
    since === undefined
      ? unknown
      : `  since: ${yaml(since)} # what is in production; \`released: NAME\` says it another way`,
    "",
  ].join("\n");
}

async function baselinePart(project: Project, env: CommandEnvironment): Promise<Part> {
  const { root, policy } = project;
  const name = policy.migrations?.baseline;
  if (name === undefined) {
    return {
      files: [],
      says: [msg`No baseline: add "baseline: ${baselineName}" under "migrations:" and run init again.`],
    };
  }
  const path = resolve(root, name);
  if (existsSync(path)) return { files: [], says: [msg`${name} exists and is kept.`] };
  await loadParserForOnce();
  const report = lintProject(project, { steps: false, today: new Date(env.clock()).toISOString().slice(0, 10) });
  const entries = baselineEntries(report.files);
  const count = entries.reduce((sum, each) => sum + each.count, 0);
  const says = msg`Wrote ${name} with today's findings, which no longer count: ${count}.`;
  return { files: [{ path, text: formatBaseline(entries) }], says: [says] };
}

function hookPart({ root }: Project): Part {
  const place = preCommitHook(root);
  if (!place) return { files: [], says: [msg`No git hook: this folder is not in a git work tree.`] };
  const { path, present, shared, prefix } = place;
  const line = `${prefix === "" ? "" : `cd ${quoted(prefix)} && `}npx --no-install release-gate lint --staged`;
  if (present !== undefined && /\brelease-gate\b/.test(present)) {
    return { files: [], says: [msg`${path} runs release-gate already and is kept.`] };
  }
  if (present !== undefined) {
    return { files: [], says: [msg`${path} exists and is kept; add this line to it: ${line}`] };
  }
  if (shared)
    return { files: [], says: [msg`No git hook: ${path} is shared by repositories; add this line there: ${line}`] };
  const text = `#!/bin/sh\n# Judges the migrations of a commit as they are staged.\n${line}\n`;
  return {
    files: [{ path, text, mode: 0o755 }],
    says: [msg`Wrote ${path}: "release-gate lint --staged" before each commit.`],
  };
}

/** A path as one word of sh. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
