import {
  asOneQuery,
  inTransaction,
  pathParts,
  suffixed,
  type Framework,
  type Recognised,
  type LeftOut,
} from "./framework.js";

/**
 * sqlx: `<n>_name.sql`, or `.up.sql` and `.down.sql`; each file in a transaction, unless its first characters are
 * `-- no-transaction`; it is one query also then. In launchbadge/sqlx: sqlx-core/src/migrate/source.rs (names, no_tx),
 * sqlx-postgres/src/migrate.rs (apply, and the version as primary key).
 */
export const sqlx: Framework = {
  name: "sqlx",
  profile: {
    files: "`<n>_name.sql`, or `.up.sql` and `.down.sql`; sqlx in `Cargo.toml`, or its marker",
    order: "by number",
    transaction: "each file",
    outside: "`-- no-transaction` at the start; the file is still one query",
  },
  oncePer: "number",
  leaving: { write: "-- no-transaction", alone: true },
  recognise: (path) => suffixed(path) ?? named(path),
  seen(around) {
    const marked = around.holds(/^-- no-transaction/);
    if (marked !== undefined) return marked;
    return /^[^\S\r\n]*(?:\[.*\b)?sqlx\b/m.test(around.above("Cargo.toml")?.text ?? "") ? "Cargo.toml" : undefined;
  },
  sections: (source, { direction }) =>
    source.text.startsWith("-- no-transaction") ? asOneQuery(source, direction) : inTransaction(source, direction),
};

/** `<n>_name.sql`; every other `.sql` file without `_` is passed over, and one with another word before it stops sqlx. */
function named(path: string): Recognised | LeftOut | undefined {
  const { file } = pathParts(path);
  if (!file.endsWith(".sql")) return undefined;
  const match = /^(\d+)_.*\.sql$/.exec(file);
  if (match) return { name: file.slice(0, -".sql".length), version: match[1] };
  return file.includes("_") ? undefined : "foreign";
}
