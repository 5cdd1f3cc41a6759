import { msg, UserError, type Message, type Migration, type Observed, type Statement } from "@release-gate/core";
import { observe, wantsOutside } from "./observe.js";
import { observeAlone, observeOutside, sessionSettings } from "./observe-outside.js";
import { nothingObserved } from "./observed-state.js";
import { LostSessionError, ServerError } from "./session.js";
import { openTarget, type TracePlace, type TraceTarget } from "./trace-target.js";
import { TraceTransaction } from "./trace-transaction.js";

export interface TraceRequest {
  /** Run first, in order, without being observed. */
  readonly history: readonly Migration[];
  /** Run after that, each statement observed. */
  readonly deployment: readonly Migration[];
  /** The longest that a statement may take, in milliseconds; 60 seconds where not given. */
  readonly timeLimitMs?: number;
}

/** One statement of the deployment as it really ran. */
export interface TracedStatement {
  /** Which migration of the deployment, and which statement of it, from 0. */
  readonly migration: number;
  readonly statement: number;
  /** Undefined where it was not run: see `notRun`. */
  readonly observed?: Observed;
  /** False where its locks could not be seen (outside a transaction on a server with one session). */
  readonly locksSeen: boolean;
  /** Why this server could not run it, so that the prediction is compared with nothing. */
  readonly notRun?: NotRun;
}

/** Why a statement was not run: an extension or a program that the server does not have, or data that are not SQL. */
export interface NotRun {
  readonly why: "extension" | "program" | "data";
  readonly text: Message;
}

export interface Trace {
  /** What it ran on: "PostgreSQL 16.14". */
  readonly server: string;
  readonly major: number;
  /** The TimeZone that its sessions start with, on which the work of some type changes depends. */
  readonly timeZone: string;
  readonly statements: readonly TracedStatement[];
  /** How many of the statements were not run. */
  readonly notRun: number;
  /** Statements of the history that the server refused, in order. */
  readonly historyErrors: readonly { readonly sql: string; readonly sqlstate: string; readonly message: string }[];
}

/** What is known while a trace runs. */
interface Running {
  readonly place: TracePlace;
  /** Extensions that the server does not have: what fails after that may fail for it. */
  readonly missing: string[];
  /** Whether a routine was not made because PGlite runs no programs: what calls it fails for that. */
  withoutRoutine: boolean;
  readonly transaction: TraceTransaction;
}

/**
 * Runs the history and then the deployment on a real PostgreSQL and tells what each statement of the deployment did. COPY
 * FROM STDIN is not run. Throws `UserError` where the target is refused or cannot be reached, or goes away meanwhile.
 */
export async function traceOn(target: TraceTarget, request: TraceRequest): Promise<Trace> {
  const all = [...request.history, ...request.deployment].flatMap((migration) => migration.statements);
  const extensions = [...new Set(all.flatMap((statement) => extensionOf(statement) ?? []))];
  const place = await openTarget(target, { timeLimitMs: request.timeLimitMs ?? 60_000, extensions });
  const running: Running = { place, missing: [], withoutRoutine: false, transaction: new TraceTransaction(place) };
  let at = "";
  try {
    const timeZone = String((await place.session.run("SELECT current_setting('TimeZone') AS zone"))[0]?.zone);
    const historyErrors: { sql: string; sqlstate: string; message: string }[] = [];
    for (const migration of request.history) {
      for await (const { statement, observed } of runMigration(running, migration, false, (sql) => (at = sql))) {
        if (observed?.error) historyErrors.push({ sql: statement.text, ...observed.error });
      }
    }
    const statements: TracedStatement[] = [];
    for (const [index, migration] of request.deployment.entries()) {
      for await (const { statement, ...seen } of runMigration(running, migration, true, (sql) => (at = sql))) {
        statements.push({ migration: index, statement: statement.index, ...seen });
      }
    }
    await running.transaction.end();
    return {
      server: place.title,
      major: place.major,
      timeZone,
      statements,
      notRun: statements.filter((each) => each.notRun).length,
      historyErrors,
    };
  } catch (error) {
    if (!(error instanceof LostSessionError)) throw error;
    throw new UserError(msg`The server went away while it ran a statement: ${error.message}`, {
      hint: msg`The statement was: ${at.slice(0, 200)}`,
    });
  } finally {
    await place.close().catch(() => undefined);
  }
}

interface Ran {
  readonly statement: Statement;
  readonly observed?: Observed;
  readonly locksSeen: boolean;
  readonly notRun?: NotRun;
}

/** Runs a migration as its runner would, in the transactions that the replay knows. */
async function* runMigration(
  running: Running,
  migration: Migration,
  watched: boolean,
  tell: (sql: string) => void,
): AsyncGenerator<Ran> {
  const { transaction } = running;
  await transaction.enterMigration(migration);
  for (const statement of migration.statements) {
    tell(statement.text);
    await transaction.enterStatement(migration, statement);
    yield { statement, ...(await runStatement(running, statement, watched)) };
    await transaction.leaveStatement(migration, statement);
  }
  // What the history ran together is committed; what is pending now may go on in one transaction.
  await transaction.leaveMigration(migration, watched);
}

