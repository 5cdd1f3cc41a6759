import { resolve } from "node:path";
import {
  defaultPolicy,
  lintSources,
  msg,
  placeSources,
  sourceOf,
  UserError,
  type Baseline,
  type LintOptions,
  type LintReport,
  type Policy,
  type PostgresMajor,
  type Source,
} from "@release-gate/core";
import { fromIndex, changesFor, versionedBy, type Versioned } from "./deployment.js";
import { isMigrationText, othersOf, seenThere } from "./accounting.js";
import { expandPaths, expandPresent, readSource, shownPath } from "./files.js";
import { settingsForPaths } from "./overrides.js";
import { policyFiles } from "./policy-files.js";
import type { Production } from "./production.js";
import { readSidecars } from "./sidecars.js";

/** A project: its folder, and its policy or the default one. */
export interface Project {
  /** The configuration's folder; the folder asked for where there is none. Paths are shown relative to it. */
  readonly root: string;
  readonly policy: Policy;
  /** Where the policy was read from. */
  readonly policyPath: string | undefined;
  /** Reads what is known of the database in production; throws a UserError where that cannot be read. */
  readonly production?: () => Production;
  /** The findings that the policy's baseline holds. */
  readonly baseline?: Baseline;
}

/** The project of a folder without a policy. */
export function bareProject(folder: string): Project {
  return { root: resolve(folder), policy: defaultPolicy(), policyPath: undefined };
}

export interface LintRequest {
  /** Files, folders or globs to lint; the policy's migrations where there are none. Relative to `folder`. */
  readonly paths?: readonly string[];
  readonly folder?: string;
  /** Text in the place of a file's: unsaved in an editor, or from standard input. */
  readonly unsaved?: Source;
  readonly postgres?: PostgresMajor;
  /** Today as YYYY-MM-DD. */
  readonly today?: string;
  /** A git ref: only what changed since its merge base with HEAD is judged, and ships together. */
  readonly since?: string;
  /** Where the project's root is in the work tree, when what is read is a copy of a part of it. */
  readonly workTree?: string;
  /** Only what is staged for the next commit is judged, as it is staged. */
  readonly staged?: boolean;
  /** False where nobody asks for the steps of the report. */
  readonly steps?: boolean;
  /** Whether the time for the run is over. */
  readonly isTimeOver?: () => boolean;
}

/** Everything that the result of linting depends on, read but not yet judged. */
export interface LintInput {
  readonly project: Project;
  readonly sources: readonly Source[];
  readonly options: LintOptions;
  /** Whether there may be no migration at all: nothing of them is staged. */
  readonly mayBeEmpty: boolean;
}

/**
 * Reads what is to be linted: a project's migrations, or some files in their place in its history.
 * @throws UserError for a path that does not exist or cannot be read, and for what git cannot tell.
 */
export function readLintInput(project: Project, request: LintRequest = {}): LintInput {
  const versioned = versionedBy(project, request);
  if (!versioned) return readInput(project, request);
  const wanted = withAsked(project, request, versioned);
  const input =
    request.staged === true
      ? fromIndex(versioned, project, wanted, (...there) => readInput(...there, versioned))
      : readInput(project, wanted, versioned);
  return { ...input, project };
}

/** Without a policy and without paths, the files that git tells are the ones asked for. */
function withAsked({ root, policy }: Project, request: LintRequest, { asked }: Versioned): LintRequest {
  const named = policy.migrations !== undefined || (request.paths ?? []).length > 0 || request.unsaved !== undefined;
  return named || !asked ? request : { ...request, folder: root, paths: asked };
}

function readInput(project: Project, request: LintRequest, versioned?: Versioned): LintInput {
  const { policy } = project;
  const found = givenSources(project, request);
  const sources = withHistory(project, found ?? [], request);
  const asked = versioned?.asked && new Set(versioned.asked);
  const all = found ?? (asked ? sources : undefined);
  const given = asked ? all?.filter((source) => asked.has(source.path) || source === request.unsaved) : all;
  const configured = policy.migrations;
  const options: LintOptions = {
    postgres: request.postgres ?? policy.postgres,
    settings: policy.ruleSettings,
    ...settingsForPaths(policy, sources),
    ...(project.baseline ? { baseline: project.baseline, partial: request.staged === true } : {}),
    complete: configured?.complete ?? false,
    ...(configured?.framework === undefined ? {} : { framework: configured.framework }),
    ...(configured?.role === undefined ? {} : { role: configured.role }),
    ...(configured?.transaction === undefined ? {} : { transaction: configured.transaction }),
    ...(Object.keys(configured?.placeholders ?? {}).length > 0 ? { placeholders: configured?.placeholders ?? {} } : {}),
    others: othersOf(project, request, sources, versioned),
    ...(configured?.order === undefined ? {} : { order: configured.order }),
    ...(configured ? { folders: configured.path.map((path) => shownPath(project.root, path)) } : {}),
    ...(configured?.marks === undefined ? {} : { marks: configured.marks }),
    ...(configured
      ? { allowed: { notRead: configured["allow-not-read"], notJudged: configured["allow-not-judged"] } }
      : {}),
    sidecars: readSidecars(
      project.root,
      sources.map(({ path }) => path),
      request.workTree,
    ),
    ...(configured?.released === undefined || versioned?.deployed ? {} : { released: configured.released }),
    ...(given ? { given: new Set(given.map((source) => source.path)) } : {}),
    ...(request.today === undefined ? {} : { today: request.today }),
    ...(request.steps === undefined ? {} : { steps: request.steps }),
    ...(request.isTimeOver === undefined ? {} : { isTimeOver: request.isTimeOver }),
    ...(versioned ? changesFor(versioned, sources, project) : {}),
    ...project.production?.(),
  };
  const named = (request.paths ?? []).length > 0;
  const mayBeEmpty =
    request.staged === true || request.unsaved !== undefined || (request.since !== undefined && !named);
  return { project, sources, options, mayBeEmpty };
}

