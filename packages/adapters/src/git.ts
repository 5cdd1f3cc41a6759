import { relative as relativePath } from "node:path/posix";
import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { msg, UserError, type Place } from "@release-gate/core";

/** A git work tree, seen from a folder in it. */
export interface Repository {
  /** The top of the work tree. */
  readonly top: string;
  readonly shallow: boolean;
  /** The folder as git names it: "" for the top, else "services/api/". */
  readonly prefix: string;
}

/** What a git command gave. Its output is bytes: file names and texts need not be UTF-8. */
export interface Answer {
  readonly ok: boolean;
  readonly output: Buffer;
  /** Its first line of complaint. */
  readonly complaint: string;
  /** Whether the output was cut at the size asked for. */
  readonly cut: boolean;
}

/** Most bytes of one answer that are read where nothing smaller is asked for. */
const mostBytes = 1 << 30;

/**
 * Runs git. Synchronous, because every surface must know the deployment, and ESLint parses synchronously.
 * @throws UserError where git cannot be started.
 */
export function git(
  folder: string,
  args: readonly string[],
  options: { readonly input?: string; readonly most?: number } = {},
): Answer {
  // Loaded when it is used: most runs do not ask git (2.5 ms of a start, measured on Node 20.20).
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status, stdout, stderr, error } = spawnSync("git", ["-c", "core.quotePath=false", ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: options.most ?? mostBytes,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  const code = error && "code" in error ? String(error.code) : undefined;
  if (error && code !== "ENOBUFS") {
    throw new UserError(msg`git could not be started: ${code === "ENOENT" ? "it was not found" : error.message}.`, {
      hint: msg`Install git and have it in the PATH; what has changed since a ref only git can tell.`,
    });
  }
  const complaint = stderr
    .toString("utf8")
    .split("\n")[0]
    ?.replace(/^(?:fatal|error): /, "");
  return { ok: status === 0, output: stdout, complaint: complaint ?? "", cut: code === "ENOBUFS" };
}

/**
 * The work tree that a folder is in.
 * @throws UserError where it is in none, or git refuses to read it.
 */
export function repositoryOf(folder: string, place?: Place): Repository {
  const asked = ["rev-parse", "--is-shallow-repository", "--show-prefix", "--show-cdup"];
  const { ok, output, complaint } = git(folder, asked);
  const [shallow = "", prefix = "", up] = output.toString("utf8").split("\n");
  if (ok && up !== undefined) return { top: resolve(realpathSync(folder), up), shallow: shallow === "true", prefix };
  const options = {
    ...(place ? { place } : {}),
    hint: msg`Run it in a clone, or say which migrations are released with "released" in the policy.`,
  };
  if (ok || /not a git repository|must be run in a work tree/.test(complaint)) {
    throw new UserError(msg`${folder} is not in the work tree of a git repository.`, options);
  }
  throw new UserError(msg`git cannot read the repository: ${complaint}.`, options);
}

/** A path of git, relative to the repository's folder that it was opened in. */
export function pathFrom({ prefix }: Repository, path: string): string {
  return relativePath(`/${prefix}`, `/${path}`);
}

/** The full path of a file as git names it. */
export function fullPath({ top }: Repository, path: string): string {
  return join(top, path);
}

/** The parts of an answer that ends each of them with NUL. */
export function partsOf(output: Buffer): string[] {
  const parts = output.toString("utf8").split("\0");
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

/** The commit that a tag names; undefined where there is no such tag, or no repository. */
export function taggedCommit(folder: string, tag: string): string | undefined {
  if (tag.startsWith("-")) return undefined;
  const { ok, output } = git(folder, ["rev-parse", "--verify", "--quiet", `refs/tags/${tag}^{commit}`]);
  return ok ? output.toString("utf8").trim() : undefined;
}

/**
 * The commit from which on work differs from a ref: the merge base with HEAD, so that what others did there since does
 * not count.
 * @throws UserError for a ref that does not exist, or history that was not fetched.
 */
export function baseOf(repository: Repository, ref: string, place?: Place): string {
  const common = ref.startsWith("-") ? undefined : git(repository.top, ["merge-base", ref, "HEAD"]);
  if (common?.ok) return common.output.toString("utf8").trim();
  const known = common && git(repository.top, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]).ok;
  throw new UserError(known ? msg`"${ref}" and HEAD have no commit in common.` : msg`git does not know "${ref}".`, {
    ...(place ? { place } : {}),
    hint: repository.shallow
      ? msg`This clone is shallow. Fetch the history: "fetch-depth: 0" of actions/checkout, or "git fetch --unshallow"; "git fetch --deepen=100" may be enough.`
      : known
        ? msg`Name a ref of the same history.`
        : msg`Name a branch, a tag or a commit that was fetched, as "origin/main".`,
  });
}

/** The last commit; the empty tree where there is none yet. */
export function lastCommit({ top }: Repository): string {
  const { ok, output } = git(top, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (ok) return output.toString("utf8").trim();
  return git(top, ["hash-object", "-t", "tree", "--stdin"], { input: "" }).output.toString("utf8").trim();
}
