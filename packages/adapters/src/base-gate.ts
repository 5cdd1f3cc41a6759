import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { basename, dirname, join, normalize, relative } from "node:path/posix";
import {
  isMapping,
  msg,
  parseBaseline,
  parseDocument,
  parsePolicy,
  UserError,
  weakenings,
  type AgainstBase,
  type GateState,
  type Weakening,
  type YamlDocument,
} from "@release-gate/core";
import { extendedPolicies } from "./extended-policies.js";
import { matcherOf } from "./pattern.js";
import { expandPresent, findPolicy, policyNames, readText, shownPath } from "./files.js";
import { blobs } from "./git-blobs.js";
import {
  baseOf,
  commitNamed,
  findRepository,
  fullPath,
  git,
  gitOrNo,
  partsOf,
  pathFrom,
  type Repository,
} from "./git.js";
import { lostHistory } from "./history-at-base.js";
import type { Project } from "./project.js";
import { isWithin, refuseElsewhere } from "./trusted.js";

/** Which ref is asked about. */
export interface BaseRequest {
  readonly since?: string;
  readonly policyFrom?: string;
  /** What is staged is compared, not the work tree. */
  readonly staged?: boolean;
}

/**
 * Compares the policy, its baseline and its SLO files with what they were at the base: the ref that was asked for, or that of
 * the policy and the default branch of the remote. Undefined where git tells no base.
 * @throws UserError where git cannot answer.
 */
export function againstBase(project: Project, request: BaseRequest): AgainstBase | undefined {
  const repository = findRepository(project.root);
  if (!repository) return undefined;
  const found = basesOf(project, request, repository).map((base) =>
    compared(project, repository, base, nowOf(project, request, repository)),
  );
  const [first] = found;
  if (!first) return undefined;
  const seen = new Set<string>();
  const weakened = found
    .flatMap((each) => each.weakened)
    .filter(({ place, text }) => {
      const key = JSON.stringify([place, text.values]);
      return seen.size < seen.add(key).size;
    });
  const enforce = found.some((each) => each.enforce === "gate") ? "gate" : "report";
  const accepted = strictest.find((each) => found.some((one) => one.accepted === each)) ?? "none";
  return { ...first, weakened, enforce, accepted };
}

const strictest: readonly AgainstBase["accepted"][] = ["none", "with-reason", "all"];

interface Base {
  readonly ref: string;
  /** Undefined for the index: what the next commit will have. */
  readonly commit: string | undefined;
}

/** What is staged. */
const index: Base = { ref: "the index", commit: undefined };

/** The plain files that a commit or the index has, all of them or those of a path: their blobs by their names. */
function filesAt(repository: Repository, { commit }: Base, path?: string): Map<string, string> {
  const part = path === undefined ? [] : ["--", path];
  const all =
    commit === undefined
      ? git(repository, [
          "ls-files",
          "--stage",
          "-z",
          "--full-name",
          ...(path === undefined ? ["--", ":/"] : ["--", `:(top,literal)${path}`]),
        ])
      : git(repository, ["ls-tree", "-r", "-z", "--full-tree", commit, ...part]);
  return new Map(
    partsOf(all).flatMap((line): [string, string][] => {
      const [, id, name] = /^100\d+ (?:blob )?([0-9a-f]+)(?: 0)?\t([^]*)$/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [[name, id]];
    }),
  );
}

/** A head that names another `since` does not choose its own base: the default branch of the remote counts too. */
function basesOf(project: Project, request: BaseRequest, repository: Repository): Base[] {
  const since = request.since ?? request.policyFrom ?? project.policy.migrations?.since;
  const bases: Base[] = since === undefined ? [] : [{ ref: since, commit: baseOf(repository, since) }];
  if (request.since !== undefined || request.policyFrom !== undefined || project.policyPath === undefined) return bases;
  const remote = "refs/remotes/origin/HEAD";
  if (!gitOrNo(repository, ["rev-parse", "--verify", "--quiet", `${remote}^{commit}`], [1])) return bases;
  const commit = gitOrNo(repository, ["merge-base", remote, "HEAD"], [1])?.toString("utf8").trim();
  if (commit === undefined || bases.some((base) => base.commit === commit)) return bases;
  return [...bases, { ref: "origin/HEAD", commit }];
}

