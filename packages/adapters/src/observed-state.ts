import type { LockMode, Observed, ObservedIndexBuild, ObservedLock, ObservedScan } from "@release-gate/core";
import type { Notice, Session } from "./session.js";

/** Of a statement that did nothing that shows, or was refused. */
export const nothingObserved: Observed = {
  locks: [],
  rewrites: [],
  emptied: [],
  scans: [],
  indexBuilds: [],
  created: [],
  durationMs: 0,
};

/** A user relation as the server has it at a moment. */
export interface SeenRelation {
  readonly oid: string;
  /** "schema.name". */
  readonly name: string;
  readonly bare: string;
  /** Its name as SQL text. */
  readonly quoted: string;
  /** pg_class.relkind. */
  readonly kind: string;
  /** The number of its file; null where it has none. */
  readonly file: string | null;
  readonly bytes: number;
  readonly scans: number;
  readonly rows: number;
}

/** All user relations, by OID, and the locks that the session holds on relations of this database ("oid mode"). */
export interface State {
  readonly relations: ReadonlyMap<string, SeenRelation>;
  readonly locks: ReadonlySet<string>;
}

/**
 * Foreign keys: "name" -> OIDs of the tables that have one of that name, or that a key of that name gave one of another: the
 * server tells the name of the parent's key when it checks a partition. What was there before a parent's key is not checked.
 */
export type ForeignKeys = ReadonlyMap<string, readonly string[]>;

/** Reads the foreign keys of the database. */
export async function readForeignKeys(session: Session): Promise<ForeignKeys> {
  const rows = await session.run(foreignKeysQuery);
  return new Map(rows.map((row) => [String(row.name), JSON.parse(String(row.tables)) as string[]]));
}

const foreignKeysQuery = `
WITH RECURSIVE key AS (
  SELECT oid, conname::text AS name, conrelid FROM pg_catalog.pg_constraint WHERE contype = 'f'
  UNION SELECT c.oid, key.name, c.conrelid FROM pg_catalog.pg_constraint c JOIN key ON c.conparentid = key.oid
  WHERE c.contype = 'f' AND c.oid > key.oid)
SELECT name, array_to_json(array_agg(DISTINCT conrelid::text))::text AS tables FROM key GROUP BY 1`;

const relationsQuery = `
SELECT c.oid::text AS oid, CASE WHEN n.oid = pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END AS schema,
  c.relname AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted, c.relkind AS kind, pg_relation_filenode(c.oid)::text AS file,
  CASE WHEN c.relkind IN ('r', 'm', 'i') THEN pg_relation_size(c.oid) ELSE 0 END::float8 AS bytes,
  coalesce(pg_stat_get_xact_numscans(c.oid), 0)::float8 AS scans,
  coalesce(pg_stat_get_xact_tuples_returned(c.oid), 0)::float8 AS rows
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast' AND c.relkind <> 't'`;

const locksQuery = `
SELECT l.relation::text || ' ' || l.mode AS held FROM pg_catalog.pg_locks l
WHERE l.locktype = 'relation' AND l.granted AND l.pid = pg_backend_pid()
  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())`;

/** Reads the state in the session's transaction. Takes no lock on a user relation (pg_relation_size lets go at once). */
export async function readState(session: Session): Promise<State> {
  const locks = await session.run(locksQuery);
  return { relations: await readRelations(session), locks: new Set(locks.map((row) => String(row.held))) };
}

/** All user relations, by OID. */
export async function readRelations(session: Session): Promise<Map<string, SeenRelation>> {
  const rows = await session.run(relationsQuery);
  const relations = new Map<string, SeenRelation>();
  for (const row of rows) {
    const oid = String(row.oid);
    relations.set(oid, {
      oid,
      name: `${String(row.schema)}.${String(row.name)}`,
      bare: String(row.name),
      quoted: String(row.quoted),
      kind: String(row.kind),
      file: row.file === null ? null : String(row.file),
      bytes: Number(row.bytes),
      scans: Number(row.scans),
      rows: Number(row.rows),
    });
  }
  return relations;
}

const modes: Readonly<Record<string, LockMode>> = {
  AccessShareLock: "ACCESS SHARE",
  RowShareLock: "ROW SHARE",
  RowExclusiveLock: "ROW EXCLUSIVE",
  ShareUpdateExclusiveLock: "SHARE UPDATE EXCLUSIVE",
  ShareLock: "SHARE",
  ShareRowExclusiveLock: "SHARE ROW EXCLUSIVE",
  ExclusiveLock: "EXCLUSIVE",
  AccessExclusiveLock: "ACCESS EXCLUSIVE",
};
const strength = Object.values(modes);

