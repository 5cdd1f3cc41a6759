import { joined } from "./around.js";
import { asOneQuery, inTransaction, numbered, pathParts, type Framework } from "./framework.js";

/**
 * graphile-migrate: `committed/<n>[-message].sql`, then `current.sql` or `current/<n>.sql`; up only, each in a transaction; a
 * body whose first line is `--! no-transaction` is one query without one. In graphile/migrate: src/migrationFilename.ts,
 * src/migration.ts (parseMigrationText, runStringMigration), src/header.ts, src/current.ts.
 */
export const graphileMigrate: Framework = {
  name: "graphile-migrate",
  profile: {
    files: "`committed/<n>[-message].sql` with `--! Previous:`; `current.sql`, `current/<n>.sql`",
    order: "by number, `current` last",
    transaction: "each file",
    outside: "`--! no-transaction` as first line after the headers; the file is still one query",
  },
  leaving: { write: "--! no-transaction", alone: true },
  recognise(path) {
    const { folder, file } = pathParts(path);
    // Actions of .gmrc, by the names that its documentation gives them.
    if (/^(?:before|after)(?:Reset|AllMigrations|Current)\.sql$/.test(file)) return "foreign";
    if (file === "current.sql") return { name: "current", version: undefined, direction: "up" };
    const match = /^(\d+)(?:-[-_a-zA-Z0-9]*)?\.sql$/.exec(file);
    if (!match) return undefined;
    const name = file.slice(0, -".sql".length);
    if (folder === "current") return { name: `current/${name}`, version: undefined, direction: "up" };
    return { name, version: match[1], direction: "up" };
  },
  seen(around) {
    return around.holds(/^--! (?:Previous: |split: )/m) ?? (around.above(".gmrc") ? ".gmrc" : undefined);
  },
  colonVariables: "everywhere",
  home: (_, around) =>
    /(?:^|\/)(?:committed|current)$/.test(around.folder) ? joined(around.folder, "..") : around.folder,
  sections(source) {
    const body = source.text.replace(/^(?:--! [A-Z]\w*(?::.*)?\r?\n)+/, "").trimStart();
    return /^--!\s*no-transaction\b/.test(body) ? asOneQuery(source) : inTransaction(source);
  },
};

/** Graphile Worker's own migrations: `<n>.sql`, each in a transaction. In graphile/worker: src/migrate.ts (runMigration). */
export const graphileWorker: Framework = {
  name: "graphile-worker",
  profile: {
    files: "`<n>.sql` with `:GRAPHILE_WORKER_SCHEMA`",
    order: "by number",
    transaction: "each file",
    outside: "",
  },
  recognise(path) {
    const version = /^(\d+)\.sql$/.exec(pathParts(path).file)?.[1];
    return version === undefined ? numbered(path) : { name: version, version, direction: "up" };
  },
  seen: (around) => around.holds(/:GRAPHILE_WORKER_SCHEMA\b/),
  colonVariables: "everywhere",
  sections: (source) => inTransaction(source),
};
