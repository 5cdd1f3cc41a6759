import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { manifestNames } from "@release-gate/core";
import { git, partsOf, type Repository } from "./git.js";

/**
 * Writes what the index has under some paths (relative to the top, with `/`) into a new temporary folder, gives it to
 * `use`, and removes it: what a commit will contain, however the work tree looks. The folder stands for the top.
 */
export function withIndex<Result>(
  repository: Repository,
  paths: readonly string[],
  use: (top: string) => Result,
): Result {
  const temporary = mkdtempSync(join(tmpdir(), "release-gate-index-"));
  try {
    const wanted = [...new Set(paths)];
    const names = wanted.length === 0 ? [] : indexed(repository, wanted);
    git(repository.top, ["checkout-index", `--prefix=${temporary}/`, "-z", "--stdin"], {
      input: names.map((name) => `${name}\0`).join(""),
    });
    // A folder of which nothing is staged is empty, not missing.
    for (const folder of wanted.map((each) => resolve(temporary, each))) {
      if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    }
    return use(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function indexed({ top }: Repository, paths: readonly string[]): string[] {
  // What tells the framework of a migration may lie in any folder above it.
  const manifests = manifestNames.map((name) => `:(top,glob)**/${name}`);
  const specs = [...paths.map((path) => `:(top,literal)${path}`), ...manifests];
  return [...new Set(partsOf(git(top, ["ls-files", "-z", "--full-name", "--", ...specs]).output))];
}
