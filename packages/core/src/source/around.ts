import type { Source } from "./migration.js";

/** What lies around a file: the sources of its folder, and files of other kinds beside them and above. */
export interface Around {
  /** The folder, relative to the configuration's folder; "" for that one. */
  readonly folder: string;
  readonly sources: readonly Source[];
  /** The text of a file, by its path relative to the folder. */
  beside(path: string): string | undefined;
  /** The nearest file of a name, in the folder or above it, with its folder. */
  above(name: string): { readonly folder: string; readonly text: string } | undefined;
  /** Whether a pattern is in the text of one of the folder's sources; then the file that has it. */
  holds(pattern: RegExp): string | undefined;
}

/** Nothing is known of what lies around. */
export const alone: Around = {
  folder: "",
  sources: [],
  beside: () => undefined,
  above: () => undefined,
  holds: () => undefined,
};

/** Names of the files that tell what a project uses, looked for in a folder and above it. */
export const manifestNames = ["sqitch.plan", "go.mod", "Cargo.toml", "package.json", ".gmrc"] as const;

/** Looks around each folder; the answers for a folder are kept. */
export function lookAround(sources: readonly Source[], sidecars: readonly Source[]): (path: string) => Around {
  const texts = new Map(sidecars.map(({ path, text }) => [path, text]));
  const byFolder = new Map<string, Source[]>();
  for (const source of sources) {
    const folder = folderOf(source.path);
    const known = byFolder.get(folder);
    if (known) known.push(source);
    else byFolder.set(folder, [source]);
  }
  const known = new Map<string, Around>();
  return (path) => {
    const folder = folderOf(path);
    const around = known.get(folder) ?? aroundFolder(folder, byFolder.get(folder) ?? [], texts);
    known.set(folder, around);
    return around;
  };
}

function aroundFolder(folder: string, sources: readonly Source[], texts: ReadonlyMap<string, string>): Around {
  const held = new Map<string, string | undefined>();
  return {
    folder,
    sources,
    beside: (path) => texts.get(joined(folder, path)),
    above(name) {
      for (const each of foldersAbove(folder)) {
        const text = texts.get(joined(each, name));
        if (text !== undefined) return { folder: each, text };
      }
      return undefined;
    },
    holds(pattern) {
      const key = String(pattern);
      if (!held.has(key)) held.set(key, sources.find(({ text }) => pattern.test(text))?.path);
      return held.get(key);
    },
  };
}

/** How many folders above one are looked into. */
const height = 8;

/** A folder, then those above it, also above the configuration's folder ("..", "../.."). */
export function foldersAbove(folder: string): string[] {
  const folders = [folder];
  while (folders.length < height) folders.push(joined(folders.at(-1) ?? "", ".."));
  return folders;
}

/** The folder of a path; "" for none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** A path seen from a folder, with its ".." taken out where that is possible. */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** Files beside a migration that a framework reads, by their paths. */
export function sidecarPaths(path: string): string[] {
  const folder = folderOf(path);
  const file = path.slice(folder === "" ? 0 : folder.length + 1);
  if (file === "up.sql" || file === "down.sql") return [joined(folder, "metadata.toml")];
  if (file === "migration.sql") return [joined(folder, "snapshot.json")];
  if (/^[VRUB].*__/.test(file)) return [`${path}.conf`];
  if (/^\d{4}_/.test(file)) return [joined(folder, "meta/_journal.json")];
  if (/^\d{14}_/.test(file)) return [joined(folder, "../config.toml")];
  if (/(?:^|\/)v\d+\.\d+[^/]*$/.test(folder)) return [joined(folder, "manifest.json")];
  return [];
}

/** Whether a file's framework may be told only by a manifest above it. */
export function needsManifest(path: string): boolean {
  return (
    /(?:^|\/)\d+[_-][^/]*\.sql$/.test(path) || /(?:^|\/)(?:deploy\/|revert\/|verify\/|current(?:\/|\.sql$))/.test(path)
  );
}

/** Whether a Go module uses another directly. */
export function usesGoModule(around: Around, module: string): boolean {
  const text = around.above("go.mod")?.text ?? "";
  return text.split("\n").some((line) => line.includes(module) && !line.includes("// indirect"));
}
