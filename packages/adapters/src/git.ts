import { relative as relativePath } from "node:path/posix";
import { existsSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { msg, UserError, type Message, type Place } from "@release-gate/core";
import { runGit, type Call, type Ran } from "./git-program.js";

/** A git work tree, seen from a folder in it. */
export interface Repository {
  /** The top of the work tree. */
  readonly top: string;
  readonly shallow: boolean;
  /** The folder as git names it: "" for the top, else "services/api/". */
  readonly prefix: string;
  /** What switches off the filters that the configuration names, for every call that could read the work tree. */
  readonly filtersOff: readonly string[];
}

/**
 * Asks git. What it could not say is never taken for nothing.
 * @throws UserError with git's words for every call that fails.
 */
export function git(at: string | Repository, args: readonly string[], call: Call = {}): Buffer {
  const ran = ask(at, args, call);
  if (ran.status !== 0 || ran.complained || ran.cut) throw failed(args, ran);
  return ran.output;
}

/**
 * Asks git a question that it may answer with no, by one of these exit codes and without a complaint: undefined.
 * @throws UserError for every other failure.
 */
export function gitOrNo(
  at: string | Repository,
  args: readonly string[],
  no: readonly number[],
  call: Call = {},
): Buffer | undefined {
  const ran = ask(at, args, call);
  if (!ran.complained && ran.status !== null && no.includes(ran.status)) return undefined;
  if (ran.status !== 0 || ran.complained || ran.cut) throw failed(args, ran);
  return ran.output;
}

/** As `git`, where the answer may be cut at a size. */
export function gitUpTo(
  at: Repository,
  args: readonly string[],
  most: number,
): { readonly output: Buffer; readonly cut: boolean } {
  const ran = ask(at, args, { most });
  if (!ran.cut && (ran.status !== 0 || ran.complained)) throw failed(args, ran);
  return ran;
}

function ask(at: string | Repository, args: readonly string[], call: Call): Ran {
  if (typeof at === "string") return runGit(at, args, call);
  return runGit(at.top, args, { ...call, settings: [...at.filtersOff, ...(call.settings ?? [])] });
}

function failed(args: readonly string[], { words, status, cut }: Ran): UserError {
  const why = cut ? msg`it gave more than can be read` : words === "" ? msg`exit code ${String(status)}` : words;
  return new UserError(msg`"git ${args[0] ?? ""}" failed: ${why}.`, { hint: hintFor(words) });
}

function hintFor(words: string): Message {
  const owner = /^detected dubious ownership in repository at '(.+)'/.exec(words)?.[1];
  if (owner !== undefined) {
    return msg`The folder belongs to another user. Run it as that user, or trust the folder: "git config --global --add safe.directory ${owner}".`;
  }
  if (/promisor remote|lazy fetching|could not fetch|transport '.*' not allowed/.test(words)) {
    return msg`This clone is partial, and nothing is fetched while it is judged. Clone or fetch it whole: without "--filter", or with "git fetch --refetch --no-filter".`;
  }
  if (/safe\.bareRepository/.test(words)) return msg`Run it in a work tree, or name the repository with GIT_DIR.`;
  return msg`Repair the repository first; "git status" and "git fsck" say more.`;
}

/**
 * The work tree that a folder is in.
 * @throws UserError where it is in none, or git refuses to read it.
 */
export function repositoryOf(folder: string, place?: Place): Repository {
  const found = findRepository(folder, place);
  if (found) return found;
  throw new UserError(msg`${folder} is not in the work tree of a git repository.`, {
    ...(place ? { place } : {}),
    hint: msg`Run it in a clone, or say which migrations are released with "released" in the policy.`,
  });
}

/**
 * The work tree that a folder is in; undefined where it is in none.
 * @throws UserError where git refuses to read it, or where its git directory is not the folder's `.git`.
 */
export function findRepository(folder: string, place?: Place): Repository | undefined {
  const asked = [
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--absolute-git-dir",
    "--show-prefix",
    "--show-cdup",
  ];
  const ran = runGit(folder, ["rev-parse", ...asked]);
  const [inside, shallow, directory = "", prefix = "", up] = ran.output.toString("utf8").split("\n");
  if (ran.status !== 0 || ran.complained) {
    if (/^not a git repository \(or any/.test(ran.words)) return undefined;
    throw new UserError(msg`git cannot read the repository: ${ran.words}.`, {
      ...(place ? { place } : {}),
      hint: hintFor(ran.words),
    });
  }
  if (inside !== "true" || up === undefined) return undefined;
  const top = resolve(realpathSync(folder), up);
  checkDirectory(top, directory, place);
  return { top, shallow: shallow === "true", prefix, filtersOff: filtersOff(folder) };
}

/**
 * Refuses a git directory that could be files of the repository itself, with a configuration and a history of their own:
 * anything but the `.git` of the work tree, or where that leads to outside of it (linked work trees, submodules).
 */
function checkDirectory(top: string, directory: string, place: Place | undefined): void {
  if (process.env["GIT_DIR"] !== undefined) return;
  const own = join(top, ".git");
  const at = realpathSync(directory);
  const way = relative(top, at);
  const within = !/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way);
  if (existsSync(own) && (!within || way === ".git")) return;
  throw new UserError(msg`${directory} is used as the git directory of ${top}, which it lies in.`, {
    ...(place ? { place } : {}),
    hint: msg`Only a folder named ".git" is used without being named. If it is your own, name it with GIT_DIR.`,
  });
}

/** Settings under which no filter runs (`filter.NAME.clean`): files are compared as they are. */
function filtersOff(folder: string): string[] {
  const names = gitOrNo(folder, ["config", "-z", "--name-only", "--get-regexp", "^filter\\..*\\."], [1]);
  const filters = new Set(partsOf(names ?? Buffer.alloc(0)).map((name) => name.slice(0, name.lastIndexOf("."))));
  return [...filters].flatMap((filter) => {
    if (filter.includes("=")) {
      throw new UserError(msg`git cannot read the repository: ${msg`the filter "${filter}" cannot be switched off`}.`, {
        hint: msg`Remove the filter with "=" in its name from git's configuration.`,
      });
    }
    return ["clean=", "smudge=", "process=", "required=false"].flatMap((each) => ["-c", `${filter}.${each}`]);
  });
}

/** A path of git, relative to the repository's folder that it was opened in. */
export function pathFrom({ prefix }: Repository, path: string): string {
  return relativePath(`/${prefix}`, `/${path}`);
}

/** The full path of a file as git names it. */
export function fullPath({ top }: Repository, path: string): string {
  return join(top, path);
}

/**
 * Refuses a missing index where there is a commit: for git every file would be untracked, and so be new.
 * @throws UserError that says how to make it anew.
 */
export function needIndex(repository: Repository): void {
  const told = git(repository, ["rev-parse", "--git-path", "index"]).toString("utf8").replace(/\n$/, "");
  if (existsSync(resolve(repository.top, told))) return;
  if (!gitOrNo(repository, ["rev-parse", "--verify", "--quiet", "HEAD"], [1])) return;
  throw new UserError(msg`The index of git is missing: ${told}.`, {
    hint: msg`Create it again with "git reset", or name one that exists in GIT_INDEX_FILE: without it every file counts as new.`,
  });
}

/** The parts of an answer that ends each of them with NUL. */
export function partsOf(output: Buffer): string[] {
  const parts = output.toString("utf8").split("\0");
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

/** The commit that a tag names; undefined where there is no such tag, or no repository. */
export function taggedCommit(folder: string, tag: string): string | undefined {
  if (tag.startsWith("-") || tag === "" || !findRepository(folder)) return undefined;
  return commitOf(folder, `refs/tags/${tag}`);
}

/** The commit of a ref; undefined where git does not know the ref. */
function commitOf(at: string | Repository, ref: string): string | undefined {
  return gitOrNo(at, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], [1])
    ?.toString("utf8")
    .trim();
}

/**
 * The commit that a user's words name: a branch, a tag, a commit, or one seen from there (`main~2`); undefined where git does
 * not know it. Git itself would prefer a tag to a branch, and a branch to a remote's: whoever may push one would choose.
 * @throws UserError for a name of more than one ref, where they are different commits.
 */
export function commitNamed(repository: Repository, words: string, place?: Place): string | undefined {
  if (words.startsWith("-")) return undefined;
  const [name = "", way = ""] = /^(.*?)((?:[~^]|@\{)[^]*)?$/s.exec(words)?.slice(1) ?? [];
  const refs = refsNamed(repository, name);
  const [only, ...others] = refs;
  if (only === undefined) return commitOf(repository, words);
  const commits = [...refs.map((ref) => commitOf(repository, `${ref}${way}`)), ...objectsNamed(repository, name, way)];
  if (new Set(commits).size === 1) return commits[0] ?? commitOf(repository, words);
  throw new UserError(
    msg`"${name}" names more than one commit: ${others.length > 0 ? refs.join(", ") : msg`${only}, and the first digits of a commit`}.`,
    {
      ...(place ? { place } : {}),
      hint:
        others.length > 0
          ? msg`Write the full name of the one that you mean, such as "${`${others.at(-1)}${way}`}", or delete the other.`
          : msg`Write the full name of the ref, such as "${`${only}${way}`}", or all digits of the commit.`,
    },
  );
}

/** The refs that git may take a short name for (gitrevisions(7)). A whole one, and HEAD and its like, are what they say. */
function refsNamed(repository: Repository, name: string): string[] {
  if (name === "" || name === "@" || /^[A-Z_]*HEAD$/.test(name) || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name))
    return [];
  const whole = [`refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`, `refs/remotes/${name}`];
  const wanted = [...whole, `refs/remotes/${name}/HEAD`];
  if (name.startsWith("refs/")) wanted.unshift(name);
  const answer = git(repository, ["for-each-ref", "--format=%(refname)", ...wanted]);
  const known = new Set(answer.toString("utf8").split("\n"));
  if (name.startsWith("refs/") && known.has(name)) return [name];
  return wanted.filter((ref) => known.has(ref));
}

/** A ref may look like the first digits of a commit. */
function objectsNamed(repository: Repository, name: string, way: string): (string | undefined)[] {
  if (!/^[0-9a-f]{4,}$/.test(name)) return [];
  const ids = git(repository, ["rev-parse", `--disambiguate=${name}`])
    .toString("utf8")
    .split("\n")
    .filter(Boolean);
  const kinds = git(repository, ["cat-file", "--batch-check=%(objecttype)"], {
    input: ids.map((id) => `${id}\n`).join(""),
  });
  const types = kinds.toString("utf8").split("\n");
  return ids.filter((_, at) => types[at] === "commit").map((id) => commitOf(repository, `${id}${way}`));
}

/**
 * The commit from which on work differs from a ref: the merge base with HEAD, so that what others did there since does
 * not count.
 * @throws UserError for a ref that does not exist or is ambiguous, or history that was not fetched.
 */
export function baseOf(repository: Repository, ref: string, place?: Place): string {
  const known = commitNamed(repository, ref, place);
  const common = known && gitOrNo(repository, ["merge-base", known, "HEAD"], [1]);
  if (common) return common.toString("utf8").trim();
  throw new UserError(known ? msg`"${ref}" and HEAD have no commit in common.` : msg`git does not know "${ref}".`, {
    ...(place ? { place } : {}),
    hint: repository.shallow
      ? msg`This clone is shallow. Fetch the history: "fetch-depth: 0" of actions/checkout, or "git fetch --unshallow"; "git fetch --deepen=100" may be enough.`
      : known
        ? msg`Name a ref of the same history.`
        : msg`Name a branch, a tag or a commit that was fetched, such as "origin/main".`,
  });
}

/** The last commit; the empty tree where there is none yet. Whether it can be read, whoever reads it will tell. */
export function lastCommit(repository: Repository): string {
  const known = gitOrNo(repository, ["rev-parse", "--verify", "--quiet", "HEAD"], [1]);
  const commit = known ?? git(repository, ["hash-object", "-t", "tree", "--stdin"], { input: "" });
  return commit.toString("utf8").trim();
}
