import { asOneQuery, suffixed, type Framework } from "./framework.js";

/**
 * golang-migrate: `<n>_name.up.sql` and `.down.sql`, each sent as one query of several statements, without a transaction of
 * the runner. In golang-migrate/migrate: source/parse.go (names), database/postgres/postgres.go (Run: one Exec unless
 * x-multi-statement is asked for), source/iofs/iofs.go (two files of one version are refused). A file before the newest that has run never runs: "no change", exit 0 (run with 4.20.1).
 */
export const golangMigrate: Framework = {
  name: "golang-migrate",
  profile: {
    files: "`<n>_name.up.sql`, `<n>_name.down.sql`",
    order: "by number",
    transaction: "each file, because it is one query",
    outside: "a file of one statement",
  },
  oncePer: "number",
  late: "skipped",
  recognise: (path) => suffixed(path),
  sections: (source, { direction }) => asOneQuery(source, direction),
};