/**
 * Judges what was read. The parser must be loaded.
 * @throws UserError where the policy's path has no migrations.
 */
export function lintInput({ project, sources, options, mayBeEmpty }: LintInput): LintReport {
  const report = lintSources(sources, options);
  if (report.files.length === 0 && !mayBeEmpty) throw noMigrations(project, report);
  return report;
}

/** Lints a project's migrations, or some files in their place in its history. The parser must be loaded. */
export function lintProject(project: Project, request: LintRequest = {}): LintReport {
  return lintInput(readLintInput(project, request));
}

/** The parts of the key under which a result for this input may be kept. */
export function lintCacheParts({ project, sources, options }: LintInput): string[] {
  const given = [...(options.given ?? [])].toSorted();
  const settings = [...(options.settings ?? [])];
  const settingsByPath = [...(options.settingsByPath ?? [])].map(([path, own]) => [path, [...own]]);
  const others = [...(options.changes?.others ?? [])];
  const changes = options.changes && { ...options.changes, files: [...options.changes.files], others };
  const rest = { ...options, given, settings, settingsByPath, changes, policy: project.policyPath };
  return [JSON.stringify(rest), ...sources.flatMap(({ path, text, bom }) => [path, String(bom), text])];
}

/** A gate does not open because its migrations were not found. */
function noMigrations({ policy }: Project, report: LintReport): UserError {
  const seen = seenThere(report);
  if (!policy.migrations) {
    return new UserError(seen ? msg`There is no SQL to judge: ${seen}.` : msg`There is no SQL to judge.`, {
      hint: msg`Migrations are read from files that end in .sql; what other files do to the database nobody here knows.`,
    });
  }
  const path = policy.migrations.path.join(", ");
  const { framework } = policy.migrations;
  const none =
    framework === undefined
      ? msg`There is no migration in ${path}`
      : msg`There is no migration of ${framework} in ${path}`;
  const place = policy.placeOf(["migrations", "path"]);
  return new UserError(seen ? msg`${none}: ${seen}.` : msg`${none}.`, {
    ...(place ? { place } : {}),
    hint: msg`Correct "path" or "framework"; files must be named as the framework names them.`,
  });
}

/** Lints one text in its place in the project's history. */
export function lintText(project: Project, path: string, text: string): LintReport {
  return lintProject(project, { unsaved: sourceOf(shownPath(project.root, path), text) });
}

function givenSources(project: Project, request: LintRequest): Source[] | undefined {
  const folder = request.folder ?? project.root;
  const paths = request.paths ?? [];
  const sources = expand(folder, paths, request)
    .filter(isMigrationText)
    .map((path) => readSource(project.root, path));
  if (request.unsaved) return [...sources.filter(({ path }) => path !== request.unsaved?.path), request.unsaved];
  return paths.length > 0 ? sources : undefined;
}

/** The files that some paths mean. Where only what is staged is read, the others need not be there. */
function expand(folder: string, paths: readonly string[], { staged }: LintRequest): string[] {
  return staged === true ? expandPresent(folder, paths) : expandPaths(folder, paths);
}

/** The given sources and the project's other migrations, which are their history. */
function withHistory(project: Project, given: readonly Source[], request: LintRequest): Source[] {
  const known = new Map(given.map((source) => [source.path, source]));
  for (const path of historyPaths(project, given, request)) {
    const shown = shownPath(project.root, path);
    if (!known.has(shown)) known.set(shown, readSource(project.root, path));
  }
  return [...known.values()];
}

function historyPaths(project: Project, given: readonly Source[], request: LintRequest): string[] {
  if (project.policy.migrations) {
    return policyFiles(project.root, project.policy.migrations.path, {
      place: project.policy.placeOf(["migrations", "path"]),
      missing: request.staged === true,
      workTree: request.workTree,
    });
  }
  // Without a policy the neighbours of a file are its history only where a framework names them so.
  const folders = new Set<string>();
  const sidecars = readSidecars(
    project.root,
    given.map(({ path }) => path),
    request.workTree,
  );
  for (const { source, framework, around } of placeSources(given, { sidecars })) {
    if (framework.name !== "plain")
      folders.add(resolve(project.root, framework.home?.(source.path, around) ?? around.folder));
  }
  return expandPaths(project.root, [...folders]);
}
