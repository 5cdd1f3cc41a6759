import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { msg, UserError, type HistoryTable, type RecordedStatement } from "@release-gate/core";
import { findInstallation, startServer } from "../embedded-postgres.js";
import { connectPostgres } from "../postgres.js";
import { openTarget, postgresNotFound, type TraceTarget } from "../trace-target.js";
import { ServerError, type Session } from "../session.js";
import { canRunApart, runCommand, type CommandEnd } from "./command.js";
import { recordedEnvironment, type Address } from "./environment.js";
import { historyTables } from "./history-tables.js";
import { startRecorder, type Behind, type Recorder } from "./recorder.js";
import { compareWithLog, loggedStatements, logPrefix, type LogDifference } from "./server-log.js";

/** A PostgreSQL from npm, or an empty scratch database: PGlite speaks to no runner. */
export type RecordTarget = Exclude<TraceTarget, { readonly kind: "pglite" }>;

export interface RecordRequest {
  readonly command: string;
  /** Where the command runs. */
  readonly folder: string;
  readonly target: RecordTarget;
  /** SQL that is run before it: roles, extensions, what an earlier tool made. */
  readonly setup?: { readonly path: string; readonly text: string };
  readonly timeLimitMs: number;
  /** Whether it may reach other machines. */
  readonly network: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (chunk: Buffer) => void;
  /** Called before it starts: what is told then. */
  readonly onStart: (about: { readonly apart: boolean; readonly removed: readonly string[] }) => void;
}

/** What a command sent to its database. */
export interface RecordedRun {
  /** "PostgreSQL 18.4". */
  readonly server: string;
  readonly major: number;
  readonly end: CommandEnd;
  readonly statements: readonly RecordedStatement[];
  readonly tables: readonly HistoryTable[];
  readonly connections: number;
  /** Databases that it wanted and that the server does not have, and other refusals. */
  readonly refused: readonly { readonly database: string; readonly message: string }[];
  readonly askedForTls: boolean;
  readonly notUnderstood: readonly string[];
  /** The recording beside the server's own log of statements; undefined where that is not ours to read. */
  readonly log?: { readonly agreed: number; readonly differences: readonly LogDifference[] };
  /** Sessions that waited for another when its time was over. */
  readonly waiting: readonly { readonly sql: string; readonly for: string }[];
}

/**
 * Runs a command against a fresh server behind a recorder, and tells what it sent. The database is empty but for the setup.
 * @throws UserError where the server is not there, the setup fails, or the command cannot be started.
 */
export async function recordRun(request: RecordRequest): Promise<RecordedRun> {
  const place = await openPlace(request.target);
  const folder = mkdtempSync(join(tmpdir(), "release-gate-recorder-"));
  let recorder: Recorder | undefined;
  try {
    if (request.setup) await runSetup(place.url, request.setup);
    const socket = join(folder, "socket");
    recorder = await startRecorder(place.behind, socket);
    const address: Address = { ...place.login, host: "127.0.0.1", port: recorder.port };
    const { variables, removed } = recordedEnvironment(request.environment, address);
    const apart = !request.network && (await canRunApart());
    request.onStart({ apart, removed });
    let waiting: RecordedRun["waiting"] = [];
    const end = await runCommand(request.command, {
      folder: request.folder,
      variables,
      timeLimitMs: request.timeLimitMs,
      onOutput: request.onOutput,
      onTimeLimit: async () => void (waiting = await waitingSessions(place.url)),
      apart: apart ? { socket, port: recorder.port } : undefined,
    });
    const session = await connectPostgres(place.url);
    const tables = await historyTables(session).finally(() => session.close());
    const { connections, statements } = recorder;
    const processes = new Map(connections.map((each) => [each.number, each.process]));
    const log = place.statementLog?.();
    return {
      server: place.title,
      major: place.major,
      end,
      statements,
      tables,
      connections: connections.filter((each) => each.process !== undefined).length,
      refused: connections.flatMap(({ database, refused }) =>
        refused ? [{ database, message: refused.message }] : [],
      ),
      askedForTls: recorder.askedForTls,
      notUnderstood: recorder.notUnderstood,
      ...(log === undefined
        ? {}
        : { log: compareWithLog(statements, loggedStatements(log), (connection) => processes.get(connection)) }),
      waiting,
    };
  } finally {
    await recorder?.stop();
    await place.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly title: string;
  readonly major: number;
  readonly url: string;
  readonly behind: Behind;
  readonly login: Pick<Address, "user" | "password" | "database">;
  readonly statementLog?: () => string;
  close(): Promise<void>;
}

async function openPlace(target: RecordTarget): Promise<Place> {
  if (target.kind === "url") return openScratch(target);
  const installation = findInstallation(target.major);
  if (!installation) throw postgresNotFound(target.major);
  const server = await startServer(installation, { logStatements: { prefix: logPrefix } });
  const database = await server.createDatabase();
  return {
    title: await titleOf(server.url(database)),
    major: target.major,
    url: server.url(database),
    behind: { path: server.socket },
    login: { user: "postgres", password: server.password, database },
    statementLog: () => server.statementLog(),
    close: () => server.stop(),
  };
}

/** Checked as for any trace: the database must be empty, and is left as the command makes it. */
async function openScratch(target: Extract<RecordTarget, { readonly kind: "url" }>): Promise<Place> {
  const { url } = target;
  const place = await openTarget(target, { timeLimitMs: 60_000, extensions: [] });
  await place.close();
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const host = decodeURIComponent(searchParams.get("host") ?? hostname) || "localhost";
  const number = Number(searchParams.get("port") ?? (port === "" ? "5432" : port));
  return {
    title: place.title,
    major: place.major,
    url,
    behind: host.startsWith("/") ? { path: join(host, `.s.PGSQL.${number}`) } : { host, port: number },
    login: {
      user: decodeURIComponent(username) || "postgres",
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)) || "postgres",
    },
    close: async () => undefined,
  };
}

async function titleOf(url: string): Promise<string> {
  const session = await connectPostgres(url);
  const rows = await session.run("SELECT split_part(current_setting('server_version'), ' ', 1) AS version");
  await session.close();
  return `PostgreSQL ${String(rows[0]?.version)}`;
}

async function runSetup(url: string, { path, text }: NonNullable<RecordRequest["setup"]>): Promise<void> {
  const session = await connectPostgres(url);
  try {
    await session.run(text);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    throw new UserError(msg`The server refuses the setup: ${error.sqlstate} ${error.message}.`, {
      place: { path },
      hint: msg`Nothing was run. Correct the file; it is sent as one query.`,
    });
  } finally {
    await session.close();
  }
}

const blocked = `SELECT left(waiter.query, 200) AS sql, left(holder.query, 200) AS holder
  FROM pg_stat_activity waiter CROSS JOIN unnest(pg_blocking_pids(waiter.pid)) AS blocker(pid)
  JOIN pg_stat_activity holder ON holder.pid = blocker.pid ORDER BY 1, 2`;

async function waitingSessions(url: string): Promise<RecordedRun["waiting"]> {
  const session: Session = await connectPostgres(url);
  try {
    return (await session.run(blocked)).map(({ sql, holder }) => ({ sql: String(sql), for: String(holder) }));
  } finally {
    await session.close();
  }
}
