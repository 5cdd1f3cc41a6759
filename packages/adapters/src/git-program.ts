import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { msg, UserError } from "@release-gate/core";
import { isWithin } from "./trusted.js";

/** What a call of git gave. Its output is bytes: file names and texts need not be UTF-8. */
export interface Ran {
  readonly status: number | null;
  readonly output: Buffer;
  /** What git complained of, without its prefixes, on one line. */
  readonly words: string;
  /** Whether git complained at all, whatever its exit code is. */
  readonly complained: boolean;
  /** Whether the output was cut at the size asked for. */
  readonly cut: boolean;
}

/** How git is called; everything but `input` and `most` has a meaning for git's own reading of the repository. */
export interface Call {
  readonly input?: string;
  /** Most bytes of the answer that are read. */
  readonly most?: number;
  /** More settings, as `["-c", "key=value"]`. */
  readonly settings?: readonly string[];
  /** Where the folder of the hooks is asked for: only here `core.hooksPath` is left as it stands. */
  readonly hooks?: boolean;
}

/** Most bytes of one answer that are read where nothing smaller is asked for. */
const mostBytes = 1 << 30;

/** Milliseconds after which git is taken for stuck (a configuration that includes a pipe). */
const longest = 300_000;

/**
 * What a repository's own configuration could start, switched off at each call: a bare repository among its files, file
 * system monitors, hooks, pagers. Filters are switched off by name, see `filtersOff`.
 */
const safe = ["safe.bareRepository=explicit", "core.fsmonitor=false", "core.untrackedCache=false", "core.pager=cat"];
const withoutHooks = "core.hooksPath=/dev/null";
/** So that answers do not depend on how names and sizes are configured, and nothing is fetched from elsewhere. */
const stable = ["core.quotePath=false", "core.bigFileThreshold=512m", "fetch.bundleURI="];

/** The variables of the caller that git gets; nothing that starts a program, and nothing that writes a file. */
const passed = [
  ...["HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "XDG_CONFIG_HOME", "SUDO_UID", "TMPDIR", "TEMP", "TMP"],
  ...["SystemRoot", "SYSTEMROOT", "WINDIR", "PROGRAMDATA", "DEVELOPER_DIR"],
  // What a hook or its user says about the repository itself.
  ...["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"],
  ...["GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"],
  ...["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"],
] as const;

/**
 * Runs git. Synchronous, because every surface must know the deployment, and ESLint parses synchronously.
 * @throws UserError where git cannot be started.
 */
export function runGit(folder: string, args: readonly string[], call: Call = {}): Ran {
  return start(folder, args, call, environment(folder));
}

function start(folder: string, args: readonly string[], call: Call, env: NodeJS.ProcessEnv): Ran {
  // Loaded when it is used: most runs do not ask git (2.5 ms of a start, measured on Node 20.20).
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const settings = [...safe, ...stable, ...(call.hooks === true ? [] : [withoutHooks])].flatMap((each) => ["-c", each]);
  const all = ["--no-pager", ...settings, ...(call.settings ?? []), ...args];
  const { status, stdout, stderr, error } = spawnSync(gitProgram(folder), all, {
    cwd: folder,
    env,
    maxBuffer: call.most ?? mostBytes,
    timeout: longest,
    killSignal: "SIGKILL",
    windowsHide: true,
    ...(call.input === undefined ? {} : { input: call.input }),
  });
  const code = error && "code" in error ? String(error.code) : undefined;
  if (error && code !== "ENOBUFS") {
    const why =
      code === "ETIMEDOUT"
        ? msg`it did not end within ${longest / 60_000} {0, plural, one {minute} other {minutes}}`
        : error.message;
    throw new UserError(msg`git could not be started: ${why}.`, { hint: asksGit });
  }
  const lines = stderr.toString("utf8").split("\n");
  const complaints = lines.filter((line) =>
    /^(?:fatal|error|warning: could not open directory|warning: lazy fetching disabled)/.test(line),
  );
  const words = (complaints.length > 0 ? complaints : lines.slice(0, 1))
    .slice(0, 3)
    .map((line) => line.replace(/^(?:fatal|error|warning): /, "").replace(/\.$/, ""))
    .join("; ");
  return { status, output: stdout, words, complained: complaints.length > 0, cut: code === "ENOBUFS" };
}

const asksGit = msg`Install git and put it in the PATH: only git knows what changed since a ref.`;

const programs = new Map<string, string>();

/**
 * The full path of git: from the PATH, but never out of the repository that is judged or the working directory, where a
 * pull request could have put another.
 */
function gitProgram(folder: string): string {
  const known = programs.get(folder);
  if (known !== undefined) return known;
  const judged = [workTreeAbove(folder), process.cwd()].flatMap((each) => (each === undefined ? [] : [real(each)]));
  const names = process.platform === "win32" ? ["git.exe"] : ["git"];
  for (const place of (process.env["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(place)) continue;
    for (const program of names.map((name) => join(place, name))) {
      if (!isProgram(program) || judged.some((top) => isBelow(top, place) || isBelow(top, dirname(real(program)))))
        continue;
      programs.set(folder, program);
      return program;
    }
  }
  throw new UserError(msg`git could not be started: ${msg`it was not found`}.`, { hint: asksGit });
}

/** The nearest folder from here upwards that has a `.git`. */
export function workTreeAbove(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Everything is below the root of a file system; a container whose work tree is that has its git there, too. */
function isBelow(top: string, path: string): boolean {
  return dirname(top) !== top && isWithin(top, real(path));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * The environment of git, built: what says where the repository and the user's configuration are, and nothing else. No
 * transport is allowed and nothing is fetched: a partial clone would start `core.sshCommand` for a missing object.
 */
function environment(folder: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute).join(delimiter),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1", // from git 2.45 on
    GIT_ALLOW_PROTOCOL: "", // before
    GIT_TERMINAL_PROMPT: "0",
  };
  const pairs = Object.keys(process.env).filter((name) => /^GIT_CONFIG_(?:KEY|VALUE)_\d+$/.test(name));
  for (const name of [...passed, ...pairs]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env["GIT_DIR"] === undefined ? env : withGitDir(folder, env, env["GIT_DIR"]);
}

/**
 * A hook in a linked work tree gets GIT_DIR alone, for which git takes every folder that it runs in for the top of the work
 * tree. Where the folder's own `.git` leads to the same, it is left out; else the working directory is the top, as for git.
 */
function withGitDir(folder: string, env: NodeJS.ProcessEnv, named: string): NodeJS.ProcessEnv {
  const absolute = { ...env, GIT_DIR: resolve(named) };
  if (env["GIT_WORK_TREE"] !== undefined) return { ...absolute, GIT_WORK_TREE: resolve(env["GIT_WORK_TREE"]) };
  const { GIT_DIR: _, ...without } = env;
  const found = start(folder, ["rev-parse", "--absolute-git-dir"], {}, without);
  if (found.status === 0 && real(found.output.toString("utf8").trim()) === real(named)) return without;
  const bare = start(folder, ["rev-parse", "--is-bare-repository"], {}, absolute).output.toString("utf8").trim();
  return bare === "true" ? absolute : { ...absolute, GIT_WORK_TREE: process.cwd() };
}