/** The strongest mode per relation that existed before, from texts "oid mode" as pg_locks has them. */
export function strongestLocks(before: ReadonlyMap<string, SeenRelation>, held: Iterable<string>): ObservedLock[] {
  const strongest = new Map<string, LockMode>();
  for (const text of held) {
    const [oid, raw] = text.split(" ") as [string, string];
    const relation = before.get(oid);
    const mode = modes[raw];
    if (!relation || !mode) continue;
    const known = strongest.get(relation.name);
    if (!known || strength.indexOf(mode) > strength.indexOf(known)) strongest.set(relation.name, mode);
  }
  return [...strongest].map(([relation, mode]) => ({ relation, mode })).sort(byRelation);
}

/** What changed between two states of one transaction, with the DEBUG1 messages in between. */
export function describe(
  sql: string,
  before: State,
  after: State,
  notices: readonly Notice[],
  keys: ForeignKeys,
): Omit<Observed, "durationMs" | "error"> {
  const fresh = [...after.locks].filter((held) => !before.locks.has(held));
  const told = readNotices(notices, new Set(fresh.map((held) => held.split(" ")[0] ?? "")));
  const files = describeFiles(sql, before.relations, after.relations, told);
  const { scans, indexBuilds } = scansOfNotices(sql, before.relations, after.relations, told, files.emptied, keys);
  const known = new Set(scans.map((scan) => scan.relation));
  const counted = countedScans(before.relations, after.relations, told).filter(
    ({ relation }) => !known.has(relation) && !files.emptied.includes(relation),
  );
  return {
    locks: strongestLocks(before.relations, fresh),
    ...files,
    created: createdRelations(before.relations, after.relations),
    scans: [...scans, ...counted].sort(byRelation),
    indexBuilds,
  };
}

/** What the server's DEBUG1 messages told. They name relations without schema; `locked` helps to tell namesakes apart. */
export interface Told {
  readonly verified: ReadonlySet<string>;
  readonly rewritten: ReadonlySet<string>;
  /** Names of the foreign keys that were checked. */
  readonly foreignKeys: readonly string[];
  readonly builds: readonly { readonly index: string; readonly table: string }[];
  readonly locked: ReadonlySet<string>;
}

/** Reads the texts of src/backend/commands/tablecmds.c and catalog/index.c, the same from 14 to 18. */
export function readNotices(notices: readonly Notice[], locked: ReadonlySet<string> = new Set()): Told {
  const verified = new Set<string>();
  const rewritten = new Set<string>();
  const builds: { index: string; table: string }[] = [];
  const foreignKeys: string[] = [];
  for (const { message } of notices) {
    const work = /^(verifying|rewriting) table "(.*)"$/.exec(message);
    if (work) (work[1] === "verifying" ? verified : rewritten).add(work[2] ?? "");
    const build = /^building index "(.*)" on table "(.*)" (?:serially|with request)/.exec(message);
    if (build) builds.push({ index: build[1] ?? "", table: build[2] ?? "" });
    const key = /^validating foreign key constraint "(.*)"$/.exec(message);
    if (key) foreignKeys.push(key[1] ?? "");
  }
  return { verified, rewritten, foreignKeys, builds, locked };
}

type Relations = ReadonlyMap<string, SeenRelation>;

/** The relation of that bare name which existed before; of several, one that was locked; none where one was made now. */
function named(before: Relations, after: Relations, bare: string, told: Told): SeenRelation | undefined {
  const same = [...before.values()].filter((relation) => relation.bare === bare);
  if (
    [...after.values()].some((relation) => relation.bare === bare && !before.has(relation.oid) && relation.kind !== "i")
  )
    return undefined;
  return same.find((relation) => told.locked.has(relation.oid)) ?? same[0];
}

/** Names of the relations that were made in between. */
export function createdRelations(before: Relations, after: Relations): string[] {
  return [...after.values()]
    .filter(({ oid }) => !before.has(oid))
    .map(({ name }) => name)
    .sort();
}

