import type { LockMode, Observed, ObservedIndexBuild, ObservedLock, ObservedScan } from "@release-gate/core";
import type { Notice, Session } from "./session.js";

/** A user relation as the server has it at a moment. */
export interface SeenRelation {
  readonly oid: string;
  /** "schema.name". */
  readonly name: string;
  readonly bare: string;
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

const relationsQuery = `
SELECT c.oid::text AS oid, CASE WHEN n.oid = pg_my_temp_schema() THEN 'pg_temp' ELSE n.nspname END AS schema,
  c.relname AS name, c.relkind AS kind, pg_relation_filenode(c.oid)::text AS file,
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
  const rows = await session.run(relationsQuery);
  const relations = new Map<string, SeenRelation>();
  for (const row of rows) {
    const oid = String(row.oid);
    relations.set(oid, {
      oid,
      name: `${String(row.schema)}.${String(row.name)}`,
      bare: String(row.name),
      kind: String(row.kind),
      file: row.file === null ? null : String(row.file),
      bytes: Number(row.bytes),
      scans: Number(row.scans),
      rows: Number(row.rows),
    });
  }
  return { relations, locks: new Set(locks.map((row) => String(row.held))) };
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

/** What changed between two states, with the DEBUG1 messages in between. */
export function describe(sql: string, before: State, after: State, notices: readonly Notice[]): Omit<Observed, "durationMs" | "error"> {
  const fresh = [...after.locks].filter((held) => !before.locks.has(held));
  const told = readNotices(notices);
  const files = changedFiles(sql, before, after, told.rewritten);
  const builds = told.builds.flatMap(({ index, table }): ObservedIndexBuild[] => {
    const relation = named(before, table, after);
    if (!relation || files.emptied.includes(relation.name)) return [];
    return [{ index: `${relation.name.slice(0, -relation.bare.length)}${index}`, table: relation.name }];
  });
  return {
    locks: strongestLocks(before.relations, fresh),
    ...files,
    scans: observedScans(before, after, told, files.emptied, builds),
    indexBuilds: builds,
  };
}

interface Told {
  readonly verified: ReadonlySet<string>;
  readonly rewritten: ReadonlySet<string>;
  readonly foreignKeys: boolean;
  readonly builds: readonly { readonly index: string; readonly table: string }[];
}

/** Texts of src/backend/commands/tablecmds.c and catalog/index.c, the same from 14 to 18. */
function readNotices(notices: readonly Notice[]): Told {
  const verified = new Set<string>();
  const rewritten = new Set<string>();
  const builds: { index: string; table: string }[] = [];
  let foreignKeys = false;
  for (const { message } of notices) {
    const work = /^(verifying|rewriting) table "(.*)"$/.exec(message);
    if (work) (work[1] === "verifying" ? verified : rewritten).add(work[2] ?? "");
    const build = /^building index "(.*)" on table "(.*)" (?:serially|with request)/.exec(message);
    if (build) builds.push({ index: build[1] ?? "", table: build[2] ?? "" });
    if (message.startsWith("validating foreign key constraint")) foreignKeys = true;
  }
  return { verified, rewritten, foreignKeys, builds };
}

/** The relation of that bare name which existed before; one that is locked now goes before one that is not. */
function named(before: State, bare: string, after: State): SeenRelation | undefined {
  const same = [...before.relations.values()].filter((relation) => relation.bare === bare);
  if (same.length < 2) return same[0];
  const locked = new Set([...after.locks].filter((held) => !before.locks.has(held)).map((held) => held.split(" ")[0]));
  return same.find((relation) => locked.has(relation.oid)) ?? same[0];
}

function changedFiles(sql: string, before: State, after: State, rewritten: ReadonlySet<string>): { rewrites: string[]; emptied: string[] } {
  const rewrites: string[] = [];
  const emptied: string[] = [];
  const mayTruncate = /^\s*(truncate|do|select|call|with)\b/i.test(sql.replace(/^(\s|--.*\n|\/\*[\s\S]*?\*\/)*/, ""));
  for (const relation of before.relations.values()) {
    const now = after.relations.get(relation.oid);
    if (!now || now.file === relation.file || now.file === null) continue;
    const live = relation.kind !== "S" && (!mayTruncate || rewritten.has(relation.bare));
    (live ? rewrites : emptied).push(relation.name);
  }
  return { rewrites: rewrites.sort(), emptied: emptied.sort() };
}

/**
 * Scans that the messages tell, then relations whose counter of sequential scans moved. The referenced table of a
 * foreign key that was validated is left out: how it is read is the planner's choice.
 */
function observedScans(before: State, after: State, told: Told, emptied: readonly string[], builds: readonly ObservedIndexBuild[]): ObservedScan[] {
  const scans: ObservedScan[] = [];
  for (const relation of before.relations.values()) {
    if (relation.kind === "i" || emptied.includes(relation.name)) continue;
    const now = after.relations.get(relation.oid);
    const count = now ? now.scans - relation.scans : 0;
    const rows = now ? now.rows - relation.rows : 0;
    const is = (names: ReadonlySet<string>): boolean => names.has(relation.bare) && named(before, relation.bare, after) === relation;
    const add = (why: ObservedScan["why"]): void => void scans.push({ relation: relation.name, why, rows });
    const told_ = scans.length;
    if (is(told.rewritten)) add("rewrite");
    if (is(told.verified)) add("verify");
    if (builds.some((build) => build.table === relation.name)) add("index");
    if (scans.length === told_ && count > 0) add(told.foreignKeys ? "foreign-key" : "read");
  }
  return scans.sort(byRelation);
}

function byRelation(a: { readonly relation: string }, b: { readonly relation: string }): number {
  return a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0;
}