/** The gate that is compared, and whether it has a policy at a path (from the top). */
interface Now {
  readonly gate: () => GateState;
  readonly has: (policy: string) => boolean;
}

function nowOf(project: Project, { staged: isStaged }: BaseRequest, repository: Repository): Now {
  const { policy, baseline, policyPath } = project;
  if (isStaged !== true) {
    const gate = (): GateState => ({ policy, baseline, slos: slosNow(project), facts: factsNow(project) });
    return { gate, has: (each) => existsSync(fullPath(repository, each)) };
  }
  const there = new Set(policiesAt(repository, index));
  const own = policyPath && shownPath(project.root, policyPath);
  const gate = (): GateState => {
    const read = own === undefined ? undefined : gateAt(repository, index, own);
    const staged = read === undefined || "unreadable" in read ? undefined : read;
    return { policy, baseline, slos: staged?.slos ?? slosNow(project), facts: staged?.facts ?? factsNow(project) };
  };
  return { gate, has: (each) => there.has(each) };
}

function compared(project: Project, repository: Repository, base: Base, now: Now): AgainstBase {
  const path = project.policyPath === undefined ? undefined : shownPath(project.root, project.policyPath);
  const own = path === undefined ? undefined : gateAt(repository, base, path);
  const before = own ?? (path === undefined ? undefined : gateAbove(repository, base, path, now));
  const told = own === undefined || "unreadable" in own ? undefined : own.policy.migrations;
  const paths = (told ?? project.policy.migrations)?.path ?? [];
  const { ref, commit } = base;
  const lost = paths.length === 0 || commit === undefined ? [] : lostHistory(repository, { ref, commit }, paths);
  if (before === undefined) {
    const found = withoutPolicyThere(project, repository, base, path, now);
    return { ...found, weakened: [...found.weakened, ...lost] };
  }
  if ("unreadable" in before) {
    const text = msg`The policy at ${base.ref} cannot be read (${before.unreadable.text}): what it asked for is not known.`;
    return { weakened: [{ place: { path: path ?? "", line: 1, column: 1 }, text }], enforce: "gate", accepted: "none" };
  }
  return {
    weakened: [...weakenings(before, now.gate()), ...goneFor(repository, base, path ?? "", now), ...lost],
    enforce: before.policy.enforce,
    accepted: before.policy.migrations?.["accept-suppressions"] ?? "none",
  };
}

/**
 * The gate that a new policy takes the place of: the one that counted in its folder at the base. Undefined where there was
 * none, or where it is gone.
 */
function gateAbove(repository: Repository, base: Base, path: string, now: Now): GateState | Unreadable | undefined {
  const own = dirname(join(repository.prefix, path));
  const listed = new Set(policiesAt(repository, base));
  for (let folder = own; ; folder = dirname(folder)) {
    const found = policyNames.map((name) => join(folder, name)).find((each) => listed.has(each));
    if (found !== undefined && !now.has(found)) return undefined;
    if (found !== undefined) {
      const gate = gateAt(repository, base, pathFrom(repository, found));
      return gate === undefined || "unreadable" in gate ? gate : seenFrom(own, folder, gate);
    }
    if (folder === ".") return undefined;
  }
}

/** A gate whose policy names its paths as seen from another folder. */
function seenFrom(own: string, folder: string, gate: GateState): GateState {
  const { document } = gate.policy;
  if (!document) return gate;
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== "string") return value;
    const seen = relative(`/${own}`, `/${folder}/${value}`);
    return seen === "" ? "." : seen;
  };
  const within = (part: unknown, keys: readonly string[]): unknown =>
    isMapping(part)
      ? Object.fromEntries(Object.entries(part).map(([key, each]) => [key, keys.includes(key) ? moved(each) : each]))
      : part;
  const { value } = document;
  if (!isMapping(value)) return gate;
  const parts = Object.entries(value).map(([key, part]): [string, unknown] => {
    if (key === "migrations") return [key, within(part, ["path", "schema", "statistics"])];
    return [key, key === "slo" ? within(part, ["files"]) : part];
  });
  return { ...gate, policy: { ...gate.policy, document: { ...document, value: Object.fromEntries(parts) } } };
}

