import { execaSync } from "execa";
import { rmSync, writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** No configuration of the machine, and the same author everywhere. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

/** Runs git in a folder; throws where it fails. */
export function git(folder: string, ...args: string[]): string {
  return execaSync("git", args, { cwd: folder, env: gitEnvironment }).stdout;
}

/** Whether git is at hand. */
export function hasGit(): boolean {
  return execaSync("git", ["--version"], { reject: false }).exitCode === 0;
}

/** Writes files (removes those without a text) in a folder. */
export function write(folder: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    if (text === undefined) rmSync(full);
    else {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
  }
}

/** Writes files and commits everything. */
export function commit(folder: string, files: Readonly<Record<string, string | undefined>>): void {
  write(folder, files);
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", "x");
}
