import { dirname, isAbsolute, join, normalize } from "node:path/posix";
import { blobs } from "./git-blobs.js";
import { git, partsOf, type Repository } from "./git.js";

interface Entry {
  readonly mode: string;
  readonly id: string;
}

/** Where a path led at the base: to an entry of its tree, into a submodule, or out of what the tree tells. */
export type Led = { readonly at: string } | { readonly module: string } | "unknown";

/** The files of a commit as a checkout of it has them: seen through its links. Paths as git names them, from the top. */
export interface Tree {
  readonly led: (path: string) => Led;
  /** The files of a folder, or the file, by their paths through links. */
  readonly below: (folder: string) => string[];
  /** The submodules that are on the way to some folders, or in them. */
  readonly modules: (folders: readonly string[]) => string[];
  /** The texts of those of some files that are there. */
  readonly texts: (paths: readonly string[]) => ReadonlyMap<string, string>;
}

const link = "120000";
const submodule = "160000";
/** As many links as Linux follows. */
const mostLinks = 40;

export function treeAt(repository: Repository, commit: string): Tree {
  const entries = new Map<string, Entry>();
  for (const line of partsOf(git(repository, ["ls-tree", "-r", "-z", "--full-tree", commit]))) {
    const [, mode = "", id = "", name = ""] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    entries.set(name, { mode, id });
  }
  const names = [...entries.keys()];
  const links = [...entries].filter(([, { mode }]) => mode === link);
  const targets = blobs(
    repository,
    links.map(([, { id }]) => id),
  );
  const led = (path: string, left = mostLinks): Led => {
    const parts = path.split("/");
    for (let length = 1; length <= parts.length; length++) {
      const name = parts.slice(0, length).join("/");
      const entry = entries.get(name);
      if (entry?.mode === submodule) return { module: name };
      if (entry?.mode !== link) continue;
      const target = targets.get(entry.id)?.toString("utf8") ?? "";
      const next = normalize(join(dirname(name), target, ...parts.slice(length))).replace(/\/$/, "");
      if (left === 0 || isAbsolute(target) || next.startsWith("..")) return "unknown";
      return led(next, left - 1);
    }
    return { at: path };
  };
  const below = (folder: string, left = mostLinks): string[] => {
    const start = led(folder);
    if (start === "unknown" || "module" in start || left === 0) return [];
    const { at } = start;
    if (entries.has(at)) return [folder];
    const [from, to] = [at === "." ? "" : `${at}/`, folder === "." ? "" : `${folder}/`];
    return names
      .filter((name) => name.startsWith(from))
      .flatMap((name) => {
        const seen = `${to}${name.slice(from.length)}`;
        return entries.get(name)?.mode === link ? below(seen, left - 1) : [seen];
      });
  };
  const modules = (folders: readonly string[]): string[] => {
    const found = new Set<string>();
    for (const folder of folders) {
      const start = led(folder);
      if (start !== "unknown" && "module" in start) found.add(start.module);
      for (const name of below(folder)) {
        const end = led(name);
        if (end === "unknown") continue;
        if ("module" in end) found.add(end.module);
      }
    }
    return [...found];
  };
  const texts = (paths: readonly string[]): ReadonlyMap<string, string> => {
    const ids = new Map(
      paths.flatMap((path): [string, string][] => {
        const end = led(path);
        const entry = end === "unknown" || "module" in end ? undefined : entries.get(end.at);
        return entry === undefined ? [] : [[path, entry.id]];
      }),
    );
    const read = blobs(repository, ids.values());
    return new Map([...ids].map(([path, id]) => [path, read.get(id)?.toString("utf8") ?? ""]));
  };
  return { led: (path) => led(path), below: (folder) => below(folder), modules, texts };
}
