import type { Framework, Recognised } from "./framework.js";
import type { Around } from "./around.js";
import type { Source } from "./migration.js";
import { compareVersions } from "./order.js";

/**
 * For each source whose framework takes a version once only: the path of another source of its folder that has it too. Both
 * are told, because either may be the one that ships now.
 */
export function sameVersions(
  placed: readonly {
    readonly source: Source;
    readonly framework: Framework;
    readonly what: Recognised;
    readonly around: Around;
  }[],
): ReadonlyMap<Source, string> {
  const earlier = new Map<string, { readonly version: string; readonly source: Source }>();
  const same = new Map<Source, string>();
  for (const { source, framework, what, around } of placed) {
    if (!framework.refusesSameVersion || what.version === undefined) continue;
    // They come in the order of their versions, so the same ones follow each other.
    const key = `${framework.name} ${what.direction ?? "up"} ${around.folder}`;
    const last = earlier.get(key);
    if (last && compareVersions(last.version, what.version) === 0) {
      same.set(source, last.source.path);
      if (!same.has(last.source)) same.set(last.source, source.path);
    }
    earlier.set(key, { version: what.version, source });
  }
  return same;
}
