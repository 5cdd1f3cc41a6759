import { asOneQuery, inTransaction, numbered, type Framework } from "./framework.js";

const marker = "-- postgres-migrations disable-transaction";

/**
 * postgres-migrations: `<n>-name.sql`, up only, one query in a transaction for each file; with its marker anywhere in the file
 * without one. In ThomWright/postgres-migrations: src/file-name-parser.ts, src/run-migration.ts, src/validation.ts (numbers
 * have no gaps and are there once).
 */
export const postgresMigrations: Framework = {
  name: "postgres-migrations",
  profile: {
    files: "`<n>-name.sql` or `<n>_name.sql`; postgres-migrations in `package.json`, or its marker",
    order: "by number",
    transaction: "each file",
    outside: "`-- postgres-migrations disable-transaction`; the file is still one query",
  },
  oncePer: "number",
  leaving: { write: "-- postgres-migrations disable-transaction", alone: true },
  recognise: (path) => numbered(path),
  seen: (around) =>
    around.holds(/-- postgres-migrations disable-transaction/) ??
    (/"postgres-migrations"\s*:/.test(around.above("package.json")?.text ?? "") ? "package.json" : undefined),
  sections: (source) => (source.text.includes(marker) ? asOneQuery(source) : inTransaction(source)),
};