/**
 * Policies that are gone though their folders are there: nearer ones, which fall to this one, that may ask for less; and those
 * with none above them, for which nobody asks any more.
 */
function goneFor(repository: Repository, base: Base, path: string, now: Now): Weakening[] {
  const folder = dirname(join(repository.prefix, path));
  const isAlone = (each: string): boolean => {
    const above = findPolicy(fullPath(repository, dirname(each)));
    return above === undefined || !isWithin(repository.top, above);
  };
  return policiesAt(repository, base)
    .filter((each) => !now.has(each) && existsSync(fullPath(repository, dirname(each))))
    .filter((each) => folder === "." || each.startsWith(`${folder}/`) || isAlone(each))
    .map((each) => goneSince(base, each, path));
}

function policiesAt(repository: Repository, base: Base): string[] {
  return [...filesAt(repository, base).keys()].filter((each) => /^release-gate\.ya?ml$/.test(basename(each)));
}

function goneSince({ ref }: Base, policy: string, path: string): Weakening {
  return { place: { path, line: 1, column: 1 }, text: msg`The policy ${policy} existed at ${ref} and is gone.` };
}

/** No policy at the base under this path: it is new, unless another one went away meanwhile. */
function withoutPolicyThere(
  { policy }: Project,
  repository: Repository,
  base: Base,
  path: string | undefined,
  now: Now,
): AgainstBase {
  const gone = policiesAt(repository, base).filter((each) => !now.has(each));
  const weakened = gone.map((each) => goneSince(base, each, path ?? each));
  if (gone.length > 0) return { weakened, enforce: "gate", accepted: "none" };
  if (path === undefined) return { weakened, enforce: policy.enforce, accepted: "all" };
  const note = msg`There is no policy at ${base.ref}: what this one lets pass is compared with nothing.`;
  return { weakened, note, enforce: policy.enforce, accepted: "all" };
}

type Unreadable = { readonly unreadable: UserError };

/** The gate of a policy as a commit has it; undefined where there is no such policy. */
export function gateAt(repository: Repository, base: Base, path: string): GateState | Unreadable | undefined {
  const folder = dirname(join(repository.prefix, path));
  const at = (below: string): string => normalize(join(folder, below));
  const ids = filesAt(repository, base, folder === "." ? undefined : `${folder}/`);
  const read = (below: string): string | undefined => {
    const id = ids.get(at(below));
    return id === undefined ? undefined : blobs(repository, [id]).get(id)?.toString("utf8");
  };
  const text = read(basename(path));
  if (text === undefined) return undefined;
  try {
    const seen = (file: string): string | undefined =>
      textAt(repository, base, normalize(join(repository.prefix, file)));
    const extended = extendedPolicies(
      dirname(fullPath(repository, join(repository.prefix, path))),
      { text, path },
      seen,
    );
    const policy = parsePolicy(text, path, extended);
    const file = policy.migrations?.baseline;
    const baseline = file === undefined ? undefined : read(file);
    const slos = [...ids.keys()]
      .map((name) => (folder === "." ? name : name.slice(folder.length + 1)))
      .filter((name) => (policy.slo?.files ?? []).some((pattern) => isMeant(name, pattern)))
      .flatMap((name) => parseDocument(read(name) ?? "", name));
    const below = [...ids.keys()];
    return {
      policy,
      slos,
      facts: factsOf(policy, (file) => read(file)?.replaceAll("\r\n", "\n")),
      ...(baseline === undefined || file === undefined ? {} : { baseline: parseBaseline(baseline, file) }),
      has: (migration) => below.some((name) => partsOfName(name).some((part) => part === migration)),
    };
  } catch (error) {
    if (error instanceof UserError) return { unreadable: error };
    throw error;
  }
}

