import { existsSync, realpathSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { join, normalize } from "node:path/posix";
import { isSqlPath, msg, sourceOf, UserError } from "@release-gate/core";
import type { ApplicationChange, Changes, ShippingOptions, Source } from "@release-gate/core";
import { readSource, shownPath } from "./files.js";
import { fixedPart } from "./glob.js";
import { treeAt } from "./base-tree.js";
import { policyFiles } from "./policy-files.js";
import { applicationChanges } from "./git-application.js";
import {
  changedPaths,
  sqlChanges,
  submodules,
  trackedFiles,
  trackedSql,
  type ChangedPath,
  type Comparison,
} from "./git-changes.js";
import { waysFrom, type Way } from "./git-ways.js";
import { withIndex } from "./git-index.js";
import { baseOf, lastCommit, pathFrom, repositoryOf, taggedCommit, type Repository } from "./git.js";
import type { LintRequest, Project } from "./project.js";
import { isWithin } from "./trusted.js";

/** Two states, and the files that differ between them. */
export interface Compared {
  readonly comparison: Comparison;
  readonly changed: readonly ChangedPath[];
}

/** What git says about a request. */
export interface Versioned {
  readonly repository: Repository;
  /** The SQL files to be judged, by their paths as sources: those changed since the ref of the request, or staged. */
  readonly asked: readonly string[] | undefined;
  /** The other files that changed since the ref of the request, or are staged. */
  readonly askedOthers: readonly string[];
  /** Those of the staged files that the last commit does not have. */
  readonly added: readonly string[];
  /** What differs from the state in production. */
  readonly deployed: Compared | undefined;
  /** Where to look for what changes in the application. */
  readonly around: Compared;
  /** What has changed; git is asked once. */
  readonly changed: () => Changed;
  /** What git tracks; it is asked once. */
  readonly tracked: () => Tracked;
}

/**
 * Asks git about a request; undefined where neither the request nor the policy asks git.
 * @throws UserError where git cannot be asked, or does not know the ref.
 */
export function askGit(project: Project, request: LintRequest): Versioned | undefined {
  const { root, policy } = project;
  const since = request.since ?? policy.migrations?.since;
  const tag = since === undefined ? releasedTag(project) : undefined;
  const staged = request.staged === true;
  if (since === undefined && tag === undefined && !staged) return undefined;
  const place = request.since === undefined ? policy.placeOf(["migrations", "since"]) : undefined;
  const repository = repositoryOf(root, place);
  const compared = (base: string, name: string): Compared => {
    const comparison = { base, since: name, staged };
    return { comparison, changed: changedPaths(repository, comparison) };
  };
  const deployed =
    since !== undefined ? compared(baseOf(repository, since, place), since) : tag && compared(tag.commit, tag.name);
  const staging = staged ? compared(lastCommit(repository), "HEAD") : undefined;
  const asked = staging ?? (request.since === undefined ? undefined : deployed);
  const around = deployed ?? staging;
  if (!around) return undefined;
  if (deployed && !staged) {
    refuseForeign(project, repository);
    refuseMissing(project, repository, deployed);
  }
  const added = (staging?.changed ?? []).filter(({ was }) => was === undefined);
  const told = deployed ?? around;
  return {
    ...{ repository, deployed, around },
    changed: once(() => ({
      application: applicationChanges(repository, around.comparison, around.changed),
      changes: sqlChanges(repository, told.comparison, told.changed),
    })),
    tracked: once(() => trackedOf(repository)),
    asked: asked && sqlPaths(repository, asked.changed),
    askedOthers: asked ? otherPaths(repository, asked) : [],
    added: added.map(({ path }) => pathFrom(repository, path)),
  };
}

/**
 * Refuses a git directory that the environment names and that is of other files: for it every migration would be new.
 * @throws UserError where it tracks none of the migrations that are there.
 */
function refuseForeign({ root, policy }: Project, repository: Repository): void {
  const directory = process.env["GIT_DIR"];
  if (directory === undefined || policy.migrations === undefined) return;
  const there = policyFiles(root, policy.migrations.path, {
    place: policy.placeOf(["migrations", "path"]),
    missing: true,
  });
  const tracked = new Set(trackedSql(repository).map((path) => resolve(root, pathFrom(repository, path))));
  if (there.length === 0 || there.some((path) => tracked.has(path))) return;
  throw new UserError(msg`The git directory ${directory} (GIT_DIR) tracks none of the migrations that are here.`, {
    hint: msg`Take GIT_DIR out of the environment, or name the repository that the migrations belong to.`,
  });
}

/**
 * Refuses a sparse work tree that lacks what ships.
 * @throws UserError for a migration that changed and is not there.
 */
function refuseMissing({ root, policy }: Project, repository: Repository, { changed, comparison }: Compared): void {
  const folders = (policy.migrations?.path ?? []).map((path) => resolve(root, fixedPart(path)));
  const missing = changed
    .filter(({ path }) => isSqlPath(path))
    .map(({ path }) => resolve(root, pathFrom(repository, path)))
    .find((path) => folders.some((folder) => isWithin(folder, path)) && !existsSync(path));
  if (missing === undefined) return;
  throw new UserError(msg`${shownPath(root, missing)} differs from ${comparison.since}, and is not in the work tree.`, {
    hint: msg`Check it out: "git sparse-checkout add" its folder, or "git sparse-checkout disable".`,
  });
}

function sqlPaths(repository: Repository, changed: readonly ChangedPath[]): string[] {
  return changed.filter(({ path }) => isSqlPath(path)).map(({ path }) => pathFrom(repository, path));
}

/** The SQL files that differ from the state in production, by their paths as sources. */
export function changedSql({ repository, deployed }: Versioned): string[] {
  return deployed ? sqlPaths(repository, deployed.changed) : [];
}

function otherPaths(repository: Repository, { changed }: Compared): string[] {
  return changed.filter(({ path }) => !isSqlPath(path)).map(({ path }) => pathFrom(repository, path));
}

/** The policy's `released` as a git tag: it is one only where none of the migrations has it in its path. */
function releasedTag(project: Project): { readonly commit: string; readonly name: string } | undefined {
  const { root, policy } = project;
  const name = policy.migrations?.released;
  if (policy.migrations === undefined || name === undefined) return undefined;
  if (namesMigration(project)) return undefined;
  const commit = taggedCommit(root, name);
  return commit === undefined ? undefined : { commit, name };
}

/** Whether the policy's `released` is in the path of one of its migrations. */
export function namesMigration({ root, policy }: Project): boolean {
  const name = policy.migrations?.released;
  if (policy.migrations === undefined || name === undefined) return false;
  const plain = (text: string): string => text.replace(/[._-]+/g, "_");
  const paths = policyFiles(root, policy.migrations.path, { place: policy.placeOf(["migrations", "path"]) });
  return paths.some((path) => plain(shownPath(root, path)).includes(plain(name)));
}

/** What has changed, as the two sides see it. */
export interface Changed {
  readonly changes: Changes;
  readonly application: readonly ApplicationChange[];
}

/** What git says of the files that were read: they may lie behind links, and git may not know them. */
export interface Seen {
  readonly way: (path: string) => Way;
  /** Whether a file is among some that git names: itself, or what its path leads over. */
  readonly isAmong: (path: string, paths: ReadonlySet<string>) => boolean;
  /** Whether git does not know a file. What is staged it knows. */
  readonly isUnknown: (path: string) => boolean;
  /** The submodules, as sources. */
  readonly submodules: readonly string[];
}

/** How to see the files of a project as git does. */
export function seenBy({ repository, tracked }: Versioned, { root }: Project, { staged }: LintRequest): Seen {
  const way = waysFrom(repository, root);
  const isAmong = (path: string, paths: ReadonlySet<string>): boolean => {
    if (paths.size === 0) return false;
    if (paths.has(path)) return true;
    const { real, over } = way(path);
    return paths.has(real) || over.some((each) => paths.has(each));
  };
  const { sql, modules } = tracked();
  const isTracked = (path: string): boolean => {
    if (sql.has(path)) return true;
    const { real, over } = way(path);
    return sql.has(real) || over.some((each) => modules.has(each));
  };
  return {
    ...{ way, isAmong, submodules: [...modules] },
    isUnknown: (path) => staged !== true && !isTracked(path) && existsSync(resolve(root, path)),
  };
}

/** The part of a request's options that git tells. */
export function changesFor(
  versioned: Versioned,
  sources: readonly Source[],
  project: Project,
  request: LintRequest,
  { seen, notSql }: { readonly seen: Seen; readonly notSql: readonly string[] },
): Pick<ShippingOptions, "changes" | "application"> {
  const found = versioned.changed();
  const read = sources.flatMap(({ path }) => [path, seen.way(path).real]);
  const others = new Set([...read, ...ownFiles(project)]);
  const unknown = notSql.length > 0 && request.staged !== true ? unknownOthers(versioned, notSql, seen) : [];
  const told = behindLinks(found.changes, sources, notSql, seen, versioned);
  // Nobody can tell since when a file is there that git ignores.
  const changes = { ...told, others: new Set([...(told.others ?? []), ...unknown]) };
  return {
    application: found.application.filter(({ path }) => !others.has(path)),
    ...(versioned.deployed ? { changes: withUnsaved(changes, sources, project, request, seen) } : {}),
  };
}

/** The files that are no SQL and that git does not know: they are ignored, or lie outside of the work tree. */
function unknownOthers({ repository, ...versioned }: Versioned, paths: readonly string[], { way }: Seen): string[] {
  const tracked = new Set(trackedFiles(repository).map((path) => pathFrom(repository, path)));
  const { modules } = versioned.tracked();
  return paths.filter((path) => {
    const { real, over } = way(path);
    return !tracked.has(path) && !tracked.has(real) && !over.some((each) => modules.has(each));
  });
}

/**
 * The changes by the paths of the sources. Behind a link or a submodule that changed, or in its place, a file is compared with
 * what a checkout of the base has under its path; of what a submodule had nobody can tell.
 */
function behindLinks(
  changes: Changes,
  sources: readonly Source[],
  notSql: readonly string[],
  { way, isAmong }: Seen,
  { repository, around }: Versioned,
): Changes {
  const files = new Map(changes.files);
  const changed = new Set([...changes.files.keys(), ...(changes.others ?? [])]);
  const elsewhere: Source[] = [];
  for (const source of sources) {
    const { path } = source;
    if (files.has(path) ? files.get(path) === undefined : isAmong(path, changed)) {
      const { real, over } = way(path);
      const was = changes.files.get(real);
      if (files.has(path) || over.some((each) => changed.has(each))) elsewhere.push(source);
      else files.set(path, was && sourceOf(real === was.path ? path : was.path, was.text));
    }
  }
  const others = new Set([...changed, ...notSql.filter((path) => isAmong(path, changed))]);
  const unknown = elsewhere.length === 0 ? [] : asAtBase(files, elsewhere, repository, around.comparison.base);
  return { ...changes, files, others, unknown: new Set(unknown) };
}

/** Compares sources with what the base had under their paths; returns those of which nothing tells. */
function asAtBase(
  files: Map<string, Source | undefined>,
  sources: readonly Source[],
  repository: Repository,
  base: string,
): string[] {
  const tree = treeAt(repository, base);
  const named = (path: string): string => normalize(join(repository.prefix, path));
  const texts = tree.texts(sources.map(({ path }) => named(path)));
  return sources.flatMap(({ path, text }) => {
    const led = tree.led(named(path));
    const was = texts.get(named(path));
    if (was === undefined) files.set(path, undefined);
    else if (sourceOf(path, was).text === text) files.delete(path);
    else files.set(path, sourceOf(path, was));
    if (led !== "unknown" && "at" in led) return [];
    files.delete(path);
    return [path];
  });
}

/** What git cannot tell: a text that is not saved, and files that it does not know. */
function withUnsaved(
  changes: Changes,
  sources: readonly Source[],
  { root }: Project,
  { unsaved }: LintRequest,
  { isUnknown }: Seen,
): Changes {
  const files = new Map(changes.files);
  const unknown = sources.filter(({ path }) => !files.has(path) && isUnknown(path));
  if (unsaved && !files.has(unsaved.path) && !isUnknown(unsaved.path) && existsSync(resolve(root, unsaved.path))) {
    const saved = readSource(root, unsaved.path);
    if (saved.text !== unsaved.text) files.set(unsaved.path, saved);
  }
  return { ...changes, files, unknown: new Set([...(changes.unknown ?? []), ...unknown.map(({ path }) => path)]) };
}

/** The SQL files and the submodules that git tracks. */
export interface Tracked {
  readonly sql: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
}

function trackedOf(repository: Repository): Tracked {
  const named = (paths: readonly string[]): Set<string> => new Set(paths.map((path) => pathFrom(repository, path)));
  return { sql: named(trackedSql(repository)), modules: named(submodules(repository)) };
}

/** A value that is made when somebody asks for it first. */
function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** The files of the project's own settings are no application: what they name is not used. */
function ownFiles({ policy, policyPath, baseline }: Project): string[] {
  const { statistics, schema } = policy.migrations ?? {};
  const files = [statistics, typeof schema === "string" ? schema : schema?.file, baseline?.path];
  const own = files.filter((path) => path !== undefined).map((path) => normalize(path));
  return policyPath === undefined ? own : [...own, basename(policyPath)];
}

/**
 * Reads from the index instead of the work tree: what is going to be committed. `read` gets the project and the request as
 * they are there. What lies outside of the work tree is read where it is.
 */
export function fromIndex<Result>(
  { repository }: Versioned,
  project: Project,
  request: LintRequest,
  read: (project: Project, request: LintRequest) => Result,
): Result {
  const folder = real(resolve(request.folder ?? project.root));
  const root = real(resolve(project.root));
  const inside = (path: string): string => relative(repository.top, path).split(sep).join("/");
  const isInside = (path: string): boolean => !/^\.\.(?:\/|$)/.test(inside(path));
  const way = waysFrom({ ...repository, prefix: "" }, repository.top);
  const configured = project.policy.migrations?.path ?? [];
  const wanted = [
    ...configured.map((path) => resolve(root, fixedPart(path))),
    // The neighbours of a file are its history; where each migration is a folder, they are one level up.
    ...(request.paths ?? []).map((path) => resolve(folder, fixedPart(path), configured.length > 0 ? "." : "../..")),
  ].map((path) => (isInside(path) ? path : real(path)));
  // The index has the links on the way, and apart from them what they lead to.
  const ways = wanted.filter(isInside).flatMap((path) => {
    const { links, real: end } = way(path);
    return [...links, end].filter((each) => isInside(resolve(repository.top, each)));
  });
  return withIndex(repository, ways, (at) => {
    const moved = (path: string): string => {
      const from = isInside(path) ? path : real(path);
      return isInside(from) ? resolve(at, inside(from)) : path;
    };
    const given = request.paths?.map((path) => moved(resolve(folder, path)));
    return read(
      { ...project, root: moved(root) },
      { ...request, folder: moved(folder), workTree: project.root, ...(given ? { paths: given } : {}) },
    );
  });
}

/** A path as the file system has it, without symbolic links, as git has it. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
