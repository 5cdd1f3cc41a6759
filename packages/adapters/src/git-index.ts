import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { dirname as posixDirname, isAbsolute, join as posixJoin } from "node:path/posix";
import { manifestNames, msg, UserError } from "@release-gate/core";
import { blobs } from "./git-blobs.js";
import { git, partsOf, type Repository } from "./git.js";

/** A file as the index has it. */
interface Entry {
  readonly name: string;
  readonly blob: string;
  readonly mode: string;
}

const link = "120000";
const submodule = "160000";
/** Links that lead to links are followed so many times. */
const mostLinks = 40;

/**
 * Writes what the index has under some paths (relative to the top, with `/`) into a new temporary folder, gives it to
 * `use`, and removes it: what a commit will contain, however the work tree looks. The folder stands for the top. Files are
 * written as they are stored: no filter of git's runs.
 */
export function withIndex<Result>(
  repository: Repository,
  paths: readonly string[],
  use: (top: string) => Result,
): Result {
  const temporary = mkdtempSync(join(tmpdir(), "release-gate-index-"));
  try {
    const wanted = [...new Set(paths)];
    const entries = wanted.length === 0 ? [] : indexed(repository, wanted, manifests);
    writeEntries(temporary, withTargets(repository, entries));
    // A folder of which nothing is staged is empty, not missing.
    for (const folder of wanted.map((each) => resolve(temporary, each))) {
      if (!lstatSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { recursive: true });
    }
    // It stands for the top of the work tree, which links must not leave.
    mkdirSync(join(temporary, ".git"));
    return use(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What tells the framework of a migration may lie in any folder above it. */
const manifests = manifestNames.map((name) => `:(top,glob)**/${name}`);

function indexed(repository: Repository, paths: readonly string[], more: readonly string[] = []): Entry[] {
  const specs = [...paths.map((path) => `:(top,literal)${path}`), ...more];
  const parts = partsOf(git(repository, ["ls-files", "--stage", "-z", "--full-name", "--", ...specs]));
  const found = new Map<string, Entry>();
  for (const part of parts) {
    const [, mode = "", blob = "", stage = "", name = ""] = /^(\d+) ([0-9a-f]+) (\d)\t([^]*)$/.exec(part) ?? [];
    if (stage !== "0") {
      throw new UserError(msg`${name} is not merged yet.`, {
        place: { path: name },
        hint: msg`Resolve the conflict and stage the file: what will be committed is not known before.`,
      });
    }
    if (mode !== submodule) found.set(name, { name, blob, mode });
  }
  return [...found.values()];
}

interface Written {
  readonly files: readonly (Entry & { readonly bytes: Buffer })[];
  readonly links: readonly { readonly name: string; readonly target: string }[];
}

/** The entries with their contents, and what links among them lead to inside of the repository. */
function withTargets(repository: Repository, entries: readonly Entry[]): Written {
  const known = new Map(entries.map((entry) => [entry.name, entry]));
  const texts = new Map<string, Buffer>();
  const links = new Map<string, string>();
  for (let rest = entries, round = 0; rest.length > 0 && round < mostLinks; round++) {
    for (const [id, bytes] of blobs(
      repository,
      rest.map(({ blob }) => blob),
    ))
      texts.set(id, bytes);
    const targets = rest.flatMap(({ name, mode, blob }) => {
      if (mode !== link) return [];
      const text = texts.get(blob)?.toString("utf8") ?? "";
      const target = posixJoin(posixDirname(name), text);
      if (isAbsolute(text) || /^\.\.(?:\/|$)/.test(target)) throw leadsOut(name, text);
      links.set(name, text);
      return [target.replace(/\/$/, "")];
    });
    rest = targets.length === 0 ? [] : indexed(repository, targets).filter(({ name }) => !known.has(name));
    for (const entry of rest) known.set(entry.name, entry);
  }
  const files = [...known.values()].filter(({ mode }) => mode !== link);
  return {
    files: files.map((entry) => ({ ...entry, bytes: texts.get(entry.blob) ?? Buffer.alloc(0) })),
    links: [...links].map(([name, target]) => ({ name, target })),
  };
}

function leadsOut(name: string, target: string): UserError {
  return new UserError(msg`${name} is a link to ${target}, outside of the repository.`, {
    place: { path: name },
    hint: msg`Commit the file itself: what a link leads to elsewhere is not what the commit contains.`,
  });
}

/** Files before links, so that nothing is written through a link; and nothing outside of the folder. */
function writeEntries(folder: string, { files, links }: Written): void {
  const at = (name: string): string => {
    const path = join(folder, name);
    if (!path.startsWith(join(folder, "/"))) {
      throw new UserError(msg`The index of git names ${name}, which is outside of the repository.`, {
        hint: msg`Rebuild the index of git: "git reset".`,
      });
    }
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  for (const { name, bytes } of files) writeFileSync(at(name), bytes, { flag: "wx" });
  for (const { name, target } of links) symlinkSync(target, at(name));
}