async function runStatement(running: Running, statement: Statement, watched: boolean): Promise<Omit<Ran, "statement">> {
  if (isCopyFromStdin(statement))
    return { locksSeen: false, notRun: { why: "data", text: msg`COPY FROM STDIN is not run: its data are not SQL.` } };
  if (running.place.noPrograms && isCopyOfProgram(statement)) {
    running.withoutRoutine ||= statement.kind === "CreateFunctionStmt";
    return {
      locksSeen: false,
      notRun: { why: "program", text: msg`COPY with PROGRAM is not run: PGlite runs no programs.` },
    };
  }
  if (statement.kind === "TransactionStmt") return runTransactionStatement(running, statement);
  const ran = watched ? await observeHere(running, statement.text) : await runHere(running, statement.text);
  const name = extensionOf(statement);
  if (name !== undefined && ran.observed.error) running.missing.push(name);
  if (ran.observed.error && running.missing.length > 0 && causedByAbsence.has(ran.observed.error.sqlstate)) {
    return {
      locksSeen: false,
      notRun: {
        why: "extension",
        text: msg`The server does not have the extension ${running.missing.join(", ")}: ${ran.observed.error.message}`,
      },
    };
  }
  if (running.withoutRoutine && ran.observed.error?.sqlstate === undefinedFunction) {
    const { message } = ran.observed.error;
    return {
      locksSeen: false,
      notRun: {
        why: "program",
        text: msg`A routine that it may call was not made, since PGlite runs no programs: ${message}`,
      },
    };
  }
  return ran;
}

const undefinedFunction = "42883";

/** Of a missing extension itself, and of the types, functions, operators and tables that it would have brought. */
const causedByAbsence: ReadonlySet<string> = new Set([
  "0A000",
  "58P01",
  "42704",
  "42883",
  "42P01",
  "42703",
  "22023",
  "42501",
  "3F000",
]);

async function runTransactionStatement(running: Running, statement: Statement): Promise<Omit<Ran, "statement">> {
  const node = statement.node as { readonly TransactionStmt: { readonly kind?: string; readonly chain?: boolean } };
  const { kind = "", chain } = node.TransactionStmt;
  const observed = await plain(running, statement.text);
  if (!observed.error) running.transaction.told(kind, chain === true);
  return { observed, locksSeen: true };
}

/** Observes in the open transaction or in one of its own; outside of any where the statement wants that. */
async function observeHere(running: Running, sql: string): Promise<{ observed: Observed; locksSeen: boolean }> {
  const observed = await observe(running.place.session, sql, {
    transaction: running.transaction.open ? "open" : "own",
  });
  if (running.transaction.open || !wantsOutside(observed)) return { observed, locksSeen: true };
  const { place } = running;
  if (!place.outside) return { observed: await observeAlone(place.session, sql), locksSeen: false };
  const settings = await sessionSettings(place.session);
  await place.session.close();
  const outside = await observeOutside({ ...place.outside, settings }, sql);
  place.session = await place.reconnect();
  if (settings) await place.session.run(settings);
  return { observed: outside, locksSeen: true };
}

/** Runs without observing; in an open transaction under a savepoint, so that a refusal does not end it. */
async function runHere(running: Running, sql: string): Promise<{ observed: Observed; locksSeen: boolean }> {
  const { session } = running.place;
  if (!running.transaction.open) return { observed: await plain(running, sql), locksSeen: false };
  await session.run("SAVEPOINT release_gate_run");
  const observed = await plain(running, sql);
  await session
    .run(observed.error ? "ROLLBACK TO release_gate_run" : "RELEASE release_gate_run")
    .catch(ignoreServerError);
  return { observed, locksSeen: false };
}

async function plain(running: Running, sql: string): Promise<Observed> {
  const started = performance.now();
  try {
    await running.place.session.run(sql);
    return { ...nothingObserved, durationMs: performance.now() - started };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return {
      ...nothingObserved,
      error: { sqlstate: error.sqlstate, message: error.message },
      durationMs: performance.now() - started,
    };
  }
}

function ignoreServerError(error: unknown): void {
  if (!(error instanceof ServerError)) throw error;
}

function isCopyFromStdin(statement: Statement): boolean {
  const node = statement.node;
  if (!node || !("CopyStmt" in node)) return false;
  return node.CopyStmt.is_from === true && node.CopyStmt.is_program !== true && (node.CopyStmt.filename ?? "") === "";
}

/** By itself, or in the text of a DO block or a routine: PGlite tells of no error there, and ends after some. */
function isCopyOfProgram({ node, text }: Statement): boolean {
  if (node === undefined) return false;
  if ("CopyStmt" in node) return node.CopyStmt.is_program === true;
  const isBody = "DoStmt" in node || "CreateFunctionStmt" in node;
  return isBody && text.split(";").some((part) => /\bcopy\b/i.test(part) && /\b(?:from|to)\s+program\b/i.test(part));
}

function extensionOf(statement: Statement): string | undefined {
  const node = statement.node;
  return node && "CreateExtensionStmt" in node ? node.CreateExtensionStmt.extname : undefined;
}
