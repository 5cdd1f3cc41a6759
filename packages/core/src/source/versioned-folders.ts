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
    order: "by folder version, then by path",
    transaction: "a whole run",
    outside: "",
  },
  recognise(path) {
    const reserved = /(?:^|\/)(_init|_pre|_draft|_post|_erase)\//.exec(path)?.[1];
    if (reserved === "_erase") return "foreign";
    if (reserved === undefined) return inVersionFolder(path);
    const order = ["_init", "_pre"].indexOf(reserved);
    const name = `${reserved}/${pathParts(path).file}`;
    return { name, version: undefined, direction: "up", ...(order < 0 ? {} : { order }) };
  },
  seen: (around) =>
    around.beside("manifest.json") === undefined &&
    /(?:^|\/)(?:v\d+\.\d+|_(?:init|pre|draft|post|erase))(?:\/|$)/.test(around.folder)
      ? around.folder
      : undefined,
  home: (_, around) => joined(around.folder, ".."),
  sections: (source) => wholeFile(source, { direction: "up", transaction: "batch", multiStatementQuery: false }),
};

/**
 * Temporal's schema folders: `v<version>/*.sql` with a `manifest.json`; every statement alone and without a transaction. In
 * temporalio/temporal: tools/common/schema/updatetask.go (executeUpdates).
 */
export const temporal: Framework = {
  name: "temporal",
  profile: {
    files: "`v<version>/*.sql` beside a `manifest.json`",
    order: "by folder version, then by name",
    transaction: "each statement",
    outside: "everything",
  },
  recognise: (path) => inVersionFolder(path),
  seen: (around) =>
    around.beside("manifest.json") !== undefined && /(?:^|\/)v\d+\.\d+[^/]*$/.test(around.folder)
      ? "manifest.json"
      : undefined,
  home: (_, around) => joined(around.folder, ".."),
  sections: (source) => wholeFile(source, { direction: "up", transaction: "none", multiStatementQuery: false }),
};

function inVersionFolder(path: string): Recognised | undefined {
  const match = /(?:^|\/)v(\d+(?:\.\d+)+)[^/]*\/(.+)\.sql$/.exec(path);
  return match ? { name: `v${match[1]}/${match[2]}`, version: match[1], direction: "up" } : undefined;
}
