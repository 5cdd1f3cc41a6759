import {
  GateSession,
  composePostgres,
  detectMigrations,
  findPolicy,
  loadProject,
  preCommitHook,
  remoteBranch,
  shownPath,
  type MigrationFolder,
  type Project,
} from "@release-gate/adapters";
import {
  lintEvidence,
  baselineEntries,
  formatBaseline,
  msg,
  parsePolicy,
  render,
  UserError,
  type Message,
  type PostgresMajor,
} from "@release-gate/core";
import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { OutputOptions } from "../flags.js";
import { exitCodes, type CommandResult, type OutputFile } from "../outcome.js";
import { loadParserForOnce } from "../parser.js";
import type { CommandEnvironment } from "../environment.js";
import { hookLines } from "./hook-text.js";
import type { InitFlags } from "./init-command.js";
import { sloStart } from "./init-slo.js";

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
  if (flags.slo !== true && (flags.prometheus ?? flags.metric) !== undefined)
    throw new UserError(msg`--prometheus and --metric belong to --slo.`, { hint: msg`Add --slo.` });
  const slo = flags.slo === true ? await sloStart(flags, env) : undefined;
  const { project, part } = await projectOf(flags, env, slo?.policy ?? []);
  const hasMigrations = slo === undefined || project.policy.migrations !== undefined;
  const baseline = flags.baseline === false || !hasMigrations ? nothing : await baselinePart(project, env);
  const hook = flags.hook === false || !hasMigrations ? nothing : hookPart(project);
  const parts = [...(slo === undefined ? [] : [slo]), part, baseline, hook];
  if (flags.dryRun === true) return dryRun(parts, env, options);
  const next =
    slo === undefined
      ? msg`Next: "release-gate lint" shows what counts from now on.`
      : msg`Next: "release-gate check" judges what is there.`;
  const says = parts.flatMap((each) => each.says).concat(next);
  return {
    output: says.map((each) => `${render(each, options.language)}\n`).join(""),
    exitCode: exitCodes.promote,
    files: parts.flatMap((each) => each.files),
  };
}

/** Every file that would be written, whole. */
function dryRun(parts: readonly Part[], { folder }: CommandEnvironment, options: OutputOptions): CommandResult {
  const files = parts.flatMap((each) => each.files);
  const shown = files.map(({ path, text }) => `==> ${shownPath(folder, path)} <==\n${text}`);
  const none = msg`Nothing was written (--dry-run).`;
  return { output: [...shown, `${render(none, options.language)}\n`].join("\n"), exitCode: exitCodes.promote };
}

async function projectOf(
  flags: InitFlags,
  { folder }: CommandEnvironment,
  slo: readonly string[],
): Promise<{ readonly project: Project; readonly part: Part }> {
  const found = findPolicy(folder);
  const isElsewhere = found !== undefined && resolve(found, "..") !== resolve(folder);
  // Another app of a monorepo has a policy of its own.
  if (found !== undefined && !(isElsewhere && hasOthers(found, folder, flags.path))) {
    const project = projectWithout(found, flags);
    return {
      project,
      part: { files: [], says: keptTexts(shownPath(folder, found), project, slo) },
    };
  }
  const detected = detectMigrations(folder, flags.path);
  const migrations = chosen(detected, flags.path);
  const path = resolve(folder, "release-gate.yaml");
  const postgres = composePostgres(folder);
  if (!migrations) {
    const text = ["version: 1", postgresLine(postgres), "# migrations:", "#   path: db/migrations", ...slo, ""].join(
      "\n",
    );
    const project = { root: resolve(folder), policy: parsePolicy(text, "release-gate.yaml"), policyPath: path };
    const says = [
      ...(slo.length > 0
        ? []
        : [msg`No migrations were found: no SQL files that a framework names, and none that are numbered.`]),
      msg`Wrote release-gate.yaml without migrations. Where there are some, name their folder there.`,
    ];
    return { project, part: { files: [{ path, text }], says } };
  }
  const since = remoteBranch(folder);
  const released = since === undefined ? await lastMigration(folder, migrations) : undefined;
  const own = policyText(migrations, flags.baseline !== false, { since, released, postgres });
  const text = slo.length === 0 ? own : `${own}${slo.join("\n")}\n`;
  const project = { root: resolve(folder), policy: parsePolicy(text, "release-gate.yaml"), policyPath: path };
  const { folder: where, framework, files } = migrations;
  const says = [
    msg`Wrote release-gate.yaml: ${files} {0, plural, one {file} other {files}} of ${framework} in ${where}.`,
    ...(since === undefined ? [] : [msg`What ${since} has counts as released ("since" in release-gate.yaml).`]),
    ...(released === undefined
      ? []
      : [msg`Up to ${released} everything counts as released ("released" in release-gate.yaml).`]),
    ...(postgres === undefined ? [] : [msg`The server is PostgreSQL ${postgres}, as the Compose files say.`]),
    ...leftOut(detected, migrations),
  ];
  return { project, part: { files: [{ path, text }], says } };
}

