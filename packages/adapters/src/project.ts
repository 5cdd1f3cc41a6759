import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  defaultPolicy,
  lintEvidence,
  placeSources,
  sourceOf,
  type Baseline,
  type LintOptions,
  type MigrationOptions,
  type OtherFile,
  type LintReport,
  type MigrationEvidence,
  type Policy,
  type PostgresMajor,
  type Source,
  type StateOptions,
} from "@release-gate/core";
import { changedSql, changesFor, fromIndex, namesMigration, seenBy, type Seen, type Versioned } from "./deployment.js";
import { GitAnswers } from "./git-answers.js";
import { isMigrationText, othersOf } from "./accounting.js";
import { expandPaths, expandPresent, findPolicy, readSource, shownPath } from "./files.js";
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
  /** False where git must not be run: the folder is not trusted. What it would tell counts as unknown, and more as new. */
  readonly git?: false;
  /** False where nobody asks for the steps of the report. */
  readonly steps?: boolean;
  /** Whether the time for the run is over. */
  readonly isTimeOver?: () => boolean;
}

/**
 * Reads what is to be linted: a project's migrations, or some files in their place in its history.
 * @throws UserError for a path that does not exist or cannot be read, and for what git cannot tell.
 */
export function readLintInput(
  project: Project,
  request: LintRequest = {},
  answers = new GitAnswers(),
): MigrationEvidence {
  const versioned = answers.of(project, request);
  if (!versioned) return readInputs(project, request);
  const wanted = withAsked(project, request, versioned);
  return request.staged === true
    ? fromIndex(versioned, project, wanted, (...there) => readInputs(...there, versioned))
    : readInputs(project, wanted, versioned);
}

/** Without a policy and without paths, the files that git tells are the ones asked for. */
function withAsked({ root, policy }: Project, request: LintRequest, { asked }: Versioned): LintRequest {
  const named = policy.migrations !== undefined || (request.paths ?? []).length > 0 || request.unsaved !== undefined;
  return named || !asked ? request : { ...request, folder: root, paths: asked };
}

/** What was asked for, in the project's history; and in a place of its own what the policy does not count to it. */
function readInputs(project: Project, request: LintRequest, versioned?: Versioned): MigrationEvidence {
  const found = givenSources(project, request);
  const isOutside = found ? outsideOf(project, request) : () => false;
  const outside = found?.filter(isOutside) ?? [];
  if (outside.length === 0) {
    const input = readInput(project, request, found, versioned);
    return isNothing(request, found) ? { ...input, nothingAt: request.paths ?? [] } : input;
  }
  // What the policy tells of its migrations it does not tell of others; flags are about all files.
  const { policy, ...rest } = project;
  const bare: Project = { root: rest.root, policyPath: rest.policyPath, policy: { ...policy, migrations: undefined } };
  const asked = versioned && (request.since === undefined ? { ...versioned, deployed: undefined } : versioned);
  const only = { ...request, folder: project.root, paths: outside.map(({ path }) => path) };
  const apart = { ...readInput(bare, only, outside, asked), outside: true };
  const inside = found?.filter((source) => !isOutside(source)) ?? [];
  const input = readInput(project, request, inside, versioned);
  return { ...input, mayBeEmpty: input.mayBeEmpty || inside.length === 0, apart };
}

/** Whether what was named has no SQL; of what is staged, there may be none. */
function isNothing({ staged, unsaved }: LintRequest, found: readonly Source[] | undefined): boolean {
  return staged !== true && unsaved === undefined && found?.length === 0;
}

/** Whether a file is none of the policy's migrations; none is where no policy says which are. */
function outsideOf(project: Project, request: LintRequest): (source: Source) => boolean {
  if (!project.policy.migrations) return () => false;
  const own = new Set(historyPaths(project, [], request).map((path) => shownPath(project.root, path)));
  // A text that is no file yet has no other place than the project.
  return ({ path }) => !own.has(path) && existsSync(resolve(project.root, path));
}

