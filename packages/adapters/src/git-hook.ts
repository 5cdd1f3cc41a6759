import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { UserError } from "@release-gate/core";
import { findRepository, git, gitOrNo, type Repository } from "./git.js";

/** Where a repository's hook before a commit belongs. */
export interface HookPlace {
  readonly path: string;
  /** The text of the hook that is there. */
  readonly present: string | undefined;
  /** Whether it lies outside the repository: a person's hooks for all their repositories. */
  readonly shared: boolean;
  /** The folder asked about, as git names it: "" for the top of the work tree, else "services/api/". */
  readonly prefix: string;
}

/** The place of the hook before a commit, for the work tree that a folder is in; undefined outside of git. */
export function preCommitHook(folder: string): HookPlace | undefined {
  const repository = repositoryIn(folder);
  if (!repository) return undefined;
  const answer = git(folder, ["rev-parse", "--git-path", "hooks", "--git-common-dir"], { hooks: true });
  const [told = "", common = ""] = answer.toString("utf8").split("\n");
  const hooks = withoutHusky(resolve(folder, told));
  const path = join(hooks, "pre-commit");
  const within = (parent: string): boolean => {
    const way = relative(parent, hooks);
    return !way.startsWith("..") && !isAbsolute(way);
  };
  return {
    path,
    present: existsSync(path) ? readFileSync(path, "utf8") : undefined,
    shared: !within(repository.top) && !within(resolve(folder, common)),
    prefix: repository.prefix,
  };
}

/** husky lets git look into `.husky/_`, which it writes anew; a project's own hooks are in `.husky`. */
function withoutHusky(hooks: string): string {
  return /[/\\]\.husky[/\\]_$/.test(hooks) ? resolve(hooks, "..") : hooks;
}

/**
 * The branch of the remote "origin" that its HEAD names, as "origin/main", where the work tree's commits have one in common
 * with it; undefined outside of git, and where git does not know the remote's HEAD (`git clone` does).
 */
export function remoteBranch(folder: string): string | undefined {
  if (!repositoryIn(folder)) return undefined;
  const head = gitOrNo(folder, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"], [1]);
  const branch = head?.toString("utf8").trim() ?? "";
  const commit = (ref: string): Buffer | undefined =>
    gitOrNo(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], [1]);
  // No branch yet has a commit in common with one that has none, or that was not fetched.
  if (branch === "" || !commit(branch) || !commit("HEAD")) return undefined;
  return gitOrNo(folder, ["merge-base", branch, "HEAD"], [1]) ? branch : undefined;
}

/** Without git there is no hook, and nothing is wrong. */
function repositoryIn(folder: string): Repository | undefined {
  try {
    return findRepository(folder);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