/** What is said of a policy that is there: where it lacks the SLOs, what to write into it. */
function keptTexts(shown: string, { policy }: Project, slo: readonly string[]): readonly Message[] {
  if (slo.length === 0 || policy.slo !== undefined) return [msg`${shown} exists and is kept.`];
  return [msg`${shown} exists and is kept. Add these lines to it:`, ...slo.map((line) => msg`${line}`)];
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

/** Whether a folder has migrations that the policy above it does not mean. */
function hasOthers(policy: string, folder: string, named: string | undefined): boolean {
  if (named !== undefined) return true;
  const { root, policy: above } = loadProject(resolve(policy, ".."), policy, { baseline: "if-there" });
  const covered = (above.migrations?.path ?? []).map((path) => resolve(root, path));
  return detectMigrations(folder).some((each) => {
    const at = resolve(folder, each.folder);
    return !covered.some((path) => at === path || at.startsWith(`${path}${sep}`) || path.startsWith(`${at}${sep}`));
  });
}

/** The migration that runs last: what is there today is in production, as far as anybody knows. */
async function lastMigration(folder: string, migrations: MigrationFolder): Promise<string | undefined> {
  const text = policyText(migrations, false, { since: undefined, released: "none", postgres: undefined });
  const policy = parsePolicy(text, "release-gate.yaml");
  await loadParserForOnce();
  const project = { root: resolve(folder), policy, policyPath: undefined };
  const { files } = lintEvidence(new GateSession().migrations(project, { steps: false }), policy);
  const ups = files.flatMap((file) => file.migrations).filter(({ migration }) => migration.direction === "up");
  return ups.at(-1)?.migration.name;
}

/** Folders that are named after another database: what lies there PostgreSQL never runs. */
const ofOther = /(?:^|[/_.-])(?:sqlite3?|mysql|mariadb|mssql|sqlserver|oracle|clickhouse|duckdb)(?:[/_.-]|$)/i;

/** Folders of what tests and examples run: no production has it. */
const ofTests = /(?:^|\/)(?:__tests__|tests?|testdata|stubs?|fixtures?|examples?|samples?|templates?)(?:\/|$)/i;

/** The folder with the most migrations, of those that may be PostgreSQL's and are no tests'; one that was named is taken whatever it holds. */
function chosen(folders: readonly MigrationFolder[], named: string | undefined): MigrationFolder | undefined {
  const own = folders.filter((each) => !ofOther.test(each.folder));
  const real = own.filter((each) => !ofTests.test(each.folder));
  const likely = [real, own].find((some) => some.length > 0) ?? folders;
  const [first, second] = named === undefined ? likely : folders;
  if (!first) return undefined;
  if (named === undefined && second && second.files === first.files) {
    throw new UserError(
      msg`It is not clear which migrations are meant: ${first.folder} (${first.framework}) and ${second.folder} (${second.framework}) hold ${first.files} {4, plural, one {file} other {files}} each.`,
      { hint: msg`Name one: release-gate init --path ${first.folder}.` },
    );
  }
  return first;
}

/** The other folders with migrations: nobody judges them. */
function leftOut(folders: readonly MigrationFolder[], { folder }: MigrationFolder): Message[] {
  const others = folders.filter((each) => each.folder !== folder);
  if (others.length === 0) return [];
  const list = others.slice(0, 5).map((each) => `${each.folder} (${each.framework}, ${each.files})`);
  return [msg`Not judged by it: ${list.join(", ")}. Add them to "path", or run init in their folder.`];
}

/** A text in YAML is written as JSON where it could be read as something else. */
const yaml = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text));

/** What is known of production: the branch that has it, else the last migration that is there. */
interface Known {
  readonly since: string | undefined;
  readonly released: string | undefined;
  readonly postgres: PostgresMajor | undefined;
}

const postgresLine = (postgres: PostgresMajor | undefined): string =>
  postgres === undefined
    ? "# postgres: 16 # major version of the production server; 18 if left out"
    : `postgres: ${postgres} # major version of the production server`;

function policyText(
  { folder, framework }: MigrationFolder,
  baseline: boolean,
  { since, released, postgres }: Known,
): string {
  const last = released === undefined ? [] : [`  released: ${yaml(released)} # the last migration in production`];
  return [
    "version: 1",
    postgresLine(postgres),
    "migrations:",
    `  path: ${yaml(folder)}`,
    `  framework: ${framework}`,
    ...(baseline ? [`  baseline: ${baselineName}`] : []),
    ...(since === undefined
      ? [...last, "  # since: origin/main # says it by a git ref instead"]
      : [`  since: ${yaml(since)} # what is in production; \`released: NAME\` says it another way`]),
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
  const today = new Date(env.clock()).toISOString().slice(0, 10);
  const report = lintEvidence(new GateSession().migrations(project, { steps: false, today }), project.policy);
  const entries = baselineEntries(report.files);
  const count = entries.reduce((sum, each) => sum + each.count, 0);
  const says = msg`Wrote ${name} with today's findings, which no longer count: ${count}.`;
  return { files: [{ path, text: formatBaseline(entries) }], says: [says] };
}

function hookPart({ root }: Project): Part {
  const place = preCommitHook(root);
  if (!place) return { files: [], says: [msg`No git hook: this folder is not in a git work tree.`] };
  const { path, present, shared, prefix } = place;
  const lines = hookLines(prefix);
  if (present !== undefined && /\brelease-gate\b/.test(present)) {
    return { files: [], says: [msg`${path} runs release-gate already and is kept.`] };
  }
  if (present !== undefined) {
    return { files: [], says: [msg`${path} exists and is kept; add these lines to it:\n${lines}`] };
  }
  if (shared)
    return { files: [], says: [msg`No git hook: ${path} is shared by repositories; add these lines there:\n${lines}`] };
  const text = `#!/bin/sh\n${lines}\n`;
  return {
    files: [{ path, text, mode: 0o755 }],
    says: [msg`Wrote ${path}: "release-gate lint --staged" before each commit.`],
  };
}