/** The text of a file as a commit has it; undefined where it has no such file. */
function textAt(repository: Repository, base: Base, path: string): string | undefined {
  const id = filesAt(repository, base, path).get(path);
  return id === undefined ? undefined : blobs(repository, [id]).get(id)?.toString("utf8");
}

/** Names and versions that a path may be known by. */
function partsOfName(path: string): string[] {
  return path.split("/").flatMap((part) => {
    const name = part.replace(/(?:\.up|\.down)?\.sql$/i, "");
    return [name, name.split(/[_.-]/)[0] ?? name];
  });
}

function isMeant(name: string, pattern: string): boolean {
  const plain = normalize(pattern);
  if (name === plain) return true;
  if (name.startsWith(plain === "." ? "" : `${plain.replace(/\/$/, "")}/`)) return /\.ya?ml$/.test(name);
  return matcherOf([pattern])(name);
}

/** The texts of the files that tell what production has, by their keys. */
function factsOf(
  { migrations }: Project["policy"],
  read: (path: string) => string | undefined,
): Map<string, string | undefined> {
  const { statistics, schema } = migrations ?? {};
  const file = typeof schema === "string" ? schema : schema?.file;
  return new Map([
    ...(statistics === undefined ? [] : [["migrations.statistics", read(statistics)] as const]),
    ...(file === undefined ? [] : [["migrations.schema", read(file)] as const]),
  ]);
}

function factsNow({ root, policy }: Project): Map<string, string | undefined> {
  return factsOf(policy, (path) => {
    const full = resolve(root, path);
    return existsSync(full) ? readText(root, full).replaceAll("\r\n", "\n") : undefined;
  });
}

function slosNow({ root, policy }: Project): YamlDocument[] {
  const paths = expandPresent(root, policy.slo?.files ?? [], ".{yaml,yml}");
  refuseElsewhere(root, paths, policy.placeOf(["slo", "files"]));
  return paths.flatMap((path) => parseDocument(readText(root, path), shownPath(root, path)));
}

/**
 * The project judged by the policy, and the baseline, that a ref has; the work tree stays as it is.
 * @throws UserError where the ref or the policy there cannot be read.
 */
export function withPolicyFrom(project: Project, ref: string, path: string): Project {
  const repository = findRepository(project.root);
  const commit = repository && commitNamed(repository, ref);
  const gate = repository && commit !== undefined ? gateAt(repository, { ref, commit }, path) : undefined;
  if (gate === undefined) {
    throw new UserError(msg`There is no policy ${path} at "${ref}".`, {
      hint: msg`Name a ref that was fetched and has the policy, such as --policy-from origin/main.`,
    });
  }
  if ("unreadable" in gate) throw gate.unreadable;
  const { baseline: _head, ...rest } = project;
  return { ...rest, policy: gate.policy, ...(gate.baseline ? { baseline: gate.baseline } : {}) };
}

/**
 * The policy that is staged for a folder: the nearest one upward that the index has. Undefined outside of git, and where the
 * index has none.
 */
export function stagedPolicy(folder: string): string | undefined {
  const repository = findRepository(folder);
  if (!repository) return undefined;
  const there = new Set(policiesAt(repository, index));
  for (let at = normalize(repository.prefix === "" ? "." : repository.prefix); ; at = dirname(at)) {
    const found = policyNames.map((name) => join(at, name)).find((each) => there.has(each));
    if (found !== undefined) return fullPath(repository, found);
    if (at === "." || at === dirname(at)) return undefined;
  }
}

/**
 * The project judged by the policy, and the baseline, that are staged; undefined where that policy is not.
 * @throws UserError where it cannot be read.
 */
export function asStaged(project: Project, path: string): Project | undefined {
  const repository = findRepository(project.root);
  const gate = repository && gateAt(repository, index, path);
  if (gate === undefined) return undefined;
  if ("unreadable" in gate) throw gate.unreadable;
  const { baseline: _tree, ...rest } = project;
  return { ...rest, policy: gate.policy, ...(gate.baseline ? { baseline: gate.baseline } : {}) };
}
