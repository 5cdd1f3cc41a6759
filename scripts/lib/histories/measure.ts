import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findInstallation, startServer, type RunningServer } from "../../../packages/adapters/src/embedded-postgres.js";
import { cacheFolder } from "../../../packages/adapters/src/cache-folder.js";
import { observeOutside, sessionSettings } from "../../../packages/adapters/src/observe-outside.js";
import { observe, wantsOutside } from "../../../packages/adapters/src/observe.js";
import { nothingObserved } from "../../../packages/adapters/src/observed-state.js";
import { ServerError, type Session } from "../../../packages/adapters/src/session.js";
import type { Observed } from "../../../packages/core/src/evidence/observed.js";
import { loadParser, parseStatements } from "../../../packages/core/src/sql/parse.js";
import type { PostgresMajor } from "../../../packages/core/src/sql/statement.js";
import type { Piece } from "./sources.js";

/** A statement of a history and what the server did to run it, after all before it. */
export interface Measured {
  /** Which piece it is in. */
  readonly piece: number;
  readonly sql: string;
  readonly observed: Observed;
  /**
   * The next statement is in another session. "kept": with the settings of this one ("outside of a transaction" is observed
   * so), without its temporary tables; "lost": without both.
   */
  readonly settings?: "kept" | "lost";
}

export interface MeasureOptions {
  /** What the answer that is kept was made by. */
  readonly key: string;
  /** Whether roles that are missing are made, as a project's migrations name roles that it makes elsewhere. */
  readonly makesRoles: boolean;
}

/** After this long, in milliseconds, a statement that waits for something that never comes is ended with its session. */
const longest = 60_000;

/**
 * Runs a history in order on a new server, each statement committed by itself, session settings kept within a file.
 * BEGIN and COMMIT of the files are left out. The answer is kept in the cache folder by what was run (`key`).
 */
export async function measureHistory(
  major: PostgresMajor,
  name: string,
  pieces: readonly Piece[],
  { key, makesRoles }: MeasureOptions,
): Promise<Measured[]> {
  const hash = createHash("sha256").update(JSON.stringify(pieces)).update(key).digest("hex").slice(0, 16);
  const folder = join(cacheFolder(), "histories");
  const file = join(folder, `${name.replace("/", "+")}-pg${major}-${hash}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Measured[];
  await loadParser();
  const installation = findInstallation(major);
  if (!installation) throw new Error(`pg${major} is not installed`);
  const server = await startServer(installation);
  try {
    const measured = await runPieces(server, major, pieces, makesRoles);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(measured));
    return measured;
  } finally {
    await server.stop();
  }
}

/** The TimeZone that sessions of a version's server start with: type changes of timestamps depend on it. */
export async function timeZoneOf(major: PostgresMajor): Promise<string> {
  const server = await startServer(findInstallation(major)!);
  try {
    const session = await server.connect();
    const [row] = await session.run("SELECT current_setting('TimeZone') AS zone");
    await session.close();
    return String(row?.zone);
  } finally {
    await server.stop();
  }
}

async function runPieces(
  server: RunningServer,
  major: PostgresMajor,
  pieces: readonly Piece[],
  makesRoles: boolean,
): Promise<Measured[]> {
  const database = await server.createDatabase();
  let session = await server.connect(database);
  const measured: Measured[] = [];
  for (const [piece, { text, setup }] of pieces.entries()) {
    await session.run("DISCARD ALL");
    for (const statement of parseStatements(text, { postgres: major }).statements) {
      if (statement.kind === "TransactionStmt") continue;
      const sql = forSession(statement.text);
      if (setup) {
        measured.push({ piece, sql, observed: await runUnseen(session, sql) });
        continue;
      }
      let answer = await observeInTime(server, database, session, sql);
      for (let role = missingRole(answer.observed); makesRoles && role; role = missingRole(answer.observed)) {
        await answer.next.run(`CREATE ROLE "${role.replaceAll('"', '""')}"`);
        answer = await observeInTime(server, database, answer.next, sql);
      }
      session = answer.next;
      measured.push({
        piece,
        sql,
        observed: answer.observed,
        ...(answer.settings ? { settings: answer.settings } : {}),
      });
    }
  }
  await session.close();
  return measured;
}

/** Runs a statement without looking at what it does, but for its error. */
async function runUnseen(session: Session, sql: string): Promise<Observed> {
  try {
    await session.run(sql);
    return nothingObserved;
  } catch (error) {
    if (error instanceof ServerError) return failed(error.sqlstate, error.message);
    throw error;
  }
}

/** The role that a statement wants and that the project makes somewhere else than in its migrations. */
function missingRole(observed: Observed): string | undefined {
  return observed.error?.sqlstate === "42704"
    ? /^role "(.*)" does not exist$/.exec(observed.error.message)?.[1]
    : undefined;
}

/** SET LOCAL lasts for the file here, as each statement has a transaction of its own. */
function forSession(sql: string): string {
  return sql.replace(/^(\s*SET)\s+LOCAL\s/i, "$1 ");
}

/** What the server did, and the session to go on in. */
interface Answer {
  readonly observed: Observed;
  readonly next: Session;
  readonly settings?: Measured["settings"];
}

/** Observes a statement; one that does not end is ended with all sessions of the databases here. */
async function observeInTime(server: RunningServer, database: string, session: Session, sql: string): Promise<Answer> {
  const timer = setTimeout(() => {
    void endSessions(server).catch(() => undefined);
  }, longest);
  try {
    return await observeStatement(server, database, session, sql);
  } finally {
    clearTimeout(timer);
  }
}

async function endSessions(server: RunningServer): Promise<void> {
  const session = await server.connect();
  await session.run(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'gate%' AND backend_type = 'client backend'",
  );
  await session.close();
}

async function observeStatement(
  server: RunningServer,
  database: string,
  session: Session,
  sql: string,
): Promise<Answer> {
  try {
    const observed = await observe(session, sql);
    if (!wantsOutside(observed)) return { observed, next: session };
    const settings = await sessionSettings(session);
    await session.close();
    const outside = await observeOutside({ server, database, settings }, sql);
    const next = await server.connect(database);
    if (settings) await next.run(settings);
    return { observed: outside, next, settings: "kept" };
  } catch (error) {
    // COPY FROM STDIN and the like end the conversation: go on in another session.
    await session.close().catch(() => undefined);
    const observed =
      error instanceof ServerError ? failed(error.sqlstate, error.message) : failed("08P01", String(error));
    return { observed, next: await server.connect(database), settings: "lost" };
  }
}

function failed(sqlstate: string, message: string): Observed {
  return { ...nothingObserved, error: { sqlstate, message } };
}