function readInput(
  project: Project,
  request: LintRequest,
  found: readonly Source[] | undefined,
  versioned?: Versioned,
): MigrationEvidence {
  const { policy } = project;
  const sources = withHistory(project, found ?? [], request);
  const seen = versioned && seenBy(versioned, project, request);
  const asked = versioned?.asked && new Set([...versioned.asked, ...versioned.askedOthers]);
  const all = found ?? (asked ? sources : undefined);
  // Whether a file that git does not know is new nobody can tell, so it is judged.
  const isAsked = (path: string): boolean => !asked || !seen || seen.isAmong(path, asked) || seen.isUnknown(path);
  const given = asked ? all?.filter((source) => isAsked(source.path) || source === request.unsaved) : all;
  const others = othersOf(project, request, sources, versioned, seen);
  const git =
    versioned && seen
      ? changesFor(versioned, sources, project, request, { seen, notSql: others.map(({ path }) => path) })
      : {};
  const configured = policy.migrations;
  const mayShipLater = configured?.released === undefined || versioned?.deployed || mayBeTag(project, request);
  const { statistics, statisticsMaxAge, schema, checksumsOf } = project.production?.() ?? {};
  const options: LintOptions<StateOptions> = {
    migrations: migrationOptions(project, request, sources, others),
    deployment: {
      ...git,
      checksumsOf,
      released: mayShipLater ? undefined : configured.released,
      given: given && new Set(given.map((source) => source.path)),
      named: found && !asked ? new Set(found.map((source) => source.path)) : undefined,
      added: addedPaths(project, request, sources, versioned, seen),
    },
    state: {
      postgres: request.postgres ?? policy.postgres,
      complete: configured?.complete ?? false,
      role: configured?.role,
      ...{ statistics, statisticsMaxAge, schema },
    },
    judging: {
      settings: policy.ruleSettings,
      settingsByPath: settingsForPaths(policy, sources),
      baseline: project.baseline,
      partial: request.staged === true,
      allowed: configured && {
        notRead: configured["allow-not-read"],
        notJudged: configured["allow-not-judged"],
      },
    },
    ...{ today: request.today, steps: request.steps, isTimeOver: request.isTimeOver },
  };
  const named = (request.paths ?? []).length > 0;
  const mayBeEmpty =
    request.staged === true || request.unsaved !== undefined || (request.since !== undefined && !named);
  const passedOver = named || !configured ? undefined : passedOverOf(project, request, sources, versioned);
  return { sources, options, mayBeEmpty, ...(passedOver ? { passedOver } : {}) };
}

/** How the files are read as migrations, by the policy and by what lies beside them. */
function migrationOptions(
  { root, policy }: Project,
  { workTree }: LintRequest,
  sources: readonly Source[],
  others: readonly OtherFile[],
): MigrationOptions {
  const { framework, transaction, placeholders = {}, order, path, marks } = policy.migrations ?? {};
  return {
    ...{ framework, transaction, order, marks, others },
    placeholders: Object.keys(placeholders).length > 0 ? placeholders : undefined,
    folders: path?.map((each) => shownPath(root, each)),
    sidecars: readSidecars(
      root,
      sources.map((source) => source.path),
      workTree,
    ),
  };
}

/** The SQL that is staged, or changed, whose nearest policy is this one, and which its paths do not mean. */
function passedOverOf(
  { root, policyPath }: Project,
  { staged, workTree = root }: LintRequest,
  sources: readonly Source[],
  versioned: Versioned | undefined,
): MigrationEvidence["passedOver"] {
  if (policyPath === undefined || !versioned) return undefined;
  const known = new Set(sources.map(({ path }) => path));
  const isOwn = (path: string): boolean => {
    const nearest = findPolicy(dirname(resolve(workTree, path)));
    return nearest !== undefined && dirname(nearest) === resolve(workTree);
  };
  const changed = (staged === true ? versioned.asked : changedSql(versioned)) ?? [];
  const paths = changed.filter((path) => !known.has(path) && isOwn(path));
  if (paths.length === 0) return undefined;
  return { paths, ...(staged === true || !versioned.deployed ? {} : { since: versioned.deployed.comparison.since }) };
}

/** What nobody can have run yet: files that are new in what is staged, and a text that was never saved. */
function addedPaths(
  { root }: Project,
  { unsaved }: LintRequest,
  sources: readonly Source[],
  versioned: Versioned | undefined,
  seen: Seen | undefined,
): Set<string> {
  const unwritten = unsaved && !existsSync(resolve(root, unsaved.path)) ? [unsaved.path] : [];
  const added = new Set(versioned?.added ?? []);
  const behind = sources.filter(({ path }) => seen?.isAmong(path, added) === true);
  return new Set([...behind.map(({ path }) => path), ...unwritten]);
}

/** Lints a project's migrations, or some files in their place in its history. The parser must be loaded. */
export function lintProject(project: Project, request: LintRequest = {}): LintReport {
  return lintEvidence(readLintInput(project, request), project.policy);
}

/** The files that a report on this input is about. */
export function lintedSources({ sources, apart }: MigrationEvidence): Source[] {
  return [...sources, ...(apart ? lintedSources(apart) : [])];
}

/** The parts of the key under which a result for this input may be kept. */
export function lintCacheParts(
  { policyPath }: Pick<Project, "policyPath">,
  { sources, options, apart, nothingAt, passedOver }: MigrationEvidence,
): string[] {
  // Sets as lists that have no order, and maps as lists that have one.
  const data = (_key: string, value: unknown): unknown => {
    if (value instanceof Set) return [...(value as ReadonlySet<string>)].toSorted();
    return value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value;
  };
  const rest = { options, nothingAt, passedOver, policy: policyPath };
  const texts = sources.flatMap(({ path, text, bom }) => [path, String(bom), text]);
  return [JSON.stringify(rest, data), ...texts, ...(apart ? ["apart", ...lintCacheParts({ policyPath }, apart)] : [])];
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

/** Whether `released` may be a tag that git was not asked about. */
function mayBeTag(project: Project, { git }: LintRequest): boolean {
  return git === false && !namesMigration(project);
}

/** Whether the policy's deployment is one that only git can tell: its `since`, or a `released` that names no migration. */
export function needsGit(project: Project): boolean {
  const { since, released } = project.policy.migrations ?? {};
  return since !== undefined || (released !== undefined && !namesMigration(project));
}
