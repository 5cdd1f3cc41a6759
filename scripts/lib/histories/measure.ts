import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  cacheFolder,
  findInstallation,
  startServer,
  type RunningServer,
} from "../../../packages/adapters/src/embedded-postgres.js";
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
}

/**
 * Runs a history in order on a new server, each statement committed by itself, session settings kept within a file.
 * BEGIN and COMMIT of the files are left out; roles that are missing are made. The answer is kept in the cache folder by what was run (`key`).
 */
export async function measureHistory(
  major: PostgresMajor,
  name: string,
  pieces: readonly Piece[],
  key: string,
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
    const measured = await runPieces(server, major, pieces);
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

async function runPieces(server: RunningServer, major: PostgresMajor, pieces: readonly Piece[]): Promise<Measured[]> {
  const database = await server.createDatabase();
  let session = await server.connect(database);
  const measured: Measured[] = [];
  for (const [piece, { text }] of pieces.entries()) {
    await session.run("DISCARD ALL");
    for (const statement of parseStatements(text, { postgres: major }).statements) {
      if (statement.kind === "TransactionStmt") continue;
      const sql = forSession(statement.text);
      let [observed, next] = await observeStatement(server, database, session, sql);
      for (let role = missingRole(observed); role !== undefined; role = missingRole(observed)) {
        await next.run(`CREATE ROLE "${role.replaceAll('"', '""')}"`);
        [observed, next] = await observeStatement(server, database, next, sql);
      }
      session = next;
      measured.push({ piece, sql, observed });
    }
  }
  await session.close();
  return measured;
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

async function observeStatement(
  server: RunningServer,
  database: string,
  session: Session,
  sql: string,
): Promise<[Observed, Session]> {
  try {
    const observed = await observe(session, sql);
    if (!wantsOutside(observed)) return [observed, session];
    const settings = await sessionSettings(session);
    await session.close();
    const outside = await observeOutside({ server, database, settings }, sql);
    const next = await server.connect(database);
    if (settings) await next.run(settings);
    return [outside, next];
  } catch (error) {
    if (error instanceof ServerError) return [failed(error.sqlstate, error.message), session];
    // COPY FROM STDIN and the like end the conversation: go on in another session.
    await session.close().catch(() => undefined);
    return [failed("08P01", String(error)), await server.connect(database)];
  }
}

function failed(sqlstate: string, message: string): Observed {
  return { ...nothingObserved, error: { sqlstate, message } };
}
