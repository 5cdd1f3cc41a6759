import type { Observed, ObservedError } from "@release-gate/core";
import type { Databases } from "./embedded-postgres.js";
import {
  createdRelations,
  describeFiles,
  nothingObserved,
  readForeignKeys,
  readNotices,
  readRelations,
  scansOfNotices,
  strongestLocks,
  type SeenRelation,
} from "./observed-state.js";
import { blockersFor, type Blocker, type BlockerMode } from "./blockers.js";
import { ServerError, type Session } from "./session.js";

/** Where a statement that refuses to run in a transaction is observed. Nobody else may be connected to the database. */
export interface OutsidePlace {
  readonly server: Databases;
  readonly database: string;
  /** SQL that each session starts with: the settings that the statement is to see. */
  readonly settings: string;
}

const rounds: readonly BlockerMode[] = ["ACCESS EXCLUSIVE", "ACCESS SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"];

/**
 * Observes a statement that runs in transactions of its own (CONCURRENTLY, VACUUM, REINDEX SCHEMA, ...). It leaves
 * nothing in pg_locks, so it is first run on copies of the database while other sessions hold locks in its way: whenever
 * it waits, what it holds and what it asks for is read, then one obstacle is moved. One round holds ACCESS EXCLUSIVE,
 * which shows the first request for every relation; the others hold weaker modes, which only stronger requests wait for.
 * An event trigger reads the locks at the end as well. Then it runs on the database itself, undisturbed.
 */
export async function observeOutside(place: OutsidePlace, sql: string): Promise<Observed> {
  if (isAboutServer(sql)) return observeOnce(place, sql);
  const { server, database } = place;
  const before = await withSession(place, database, (session) => readRelations(session));
  const held = new Set<string>();
  for (const mode of rounds) {
    const copy = await server.createDatabase({ template: database });
    try {
      const { found } = await disturbedRun(place, copy, sql, mode, before);
      for (const lock of found) held.add(lock);
    } finally {
      await server.dropDatabase(copy);
    }
  }
  return withSession(place, database, (session) => quietRun(session, sql, before, held));
}

/** Databases, tablespaces and settings belong to the whole server: what a copy did to them would be done for good. */
function isAboutServer(sql: string): boolean {
  return /^(?:(?:create|alter|drop)\s+(?:database|tablespace)|alter\s+system)\b/i.test(withoutLeadingComments(sql));
}

/** A statement from its first word on. Comments of PostgreSQL may stand within each other. */
function withoutLeadingComments(sql: string): string {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(sql.slice(at))?.[0].length ?? 0;
    if (sql.startsWith("--", at)) {
      const end = sql.indexOf("\n", at);
      if (end < 0) return "";
      at = end + 1;
    } else if (sql.startsWith("/*", at)) at = commentEnd(sql, at);
    else return sql.slice(at);
  }
}

