import { joined } from "./around.js";
import { asOneQuery, inTransaction, pathParts, type Framework, type Recognised } from "./framework.js";

/**
 * Diesel: `<version>_name/up.sql` and `down.sql`, each in a transaction; a `metadata.toml` beside them that does not say
 * `run_in_transaction = true` leaves it, then the file is one query. In diesel-rs/diesel:
 * diesel_migrations/src/file_based_migrations.rs, diesel_migrations/src/migration_harness.rs,
 * diesel_migrations/migrations_internals/src/lib.rs (TomlMetadata: false where the key is left out; version_from_string). Two folders of one version become one (a map
 * by version). Run with diesel_cli 2.3: `003 1 10 2 2023-01-01-000000`.
 */
export const diesel: Framework = {
  name: "diesel",
  home: (_, around) => joined(around.folder, ".."),
  profile: {
    files: "`<version>_name/up.sql`, `down.sql`",
    order: "by the folder's name before the first `_`, without its dashes, as text",
    transaction: "each file",
    outside: "`run_in_transaction = false` in `metadata.toml`; the file is still one query",
  },
  leaving: { write: "run_in_transaction = false", alone: true },
  oncePer: "digits",
  recognise(path) {
    const found = upOrDown(path);
    const version = /^[^_]*/.exec(found?.name ?? "")?.[0] ?? "";
    return found && { ...found, version, sorted: version.replaceAll("-", "") };
  },
  sections(source, { direction }, around) {
    const metadata = around.beside("metadata.toml");
    const outside =
      metadata !== undefined && !/^[^\S\r\n]*run_in_transaction[^\S\r\n]*=[^\S\r\n]*true\b/m.test(metadata);
    return outside ? asOneQuery(source, direction) : inTransaction(source, direction);
  },
};

/**
 * Hasura: as Diesel, but the version is a time in milliseconds, and nothing leaves the transaction. In hasura/graphql-engine:
 * server/src-lib/Hasura/Backends/Postgres/DDL/RunSQL.hs (runTx around each run_sql).
 */
export const hasura: Framework = {
  name: "hasura",
  home: (_, around) => joined(around.folder, ".."),
  profile: {
    files: "`<milliseconds>_name/up.sql`, `down.sql` (13 digits)",
    order: "by number",
    transaction: "each file",
    outside: "",
  },
  oncePer: "number",
  recognise: (path) => (/^\d{13}(?:_|$)/.test(pathParts(path).folder) ? upOrDown(path) : undefined),
  sections: (source, { direction }) => inTransaction(source, direction),
};

function upOrDown(path: string): Recognised | undefined {
  const { folder, file } = pathParts(path);
  if (file !== "up.sql" && file !== "down.sql") return undefined;
  return {
    name: folder,
    version: /^[\d-]+/.exec(folder)?.[0] ?? folder,
    direction: file === "down.sql" ? "down" : "up",
  };
}
