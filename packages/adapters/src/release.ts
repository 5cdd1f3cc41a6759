import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  ciFactsOf,
  closestTo,
  msg,
  parseRelease,
  releaseOf,
  UserError,
  type Environment,
  type GitFacts,
  type ReleaseEvidence,
  type ReleaseFacts,
} from "@release-gate/core";
import { readText, shownPath } from "./files.js";
import { baseOf, findRepository, git, gitOrNo, taggedCommit, type Repository } from "./git.js";
import type { Project } from "./project.js";
import { refuseElsewhere } from "./trusted.js";

export interface ReleaseRequest {
  /** The file with the facts of the release, relative to `folder`; `release.yaml` of the project where it is left out. */
  readonly file?: string | undefined;
  readonly folder: string;
  /** Facts that were given one by one; they count over those of the file. */
  readonly facts?: ReleaseFacts | undefined;
  /** The environment's name; that of CI where it is left out. */
  readonly environment?: string | undefined;
  /** The ref since which commits are of this release; that of the policy where it is left out. */
  readonly since?: string | undefined;
  /** The variables of the process. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The name of the file with the facts of a release. */
const usual = "release.yaml";

/**
 * The release that is judged, where it goes, and what git says of it; undefined where nothing tells of either.
 * @throws UserError for a file that is no release, an environment that the policy does not know, and what git cannot tell.
 */
export function readRelease(project: Project, request: ReleaseRequest): ReleaseEvidence | undefined {
  const ci = ciFactsOf(request.variables);
  const file = fileOf(project, request);
  const environment = environmentOf(project, request.environment, ci?.environment);
  const said = releaseOf({ flag: request.facts, file: file?.facts, ci });
  if (!said && !environment) return undefined;
  const git = gitFactsOf(project, said?.tag, request.since);
  const tag = git?.tags.length === 1 ? { tag: git.tags[0] } : {};
  const facts = git && { commit: git.commit, branch: git.branch, authors: git.authors && [...git.authors], ...tag };
  const release = releaseOf({ flag: request.facts, file: file?.facts, ci, git: facts });
  return {
    ...{ release, git, file: file?.path },
    ...(environment ? { environment, place: project.policy.placeOf(["environments", environment.name]) } : {}),
  };
}

function fileOf(
  { root }: Project,
  { file, folder }: ReleaseRequest,
): { readonly path: string; readonly facts: ReleaseFacts } | undefined {
  const path = file === undefined ? resolve(root, usual) : resolve(folder, file);
  if (!existsSync(path)) {
    if (file === undefined) return undefined;
    throw new UserError(msg`The file of the release ${file} does not exist.`, {
      hint: msg`Correct --release; a release is a file with at least "version: 1.4.0".`,
    });
  }
  if (file === undefined) refuseElsewhere(root, [path]);
  const shown = shownPath(root, path);
  return { path: shown, facts: parseRelease(readText(root, path), shown) };
}

function environmentOf(
  { policy }: Project,
  asked: string | undefined,
  ofCi: string | undefined,
): Environment | undefined {
  const known = policy.environments ?? {};
  const name = asked ?? (ofCi !== undefined && Object.hasOwn(known, ofCi) ? ofCi : undefined);
  if (name === undefined) return undefined;
  if (Object.hasOwn(known, name)) return { name, ...known[name]! };
  const names = Object.keys(known);
  const close = closestTo(name, names);
  throw new UserError(msg`The policy has no environment "${name}".`, {
    hint:
      close !== undefined
        ? msg`Did you mean "${close}"?`
        : names.length > 0
          ? msg`It has: ${names.join(", ")}.`
          : msg`Describe it under "environments:".`,
  });
}

function gitFactsOf(
  { root, policy }: Project,
  tag: string | undefined,
  since: string | undefined,
): GitFacts | undefined {
  const repository = findRepository(root);
  if (!repository) return undefined;
  const commit = answerOf(repository, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  if (commit === undefined) return undefined;
  const tags = git(repository, ["tag", "--points-at", "HEAD"]).toString("utf8").split("\n").filter(Boolean);
  const base = since ?? policy.migrations?.since;
  return {
    commit,
    tags,
    tagged: tag === undefined ? undefined : taggedCommit(root, tag),
    branch: answerOf(repository, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    authors: base === undefined ? undefined : authorsSince(repository, baseOf(repository, base)),
  };
}

const answerOf = (repository: Repository, args: readonly string[]): string | undefined =>
  gitOrNo(repository, args, [1])?.toString("utf8").trim();

/** The addresses as the commits have them: a .mailmap is text of the repository, so it says nothing here. */
function authorsSince(repository: Repository, base: string): string[] {
  const told = git(repository, ["log", "--no-mailmap", "--format=%ae", `${base}..HEAD`]).toString("utf8");
  return [...new Set(told.split("\n").filter(Boolean))].toSorted();
}