function commentEnd(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

/** Runs a statement once, on the database itself, where sessions hold every relation of it in ACCESS EXCLUSIVE mode. */
async function observeOnce(place: OutsidePlace, sql: string): Promise<Observed> {
  const { database } = place;
  const before = await withSession(place, database, (session) => readRelations(session));
  const started = performance.now();
  const { found, error } = await disturbedRun(place, database, sql, "ACCESS EXCLUSIVE", before);
  const durationMs = performance.now() - started;
  // The sessions were in its way (55006: the database is used by others), so they go.
  if (error?.sqlstate === "55006")
    return withSession(place, database, (session) => quietRun(session, sql, before, new Set()));
  if (error) return { ...nothingObserved, error, durationMs };
  const after = await withSession(place, database, (session) => readRelations(session));
  return {
    ...nothingObserved,
    locks: strongestLocks(before, found),
    ...describeFiles(sql, before, after, readNotices([])),
    durationMs,
  };
}

/** SQL that sets what a session has set: what a statement outside of it must see as well. */
export async function sessionSettings(session: Session): Promise<string> {
  const rows =
    await session.run(`SELECT format(CASE name WHEN 'search_path' THEN 'SET %s = %s;' ELSE 'SET %s = %L;' END, name, setting) AS sql
    FROM pg_catalog.pg_settings WHERE source = 'session' AND name <> 'client_encoding' AND NOT (name = 'search_path' AND setting = '')`);
  return rows.map((row) => String(row.sql)).join(" ");
}

async function withSession<Value>(
  place: OutsidePlace,
  database: string,
  use: (session: Session) => Promise<Value>,
): Promise<Value> {
  const session = await place.server.connect(database);
  try {
    if (place.settings) await session.run(place.settings);
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Observes such a statement in the one session that there is: all but its locks. */
export async function observeAlone(session: Session, sql: string): Promise<Observed> {
  const level = String((await session.run("SELECT current_setting('client_min_messages') AS level"))[0]?.level);
  const observed = await quietRun(session, sql, await readRelations(session), new Set());
  await session.run(`SET client_min_messages = ${level}`);
  return observed;
}

async function quietRun(
  session: Session,
  sql: string,
  before: ReadonlyMap<string, SeenRelation>,
  held: ReadonlySet<string>,
): Promise<Observed> {
  await session.run("SET client_min_messages = debug1");
  session.takeNotices();
  const started = performance.now();
  const error = await outcomeOf(session.run(sql));
  const durationMs = performance.now() - started;
  if (error) return { ...nothingObserved, error, durationMs };
  const told = readNotices(session.takeNotices());
  const after = await readRelations(session);
  const files = describeFiles(sql, before, after, told);
  return {
    locks: strongestLocks(before, held),
    ...files,
    created: createdRelations(before, after),
    ...scansOfNotices(sql, before, after, told, files.emptied, await readForeignKeys(session)),
    durationMs,
  };
}

async function outcomeOf(run: Promise<unknown>): Promise<ObservedError | undefined> {
  try {
    await run;
    return undefined;
  } catch (failure) {
    if (!(failure instanceof ServerError)) throw failure;
    return { sqlstate: failure.sqlstate, message: failure.message };
  }
}

const spy = `
CREATE FUNCTION pg_catalog.release_gate_spy() RETURNS event_trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN RAISE NOTICE 'release-gate-locks %', (SELECT string_agg(relation::text || ' ' || mode, ',') FROM pg_locks
  WHERE pid = pg_backend_pid() AND locktype = 'relation'); END $$;
CREATE EVENT TRIGGER release_gate_spy_end ON ddl_command_end EXECUTE FUNCTION pg_catalog.release_gate_spy();
CREATE EVENT TRIGGER release_gate_spy_drop ON sql_drop EXECUTE FUNCTION pg_catalog.release_gate_spy();`;

/** What a statement among blockers came to: "oid mode" of all that it held or asked for, and its error. */
interface Disturbed {
  readonly found: ReadonlySet<string>;
  readonly error: ObservedError | undefined;
}

/** Runs the statement among blockers of one mode; on a copy of the database, an event trigger reads the last locks too. */
async function disturbedRun(
  place: OutsidePlace,
  copy: string,
  sql: string,
  mode: BlockerMode,
  before: ReadonlyMap<string, SeenRelation>,
): Promise<Disturbed> {
  const found = new Set<string>();
  const monitor = await place.server.connect(copy);
  const subject = await place.server.connect(copy);
  const readsLast =
    copy === place.database ? "" : `SET allow_system_table_mods = on; ${spy}; SET allow_system_table_mods = off;`;
  let blockers: Blocker[] = [];
  try {
    await subject.run(`${readsLast} ${place.settings}`);
    const pid = Number((await subject.run("SELECT pg_backend_pid() AS pid"))[0]?.pid);
    blockers = await blockersFor(place.server, copy, mode, readsLast ? sql : "", before);
    subject.takeNotices();
    let ended = false;
    const end = outcomeOf(subject.run(sql)).finally(() => (ended = true));
    while (!ended) blockers = await step(place.server, copy, monitor, pid, blockers, found);
    const error = await end;
    for (const { message } of subject.takeNotices()) {
      if (message.startsWith("release-gate-locks ")) for (const lock of message.slice(19).split(",")) found.add(lock);
    }
    return { found, error };
  } finally {
    await Promise.all(
      [monitor, subject, ...blockers.map((blocker) => blocker.session)].map((session) => session.close()),
    );
  }
}

const waitQuery = (pid: number): string => `
SELECT array_to_json(pg_blocking_pids(${pid}))::text AS blocking,
  (SELECT string_agg(l.relation::text || ' ' || l.mode, ',') FROM pg_locks l WHERE l.pid = ${pid} AND l.locktype = 'relation') AS locks,
  EXISTS (SELECT FROM pg_locks l WHERE l.pid = ${pid} AND NOT l.granted AND l.locktype = 'relation') AS for_relation`;

/** Looks once at the statement; where it waits for blockers, notes its locks and takes those blockers away. */
async function step(
  server: Databases,
  database: string,
  monitor: Session,
  pid: number,
  blockers: Blocker[],
  found: Set<string>,
): Promise<Blocker[]> {
  const row = (await monitor.run(waitQuery(pid)))[0];
  const blocking = JSON.parse(String(row?.blocking ?? "[]")) as number[];
  if (blocking.length === 0) return blockers;
  for (const lock of String(row?.locks ?? "").split(",")) if (lock) found.add(lock);
  const inTheWay = blockers.filter((blocker) => blocking.includes(blocker.pid));
  const rest = blockers.filter((blocker) => !blocking.includes(blocker.pid));
  if (row?.for_relation !== true) {
    // It waits for old transactions to end: new ones take their places, which it will meet at its next request.
    for (const blocker of inTheWay) rest.push(...(await blocker.renew(server, database)));
  }
  await Promise.all(inTheWay.map((blocker) => blocker.session.close()));
  return rest;
}
