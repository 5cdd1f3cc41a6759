import { usesGoModule, type Around } from "./around.js";
import { asOneQuery, inTransaction, pathParts, type Framework } from "./framework.js";

const pattern = /^(\d+)_([^.]+)(?:\.([a-z0-9]+))??(\.autocommit)?\.(up|down)\.sql$/;
const postgres: ReadonlySet<string> = new Set(["postgres", "postgresql", "pg"]);
const dialects = "postgres|postgresql|pg|cockroach|cockroachdb|crdb|mysql|mariadb|sqlite|sqlite3";

/**
 * pop, and popx of Ory: `<n>_name[.dialect][.autocommit].up.sql`; a file of the dialect stands for the neutral one of its
 * version, those of other dialects do not run. Versions are compared as text (Less), over all folders below (filepath.Walk). Each file in a transaction; `.autocommit` leaves it, the file is one query also
 * then. In gobuffalo/pop: migrator.go; in ory/x: popx/match.go (names), popx/migration_info.go (sortAndFilter: which file
 * stands for which), popx/migrator.go (shouldNotUseTransaction), popx/migration_content.go (Go templates).
 */
export const pop: Framework = {
  name: "pop",
  profile: {
    files:
      "`<n>_name[.dialect][.autocommit].up.sql` and `.down.sql`; told by a dialect, `.autocommit.`, `.Options`, or gobuffalo/pop in `go.mod`",
    order: "by version, as text",
    transaction: "each file",
    outside: "`.autocommit.` in the name; the file is still one query",
  },
  readsSubfolders: true,
  leaving: { write: ".autocommit.", alone: true },
  recognise(path, around) {
    const match = pattern.exec(pathParts(path).file);
    if (!match) return undefined;
    const [, version = "", name = "", dialect, , direction] = match;
    if (dialect === undefined ? hasOwn(around, version, direction) : !postgres.has(dialect)) return "foreign";
    return { name: `${version}_${name}`, version, direction: direction === "down" ? "down" : "up", sorted: version };
  },
  seen: (around) =>
    around.sources.find(({ path }) => new RegExp(`\\.(?:${dialects}|autocommit)\\.(?:up|down)\\.sql$`).test(path))
      ?.path ??
    around.holds(/\{\{-?\s*index \.Options /) ??
    (usesPop(around) ? "go.mod" : undefined),
  sections: (source, { direction }) =>
    /\.autocommit\.(?:up|down)\.sql$/.test(source.path)
      ? asOneQuery(source, direction)
      : inTransaction(source, direction),
};

function usesPop(around: Around): boolean {
  return usesGoModule(around, "github.com/gobuffalo/pop") && !usesGoModule(around, "github.com/golang-migrate/migrate");
}

const own = new WeakMap<Around, ReadonlySet<string>>();

/** Whether PostgreSQL has a file of its own for a version and direction. */
function hasOwn(around: Around, version: string, direction: string | undefined): boolean {
  let known = own.get(around);
  if (!known) {
    const matches = around.sources.map(({ path }) => pattern.exec(pathParts(path).file));
    known = new Set(matches.flatMap((each) => (postgres.has(each?.[3] ?? "") ? [`${each?.[1]} ${each?.[5]}`] : [])));
    own.set(around, known);
  }
  return known.has(`${version} ${direction}`);
}
