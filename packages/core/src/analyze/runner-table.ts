import type { Migration, Source } from "../source/migration.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";

/** One migration as a runner has noted it. */
export interface RanMigration {
  readonly version?: string | undefined;
  readonly name?: string | undefined;
  readonly checksum?: string | undefined;
}

/** What a runner's own table says about a database. */
export interface RunnerTable {
  /** The name of the framework, or of a runner that is none of ours ("rails"). */
  readonly tool: string;
  /** "schema.name". */
  readonly table: string;
  /** The migrations that have run, where the table lists them. */
  readonly ran: readonly RanMigration[];
  /** The version up to which all have run, where the table holds only the last one, or a baseline. */
  readonly upTo?: string | undefined;
  /** How many have run, in the runner's order, where it keeps neither names nor versions. */
  readonly count?: number | undefined;
}

/** The checksums that a runner takes for those of a file, any of them; undefined for a runner that keeps none. */
export type ChecksumsOf = (tool: string, source: Source) => readonly string[] | undefined;

/** What a runner's table tells about migrations. */
export interface Ran {
  readonly table: RunnerTable;
  readonly released: ReadonlySet<Migration>;
  /** Those whose file is no longer what was run. */
  readonly edited: ReadonlySet<Migration>;
}

/** Runners whose numbers are those of the migrations that they bring along: another project's migration 3 is not theirs. */
const ownNumbers: ReadonlySet<string> = new Set(["river", "graphile-worker"]);

/**
 * Which up migrations have run, by the table of the runner that runs them; undefined where no table is about them.
 * @throws UserError where a runner has migrations of other names only, so that nobody can tell what ships (`mustKnow`).
 */
export function ranMigrations(
  migrations: readonly Migration[],
  tables: readonly RunnerTable[],
  checksumsOf: ChecksumsOf,
  { mustKnow }: { readonly mustKnow: boolean },
): Ran | undefined {
  const ups = migrations.filter(({ direction }) => direction === "up");
  const own = tables.filter(({ tool }) => tool === ups[0]?.framework);
  // Of a runner that goes by another name only the names of migrations tell; a number may be anybody's.
  const others = tables
    .filter((table) => !own.includes(table) && !ownNumbers.has(table.tool))
    .map((table) => ({ ...table, upTo: undefined, count: undefined }));
  const found = [...own, ...others]
    .map((table) => matched(ups, table, checksumsOf))
    .sort((a, b) => b.released.size - a.released.size);
  const best = found.find(({ released }) => released.size > 0);
  const [empty] = own.filter(({ ran, upTo, count }) => ran.length === 0 && upTo === undefined && !count);
  if (best) return best;
  if (empty) return { table: empty, released: new Set(), edited: new Set() };
  const [table] = own;
  if (!table || !mustKnow) return undefined;
  throw new UserError(msg`None of the migrations is among those that ${table.table} says have run.`, {
    hint: msg`Check that the statistics are of this project's database, or say with "released" or "since" what is in production.`,
  });
}

function matched(migrations: readonly Migration[], table: RunnerTable, checksumsOf: ChecksumsOf): Ran {
  const keys = new Map<string, RanMigration>();
  for (const ran of table.ran) for (const key of keysOfRan(table.tool, ran)) keys.set(key, ran);
  const sums = new Set(table.ran.flatMap(({ checksum }) => (checksum === undefined ? [] : [checksum])));
  const released = new Set<Migration>();
  const edited = new Set<Migration>();
  for (const [index, migration] of migrations.entries()) {
    const ran = keysOf(table.tool, migration)
      .map((key) => keys.get(key))
      .find((found) => found !== undefined);
    const counted = table.count !== undefined && index < table.count;
    if (!ran && !counted && !isUpTo(migration, table)) continue;
    const own = checksumsOf(table.tool, migration.source);
    const noted = ran?.checksum === undefined ? (counted ? sums : undefined) : new Set([ran.checksum]);
    const differs = own !== undefined && noted !== undefined && !own.some((sum) => noted.has(sum));
    // A repeatable migration that has changed runs again.
    if (differs && migration.version === undefined) continue;
    released.add(migration);
    if (differs) edited.add(migration);
  }
  return { table, released, edited };
}

function isUpTo({ version }: Migration, { upTo }: RunnerTable): boolean {
  return upTo !== undefined && version !== undefined && compareVersions(version, upTo) <= 0;
}

/** The words under which a runner may have noted a migration; versions and names cannot be mistaken for each other. */
function keysOf(tool: string, { name, version, source }: Migration): string[] {
  const file = source.path.split("/").at(-1) ?? "";
  const versions = version === undefined ? [] : [`version ${plainVersion(tool, version)}`];
  return [`name ${plainName(name)}`, `name ${plainName(file)}`, ...versions];
}

function keysOfRan(tool: string, { version, name }: RanMigration): string[] {
  const versions = version === undefined ? [] : [`version ${plainVersion(tool, version)}`];
  return name === undefined ? versions : [`name ${plainName(name)}`, ...versions];
}

/**
 * Without folder and endings, so that "db/V1__a.sql" and "V1__a" are one name, and so are "1_a.js" and the "1_a.sql" or
 * "1_a-up.sql" that it reads (db-migrate writes such pairs).
 */
function plainName(name: string): string {
  return (name.split("/").at(-1) ?? name).replace(/(?:[.-]up)?\.sql$|\.[cm]?[jt]s$/i, "");
}

/**
 * Numbers without leading zeros and zeros at the end, so that Flyway's "1.0" and "01" are one version. Diesel notes only the
 * digits of a folder's name (diesel_migrations, migrations_internals: version_from_string).
 */
function plainVersion(tool: string, version: string): string {
  if (tool === "diesel") return version.replaceAll("-", "");
  const parts = version.split(/[._-]/).map((part) => part.replace(/^0+(?=\d)/, ""));
  while (parts.length > 1 && parts.at(-1) === "0") parts.pop();
  return parts.join(".");
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(/[._-]/));
  for (let at = 0; at < Math.max(a?.length ?? 0, b?.length ?? 0); at++) {
    const [x, y] = [a?.[at] ?? "0", b?.[at] ?? "0"].map((part) => part.replace(/^0+(?=\d)/, ""));
    const order = (x ?? "").length - (y ?? "").length || ((x ?? "") < (y ?? "") ? -1 : x === y ? 0 : 1);
    if (order !== 0) return order;
  }
  return 0;
}
