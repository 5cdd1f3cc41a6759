import type { RelationStatistics, RoleSettings, Statistics } from "@release-gate/core";
import { readRunnerTables } from "./runner-tables.js";
import type { Row, Session } from "./session.js";

/**
 * The most rows that fit in a page of 8 KiB (MaxHeapTuplesPerPage, access/htup_details.h): (8192 - 24) / (24 + 4). It
 * bounds the rows of a table that nobody has analysed.
 */
const mostRowsPerPage = 291;

const settings = `SELECT current_setting('server_version') AS version, current_user AS role,
  current_setting('lock_timeout') AS lock_timeout, current_setting('statement_timeout') AS statement_timeout,
  current_setting('idle_in_transaction_session_timeout') AS idle_in_transaction_session_timeout,
  current_setting('TimeZone') AS timezone, current_setting('block_size')::float8 AS page,
  to_char((SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since`;

/** The settings that are kept: others may hold secrets of an application. */
const keptSettings = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone"] as const;

/** What is set for roles and for this database. */
const defaults = `SELECT r.rolname AS role, d.datname AS database, array_to_json(s.setconfig)::text AS settings
  FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
  WHERE s.setdatabase = 0 OR d.datname = current_database() ORDER BY 1 NULLS FIRST, 2 NULLS FIRST`;

/** Only what users made; temporary tables are of other sessions. */
const own = `c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const relations = `SELECT n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, c.reltuples::float8 AS tuples,
    c.relpages::float8 AS pages, CASE WHEN c.relkind IN ('r', 'm', 'i') THEN pg_relation_size(c.oid)::float8 ELSE 0 END AS bytes,
    s.n_tup_ins::float8 AS inserted, s.n_tup_upd::float8 AS updated, s.n_tup_del::float8 AS deleted,
    CASE WHEN c.relkind = 'p' THEN ARRAY(SELECT ln.nspname || '.' || l.relname FROM pg_partition_tree(c.oid) t
      JOIN pg_class l ON l.oid = t.relid JOIN pg_namespace ln ON ln.oid = l.relnamespace WHERE t.isleaf AND t.relid <> c.oid) END AS leaves
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'm', 'i', 'p') AND ${own} ORDER BY 1`;

/** Not those that are being built at the moment. */
const invalid = `SELECT n.nspname || '.' || c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND c.relkind = 'i' AND ${own}
    AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid) ORDER BY 1`;

export interface Collected {
  readonly statistics: Statistics;
  /** Tables of runners that the role may not read. */
  readonly unreadable: readonly string[];
}

/**
 * Reads what Release Gate wants to know of a database, in one read-only transaction that waits for no lock longer than 5
 * seconds and runs no query longer than 60. Throws `ServerError` and `LostSessionError`.
 * @param now milliseconds since 1970
 */
export async function collectStatistics(session: Session, now: number): Promise<Collected> {
  await session.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const [server = {}] = await session.run(settings);
    await session.run("SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '60s'; SET LOCAL search_path = ''");
    const sized = sizesOf(await session.run(relations), Number(server.page));
    const invalidIndexes = (await session.run(invalid)).map(({ name }) => String(name));
    const roles = (await session.run(defaults)).flatMap(roleSettingsOf);
    const { tables, unreadable } = await readRunnerTables(session);
    const statistics: Statistics = {
      schemaVersion: 1,
      collectedAt: new Date(now).toISOString(),
      postgres: { major: session.major, version: String(server.version) },
      role: String(server.role),
      settings: Object.fromEntries(keptSettings.map((name) => [name, String(server[name])])),
      roles,
      writesSince: typeof server.since === "string" ? server.since : null,
      relations: sized,
      invalidIndexes,
      runners: tables,
    };
    return { statistics, unreadable };
  } finally {
    await session.run("ROLLBACK").catch(() => undefined);
  }
}

/** The timeouts that are set for a role or a database; nothing where it has other settings only. */
function roleSettingsOf({ role, database, settings }: Row): RoleSettings[] {
  const all = JSON.parse(String(settings)) as string[];
  const kept = all.flatMap((each): (readonly [string, string])[] => {
    const [name = "", value = ""] = each.split(/=(.*)/s);
    return keptSettings.some((known) => known === name.toLowerCase()) ? [[name.toLowerCase(), value]] : [];
  });
  if (kept.length === 0) return [];
  return [
    {
      ...(typeof role === "string" ? { role } : {}),
      ...(typeof database === "string" ? { database } : {}),
      settings: Object.fromEntries(kept),
    },
  ];
}

function sizesOf(rows: readonly Row[], page: number): RelationStatistics[] {
  const plain = rows.filter(({ kind }) => kind !== "p").map((row) => sizeOf(row, page));
  const known = new Map(plain.map((relation) => [relation.name, relation]));
  const partitioned = rows.flatMap(({ kind, name, leaves }) => {
    if (kind !== "p" || !Array.isArray(leaves)) return [];
    return [
      sumOf(
        String(name),
        leaves.map((leaf) => known.get(String(leaf))),
      ),
    ];
  });
  return [...plain, ...partitioned].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * As the planner estimates (estimate_rel_size in plancat.c): the density of the last ANALYZE times the pages of today. Where
 * nobody has analysed it, a table of a few pages has at most so many rows, and a larger one may have any number.
 */
function sizeOf(
  { name, kind, tuples, pages, bytes, inserted, updated, deleted }: Row,
  page: number,
): RelationStatistics {
  const now = Math.ceil(Number(bytes) / page);
  const [was, counted] = [Number(pages), Number(tuples)];
  const few = now <= 3 && kind !== "i" ? { rows: now * mostRowsPerPage } : {};
  const rows = counted >= 0 && was > 0 ? { rows: Math.round((counted / was) * now) } : now === 0 ? { rows: 0 } : few;
  const written = kind === "i" || inserted === null ? {} : { inserted, updated, deleted };
  const writes = Object.fromEntries(Object.entries(written).map(([key, value]) => [key, Number(value)]));
  return { name: String(name), ...rows, bytes: Number(bytes), ...writes };
}

/** A partitioned table has what its partitions have; nobody knows where one of them is unknown (a foreign table). */
function sumOf(name: string, leaves: readonly (RelationStatistics | undefined)[]): RelationStatistics {
  const bytes = leaves.reduce((sum, leaf) => sum + (leaf?.bytes ?? 0), 0);
  const known = leaves.every((leaf) => leaf?.rows !== undefined);
  return { name, ...(known ? { rows: leaves.reduce((sum, leaf) => sum + (leaf?.rows ?? 0), 0) } : {}), bytes };
}
