import type { Databases } from "./embedded-postgres.js";
import type { SeenRelation } from "./observed-state.js";
import { ServerError, type Session } from "./session.js";

/** The modes that sessions hold to make a statement wait. */
export type BlockerMode = "ACCESS SHARE" | "ROW EXCLUSIVE" | "SHARE UPDATE EXCLUSIVE" | "ACCESS EXCLUSIVE";

/** A session in a transaction that holds one mode on one relation. */
export interface Blocker {
  readonly pid: number;
  readonly session: Session;
  /** Another session with the same lock, if it can be had at once. */
  renew(server: Databases, database: string): Promise<Blocker[]>;
}

/** At most this many relations are blocked at once: the server takes 200 connections. */
const most = 80;

/** Sessions that hold `mode` on each relation that the statement may touch. */
export async function blockersFor(
  server: Databases,
  database: string,
  mode: BlockerMode,
  sql: string,
  relations: ReadonlyMap<string, SeenRelation>,
): Promise<Blocker[]> {
  const targets = (await candidates(server, database, sql, relations)).slice(0, most);
  const blockers: Blocker[] = [];
  for (const relation of targets) blockers.push(...(await block(server, database, mode, relation)));
  return blockers;
}

async function block(
  server: Databases,
  database: string,
  mode: BlockerMode,
  relation: SeenRelation,
): Promise<Blocker[]> {
  const statement = lockStatement(mode, relation);
  if (statement === undefined) return [];
  const session = await server.connect(database);
  try {
    await session.run(`BEGIN; SET LOCAL lock_timeout = 100; ${statement}`);
  } catch (error) {
    await session.close();
    if (error instanceof ServerError) return []; // gone, or locked by the statement, which pg_locks shows by itself
    throw error;
  }
  const pid = Number((await session.run("SELECT pg_backend_pid() AS pid"))[0]?.pid);
  return [{ pid, session, renew: (next, name) => block(next, name, mode, relation) }];
}

/** The statement that takes a mode on a relation and on nothing else that matters; undefined where there is none. */
function lockStatement(mode: BlockerMode, { kind, quoted }: SeenRelation): string | undefined {
  if (kind === "r" || kind === "p") {
    // Planning locks the indexes too, in ACCESS SHARE, which LOCK TABLE cannot.
    return mode === "ACCESS SHARE" ? `EXPLAIN SELECT FROM ONLY ${quoted}` : `LOCK TABLE ONLY ${quoted} IN ${mode} MODE`;
  }
  if (kind === "m")
    return mode === "ACCESS SHARE"
      ? `EXPLAIN SELECT FROM ${quoted}`
      : mode === "ACCESS EXCLUSIVE"
        ? `ALTER MATERIALIZED VIEW ${quoted} OWNER TO CURRENT_USER`
        : undefined;
  if (kind === "i" || kind === "I")
    return mode === "ACCESS EXCLUSIVE" ? `ALTER INDEX ${quoted} SET TABLESPACE pg_default` : undefined;
  return undefined;
}

/** What the text names, with its indexes, parents, children, and both ends of foreign keys; everything where it names nothing. */
async function candidates(
  server: Databases,
  database: string,
  sql: string,
  relations: ReadonlyMap<string, SeenRelation>,
): Promise<SeenRelation[]> {
  const words = new Set(sql.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
  const named = [...relations.values()].filter(
    ({ bare }) => words.has(bare.toLowerCase()) || sql.includes(`"${bare}"`),
  );
  if (named.length === 0) return [...relations.values()];
  const session = await server.connect(database);
  try {
    const list = named.map(({ oid }) => oid).join(",");
    const rows = await session.run(`WITH RECURSIVE
      edges(a, b) AS (
        SELECT inhparent, inhrelid FROM pg_inherits UNION SELECT inhrelid, inhparent FROM pg_inherits
        UNION SELECT indrelid, indexrelid FROM pg_index UNION SELECT indexrelid, indrelid FROM pg_index),
      family(oid) AS (SELECT unnest('{${list}}'::oid[]) UNION SELECT e.b FROM edges e JOIN family f ON e.a = f.oid),
      near(oid) AS (SELECT oid FROM family
        UNION SELECT confrelid FROM pg_constraint JOIN family f ON conrelid = f.oid WHERE contype = 'f'
        UNION SELECT conrelid FROM pg_constraint JOIN family f ON confrelid = f.oid WHERE contype = 'f')
      SELECT oid::text AS oid FROM near`);
    return rows.flatMap((row) => relations.get(String(row.oid)) ?? []);
  } finally {
    await session.close();
  }
}
