import { existsSync, realpathSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { normalize } from "node:path/posix";
import { isSqlPath } from "@release-gate/core";
import type { ApplicationChange, Changes, LintOptions, Source } from "@release-gate/core";
import { fixedPart, readSource, shownPath } from "./files.js";
import { policyFiles } from "./policy-files.js";
import { applicationChanges } from "./git-application.js";
import { changedPaths, sqlChanges, trackedSql, type ChangedPath, type Comparison } from "./git-changes.js";
import { withIndex } from "./git-index.js";
import { baseOf, lastCommit, pathFrom, repositoryOf, taggedCommit, type Repository } from "./git.js";
import type { LintRequest, Project } from "./project.js";

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
  /** Those of the staged SQL files that the last commit does not have. */
  readonly added: readonly string[];
  /** What differs from the state in production. */
  readonly deployed: Compared | undefined;
  /** Where to look for what changes in the application. */
  readonly around: Compared;
}

/** Milliseconds for which an answer for unsaved texts holds: ESLint asks for each file, an editor with each pause. */
const holds = 2000;
const kept = new Map<string, { readonly until: number; readonly versioned: Versioned | undefined }>();

/**
 * What git says about a request; undefined where neither the request nor the policy asks git.
 * @throws UserError where git cannot be asked, or does not know the ref.
 */
export function versionedBy(project: Project, request: LintRequest): Versioned | undefined {
  if (request.git === false) return undefined;
  if (request.unsaved === undefined) return askGit(project, request);
  const { since, released } = project.policy.migrations ?? {};
  const key = JSON.stringify([project.root, request.since, request.staged, since, released]);
  const known = kept.get(key);
  if (known && performance.now() < known.until) return known.versioned;
  const versioned = askGit(project, request);
  kept.set(key, { until: performance.now() + holds, versioned });
  return versioned;
}

function askGit(project: Project, request: LintRequest): Versioned | undefined {
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
  const added = (staging?.changed ?? []).filter(({ was }) => was === undefined);
  return {
    ...{ repository, deployed, around },
    asked: asked && sqlPaths(repository, asked.changed),
    askedOthers: asked ? otherPaths(repository, asked) : [],
    added: sqlPaths(repository, added),
  };
}

function sqlPaths(repository: Repository, changed: readonly ChangedPath[]): string[] {
  return changed.filter(({ path }) => isSqlPath(path)).map(({ path }) => pathFrom(repository, path));
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

interface Changed {
  readonly changes: Changes;
  readonly application: readonly ApplicationChange[];
}

const changes = new WeakMap<Versioned, Changed>();

/** What has changed, asked once. */
function changesOf(versioned: Versioned): Changed {
  const { repository, deployed, around } = versioned;
  const known = changes.get(versioned);
  if (known) return known;
  const since = deployed ?? around;
  const found = {
    application: applicationChanges(repository, around.comparison, around.changed),
    changes: sqlChanges(repository, since.comparison, since.changed),
  };
  changes.set(versioned, found);
  return found;
}

/** The part of a request's options that git tells. */
export function changesFor(
  versioned: Versioned,
  sources: readonly Source[],
  project: Project,
  request: LintRequest,
): Pick<LintOptions, "changes" | "application"> {
  const found = changesOf(versioned);
  const others = new Set([...sources.map(({ path }) => path), ...ownFiles(project)]);
  return {
    application: found.application.filter(({ path }) => !others.has(path)),
    ...(versioned.deployed ? { changes: withUnsaved(found.changes, sources, project, request, versioned) } : {}),
  };
}

/** What git cannot tell: a text that is not saved, and files that it does not know. */
function withUnsaved(
  changes: Changes,
  sources: readonly Source[],
  { root }: Project,
  { unsaved, staged }: LintRequest,
  { repository }: Versioned,
): Changes {
  const files = new Map(changes.files);
  // What is staged git knows.
  const others = staged === true ? [] : sources.filter(({ path }) => !files.has(path));
  const tracked = others.length === 0 ? new Set<string>() : trackedFiles(repository);
  const unknown = others.filter(({ path }) => !tracked.has(path) && existsSync(resolve(root, path)));
  if (unsaved && !files.has(unsaved.path) && tracked.has(unsaved.path) && existsSync(resolve(root, unsaved.path))) {
    const saved = readSource(root, unsaved.path);
    if (saved.text !== unsaved.text) files.set(unsaved.path, saved);
  }
  return { ...changes, files, unknown: new Set(unknown.map(({ path }) => path)) };
}

const known = new WeakMap<Repository, ReadonlySet<string>>();

/** The SQL files that git tracks, asked once. */
function trackedFiles(repository: Repository): ReadonlySet<string> {
  const found = known.get(repository) ?? new Set(trackedSql(repository).map((path) => pathFrom(repository, path)));
  known.set(repository, found);
  return found;
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
  const folder = resolve(request.folder ?? project.root);
  const inside = (path: string): string => relative(repository.top, real(path)).split(sep).join("/");
  const isInside = (path: string): boolean => !/^\.\.(?:\/|$)/.test(inside(path));
  const configured = project.policy.migrations?.path ?? [];
  const wanted = [
    ...configured.map((path) => resolve(project.root, fixedPart(path))),
    // The neighbours of a file are its history; where each migration is a folder, they are one level up.
    ...(request.paths ?? []).map((path) => resolve(folder, fixedPart(path), configured.length > 0 ? "." : "../..")),
  ];
  return withIndex(repository, wanted.filter(isInside).map(inside), (at) => {
    const moved = (path: string): string => (isInside(path) ? resolve(at, inside(path)) : path);
    const given = request.paths?.map((path) => moved(resolve(folder, path)));
    return read(
      { ...project, root: moved(project.root) },
      { ...request, folder: moved(folder), workTree: project.root, ...(given ? { paths: given } : {}) },
    );
  });
}

/** A path as the file system has it, without symbolic links, as git has it. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