/**
 * Whether a new index under an old name takes the old one's place, as REINDEX CONCURRENTLY and a change of type make it.
 * After DROP CONSTRAINT of that name, or of a column whose key is added again, it is another one.
 */
function replacedNames(sql: string): (bare: string) => boolean {
  if (/\bdrop\s+column\b/i.test(sql) && /\badd\s+(constraint|primary|unique)\b/i.test(sql)) return () => false;
  const dropped = new Set<string>();
  for (const [, name = ""] of sql.matchAll(/\bdrop\s+constraint\s+(?:if\s+exists\s+)?("(?:[^"]|"")+"|[\w$]+)/gi)) {
    dropped.add(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());
  }
  return (bare) => !dropped.has(bare);
}

/** Which relations have a new file: with their rows, or a new and empty one. */
export function describeFiles(
  sql: string,
  before: Relations,
  after: Relations,
  told: Told,
): Pick<Observed, "rewrites" | "emptied"> {
  const rewrites: string[] = [];
  const emptied: string[] = [];
  const mayTruncate = /^(truncate|do|select|call|with)\b/i.test(sql.replace(/^(\s|--.*\n|\/\*[\s\S]*?\*\/)*/, ""));
  const replaced = replacedNames(sql);
  const byName = new Map([...after.values()].map((relation) => [relation.name, relation]));
  for (const relation of before.values()) {
    const now =
      after.get(relation.oid) ??
      (relation.kind === "i" && replaced(relation.bare) ? byName.get(relation.name) : undefined);
    if (!now || now.file === relation.file || now.file === null || relation.file === null) continue;
    const live = relation.kind !== "S" && (!mayTruncate || told.rewritten.has(relation.bare));
    (live ? rewrites : emptied).push(relation.name);
  }
  return { rewrites: rewrites.sort(), emptied: emptied.sort() };
}

/** The scans and index builds that the messages tell, without those of tables that were emptied. */
export function scansOfNotices(
  sql: string,
  before: Relations,
  after: Relations,
  told: Told,
  emptied: readonly string[],
  keys: ForeignKeys,
): Pick<Observed, "scans" | "indexBuilds"> {
  const scans: ObservedScan[] = [];
  const add = (names: Iterable<string>, why: ObservedScan["why"]): void => {
    for (const bare of names) {
      const relation = named(before, after, bare, told);
      if (relation && !emptied.includes(relation.name)) scans.push({ relation: relation.name, why });
    }
  };
  add(told.rewritten, "rewrite");
  add(told.verified, "verify");
  add(new Set(told.builds.map(({ table }) => table)), "index");
  const owners = (name: string): SeenRelation[] => {
    const all = keys.get(name) ?? [];
    const made = all.some((oid) => !before.has(oid));
    return made ? [] : all.flatMap((oid) => before.get(oid) ?? []);
  };
  for (const name of told.foreignKeys) {
    const tables = owners(name).filter(({ oid }) => told.locked.size === 0 || told.locked.has(oid));
    for (const table of tables) if (table.kind === "r") scans.push({ relation: table.name, why: "foreign-key" });
  }
  const replaced = replacedNames(sql);
  const names = new Set([...before.values()].filter(({ bare }) => replaced(bare)).map(({ name }) => name));
  const gone = (index: string): boolean => ![...after.values()].some(({ name }) => name === index);
  const indexBuilds = told.builds.flatMap(({ index, table }): ObservedIndexBuild[] => {
    const relation = named(before, after, table, told);
    if (!relation || emptied.includes(relation.name)) return [];
    const name = `${relation.name.slice(0, -relation.bare.length)}${index}`;
    return [{ index: name, table: relation.name, rebuilt: names.has(name) || gone(name) }];
  });
  return { scans: scans.sort(byRelation), indexBuilds };
}

/**
 * Relations whose counter of sequential scans moved. A statement that checks a foreign key has none of these: how it reads
 * the two tables is the planner's choice.
 */
function countedScans(before: Relations, after: Relations, told: Told): ObservedScan[] {
  const scans: ObservedScan[] = [];
  for (const relation of before.values()) {
    const now = after.get(relation.oid);
    if (!now || relation.kind === "i" || now.scans <= relation.scans || told.foreignKeys.length > 0) continue;
    scans.push({ relation: relation.name, why: "read", rows: now.rows - relation.rows });
  }
  return scans;
}

function byRelation(a: { readonly relation: string }, b: { readonly relation: string }): number {
  return a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0;
}
