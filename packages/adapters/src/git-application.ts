import { closeSync, openSync, readSync } from "node:fs";
import type { ApplicationChange } from "@release-gate/core";
import { stable, type ChangedPath, type Comparison } from "./git-changes.js";
import { fullPath, gitUpTo, pathFrom, type Repository } from "./git.js";

/** Bytes of the whole difference, and of one file's, that are read. Larger files are generated ones, not queries. */
const most = { all: 16 << 20, file: 256 << 10 } as const;

interface Lines {
  readonly removed: string[];
  readonly added: string[];
  size: number;
}

/**
 * What changed in the text files: the removed and the added lines. Files with more than 256 KiB of changes are left out, and
 * all after the first 16 MiB.
 */
export function applicationChanges(
  repository: Repository,
  comparison: Comparison,
  changed: readonly ChangedPath[],
): ApplicationChange[] {
  const { output, cut } = gitUpTo(repository, diffOf(comparison), most.all);
  const files = readDiff(output.toString("utf8"), cut);
  if (!comparison.staged) {
    let left: number = most.all - output.length;
    for (const { path, was } of changed) {
      if (was !== undefined || files.has(path) || left <= 0) continue;
      const text = smallText(fullPath(repository, path));
      if (text === undefined) continue;
      left -= text.length;
      files.set(path, { removed: [], added: text.replace(/\n$/, "").split("\n"), size: text.length });
    }
  }
  return [...files].flatMap(([name, { removed, added, size }]) => {
    const path = pathFrom(repository, name);
    if (size > most.file) return [];
    return [{ path, removed: removed.join("\n"), added: added.join("\n") }];
  });
}

function diffOf({ base, staged }: Comparison): string[] {
  const cached = staged ? ["--cached"] : [];
  return ["diff", "-U0", ...stable, "--src-prefix=a/", "--dst-prefix=b/", ...cached, base, "--"];
}

/** A unified diff without context: the lines of each file. The last file of a diff that was cut is left out. */
function readDiff(diff: string, cut: boolean): Map<string, Lines> {
  const files = new Map<string, Lines>();
  const lines = diff.split("\n");
  let [was, now, removed, added] = ["", "", 0, 0];
  let into: Lines | undefined;
  for (const line of lines) {
    if (removed > 0 && line.startsWith("-")) removed -= take(into?.removed, into, line);
    else if (added > 0 && line.startsWith("+")) added -= take(into?.added, into, line);
    else if (line.startsWith("--- ")) was = nameIn(line, "a/");
    else if (line.startsWith("+++ ")) {
      now = nameIn(line, "b/");
      into = { removed: [], added: [], size: 0 };
      files.set(now === "" ? was : now, into);
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      if (hunk) [removed, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
    }
  }
  if (cut) files.delete(now === "" ? was : now);
  return files;
}

function take(lines: string[] | undefined, into: Lines | undefined, line: string): 1 {
  lines?.push(line.slice(1));
  if (into) into.size += line.length;
  return 1;
}

/** The name in a line as `+++ b/src/users.ts`; "" for /dev/null. Git quotes names with control characters or quotes. */
function nameIn(line: string, prefix: string): string {
  const name = line.slice(4).replace(/\t$/, "");
  const plain = name.startsWith('"') ? unquoted(name) : name;
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : "";
}

function unquoted(name: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };
  return name
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
}

/** The text of a file that is small enough; undefined for a binary, large or unreadable one. */
function smallText(path: string): string | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(most.file + 1);
      const length = readSync(file, bytes);
      const text = bytes.subarray(0, length);
      return length > most.file || text.includes(0) ? undefined : text.toString("utf8");
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
