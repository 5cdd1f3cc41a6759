import type { Migration } from "./migration.js";
import type { Ordered } from "./order.js";

/**
 * For each file whose framework takes a version once only: the path of another file of its folder that has it too. Both are
 * told, because either may be the one that ships now.
 */
export function sameVersions<File extends Ordered>(files: readonly File[]): ReadonlyMap<File, string> {
  const earlier = new Map<string, File>();
  const same = new Map<File, string>();
  for (const file of files) {
    const { framework, what, home, path } = file;
    if (framework.oncePer === undefined || what.version === undefined) continue;
    const folder = framework.readsSubfolders ? "" : home;
    const key = [framework.name, what.direction ?? "up", folder, keyOf(what.version, framework.oncePer)].join(" ");
    const first = earlier.get(key);
    if (first) {
      same.set(file, first.path);
      if (!same.has(first)) same.set(first, path);
    } else earlier.set(key, file);
  }
  return same;
}

function keyOf(version: Migration["version"] & string, as: "number" | "text" | "digits"): string {
  if (as === "text") return version;
  if (as === "digits") return version.replaceAll("-", "");
  const parts = version.split(/[._-]/).map((part) => part.replace(/^0+(?=\d)/, ""));
  while (parts.length > 1 && parts.at(-1) === "0") parts.pop();
  return parts.join(".");
}
