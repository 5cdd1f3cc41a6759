import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { isNote, isSqlPath, kindOf, type OtherFile, type Source } from "@release-gate/core";
import type { Seen, Versioned } from "./deployment.js";
import { everyFile, shownPath } from "./files.js";
import { fixedPart } from "./glob.js";
import type { LintRequest, Project } from "./project.js";

/**
 * Whether a file is read as SQL when somebody names it: files in a language, notes and archives are not, whatever stands in
 * them; an ending that nobody knows may be SQL.
 */
export function isMigrationText(path: string): boolean {
  return isSqlPath(path) || (kindOf(path) === undefined && !isNote(path));
}

/** A file that is no SQL, and whether it was asked for. */
export interface AskedFile extends OtherFile {
  readonly asked: boolean;
}

/** The files that are no SQL where the migrations are looked for, each to be accounted for. */
export function othersOf(
  { root, policy }: Project,
  { paths = [], folder = root, unsaved, staged }: LintRequest,
  sources: readonly Source[],
  versioned: Versioned | undefined,
  seen: Seen | undefined,
): AskedFile[] {
  const show = (path: string): string => shownPath(root, path);
  const read = new Set(sources.map(({ path }) => path));
  const named = everyFile(folder, paths).map(show);
  // A glob takes the SQL: what lies beside it may run as well.
  const there = (
    policy.migrations ? everyFile(root, policy.migrations.path, "around") : everyFile(folder, paths, "around")
  ).map(show);
  const leftByGlob = new Set(there.filter(isSqlPath));
  const exact = new Set(paths.map((path) => show(resolve(folder, path))));
  const asked = new Set(named);
  const changed = versioned?.asked && new Set(versioned.askedOthers);
  // Without a policy only what git tells is there.
  const all = policy.migrations || paths.length > 0 ? [...there, ...named] : [...(changed ?? [])];
  const isAsked = (path: string): boolean => {
    if (unsaved) return false;
    if (paths.length > 0 && !asked.has(path)) return false;
    return staged === true && changed ? seen?.isAmong(path, changed) === true : staged !== true;
  };
  const modules = (seen?.submodules ?? []).filter((path) => isEmpty(resolve(root, path)));
  const folders = policy.migrations?.path.map((path) => show(fixedPart(path))) ?? [];
  const closed = new Set(
    modules.filter((path) =>
      folders.some((at) => at === "." || seen?.way(path).real.startsWith(`${seen.way(at).real}/`)),
    ),
  );
  return [
    ...[...new Set(all)]
      .filter((path) => !read.has(path) && !modules.includes(path) && (!isSqlPath(path) || leftByGlob.has(path)))
      .map((path) => ({ path, named: exact.has(path), asked: isAsked(path) })),
    ...[...closed].map((path) => ({ path, submodule: true, asked: staged !== true || changed?.has(path) === true })),
  ];
}

/** Whether a submodule's files are not there. */
function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}
