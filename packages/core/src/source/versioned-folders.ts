import { joined } from "./around.js";
import { pathParts, wholeFile, type Framework, type Recognised } from "./framework.js";

/**
 * yuniql: folders `v0.00`, `v0.01`, ...; the files of a folder by name; `_init` and `_pre` before, `_draft` and `_post` after,
 * `_erase` never. A whole run is one transaction. In rdagumampan/yuniql: yuniql-core/MigrationService.cs (order, and
 * TRANSACTION_MODE.SESSION), yuniql-core/TokenReplacementService.cs (`${token}`).
 */
export const yuniql: Framework = {
  name: "yuniql",
  profile: {
    files: "`v<major>.<minor>/*.sql` without a `manifest.json`",
    order: "by folder version; its folders by path, then its own files by name",
    transaction: "a whole run",
    outside: "",
  },
  recognise(path) {
    const reserved = /(?:^|\/)(_init|_pre|_draft|_post|_erase)\//.exec(path)?.[1];
    if (reserved === "_erase") return "foreign";
    if (reserved === undefined) {
      const found = inVersionFolder(path);
      // The folders of a version run before its own files (RunVersionDirectoriesInternal).
      return found && { ...found, within: found.name.split("/").length > 2 ? 0 : 1 };
    }
    const order = ["_init", "_pre"].indexOf(reserved);
    const name = `${reserved}/${pathParts(path).file}`;
    return { name, version: undefined, direction: "up", ...(order < 0 ? {} : { order }) };
  },
  seen: (around) =>
    around.beside("manifest.json") === undefined &&
    /(?:^|\/)(?:v\d+\.\d+|_(?:init|pre|draft|post|erase))(?:\/|$)/.test(around.folder)
      ? around.folder
      : undefined,
  home: (_, around) => aboveVersion(around.folder),
  sections: (source) => wholeFile(source, { direction: "up", transaction: "batch", multiStatementQuery: false }),
};

/**
 * Temporal's schema folders: `v<version>/*.sql` with a `manifest.json`; every statement alone and without a transaction. In
 * temporalio/temporal: tools/common/schema/updatetask.go (executeUpdates, parseSQLStmts).
 */
export const temporal: Framework = {
  name: "temporal",
  profile: {
    files: "`v<version>/*.sql` beside a `manifest.json`",
    order: "by folder version, then as in `manifest.json`",
    transaction: "each statement",
    outside: "everything",
  },
  list: "manifest.json",
  recognise(path, around) {
    const found = inVersionFolder(path);
    const listed = listedIn(around.beside("manifest.json"));
    if (!found || !listed) return found;
    const within = listed.indexOf(pathParts(path).file);
    return within < 0 ? "unlisted" : { ...found, within };
  },
  seen: (around) =>
    around.beside("manifest.json") !== undefined && /(?:^|\/)v\d+\.\d+[^/]*$/.test(around.folder)
      ? "manifest.json"
      : undefined,
  home: (_, around) => joined(around.folder, ".."),
  sections: (source) => wholeFile(source, { direction: "up", transaction: "none", multiStatementQuery: false }),
};

/** The folder that holds the folders of versions and the reserved ones, seen from any folder in one of them. */
function aboveVersion(folder: string): string {
  const parts = folder.split("/");
  const at = parts.findIndex((part) => /^(?:v\d+\.\d+.*|_(?:init|pre|draft|post|erase))$/.test(part));
  return at < 0 ? joined(folder, "..") : parts.slice(0, at).join("/");
}

function inVersionFolder(path: string): Recognised | undefined {
  const match = /(?:^|\/)v(\d+(?:\.\d+)+)[^/]*\/(.+)\.sql$/.exec(path);
  return match ? { name: `v${match[1]}/${match[2]}`, version: match[1], direction: "up" } : undefined;
}

/** The files that a manifest names, in the order in which they run; undefined for a manifest that is not one. */
function listedIn(manifest: string | undefined): readonly string[] | undefined {
  if (manifest === undefined) return undefined;
  try {
    const { SchemaUpdateCqlFiles: files } = JSON.parse(manifest) as { readonly SchemaUpdateCqlFiles?: unknown };
    return Array.isArray(files) ? files.map(String) : undefined;
  } catch {
    return undefined;
  }
}
