import type { Observed, ObservedError } from "@release-gate/core";
import { describe, nothingObserved, readForeignKeys, readState } from "./observed-state.js";
import { ServerError, type Session } from "./session.js";

/** Whose transaction a statement is observed in. */
export interface ObserveOptions {
  /**
   * "own": the statement gets a transaction for itself, which is committed. "open": the session is in a transaction
   * already; the statement runs under a savepoint, and what the transaction held before is not seen again.
   */
  readonly transaction: "own" | "open";
}

const savepoint = "release_gate_observe";

/**
 * Runs one statement and tells what the server did. An error is part of the answer, and undone. Locks are those held
 * when the statement ends; a statement that refuses to run in a transaction answers 25001 here (see
 * `observeOutside`). Throws only when the session itself is lost.
 */
export async function observe(
  session: Session,
  sql: string,
  options: ObserveOptions = { transaction: "own" },
): Promise<Observed> {
  const own = options.transaction === "own";
  await session.run(own ? "BEGIN" : `SAVEPOINT ${savepoint}`);
  const before = await readState(session);
  const level = (await session.run("SELECT current_setting('client_min_messages') AS level"))[0]?.level;
  await session.run("SET LOCAL client_min_messages = debug1");
  session.takeNotices();
  const started = performance.now();
  let error: ObservedError | undefined;
  try {
    await session.run(sql);
  } catch (failure) {
    if (!(failure instanceof ServerError)) throw failure;
    error = { sqlstate: failure.sqlstate, message: failure.message };
  }
  const durationMs = performance.now() - started;
  const notices = session.takeNotices();
  if (error) {
    await session.run(own ? "ROLLBACK" : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
    return { ...nothingObserved, error, durationMs };
  }
  const after = await readState(session);
  const keys = await readForeignKeys(session);
  const failed = own ? await commit(session) : await keep(session, String(level));
  if (failed) return { ...nothingObserved, error: failed, durationMs };
  return { ...describe(sql, before, after, notices, keys), durationMs };
}

/** Whether the server said that the statement cannot be in a transaction, or wants to end it (a CALL that commits). */
export function wantsOutside(observed: Observed): boolean {
  return observed.error?.sqlstate === "25001" || observed.error?.sqlstate === "2D000";
}

/** Commits; what deferred constraints say then is the statement's error. */
async function commit(session: Session): Promise<ObservedError | undefined> {
  try {
    await session.run("COMMIT");
    return undefined;
  } catch (failure) {
    if (!(failure instanceof ServerError)) throw failure;
    return { sqlstate: failure.sqlstate, message: failure.message };
  }
}

/** Goes on in the open transaction, at the message level that it had. */
async function keep(session: Session, level: string): Promise<undefined> {
  await session.run(`SET LOCAL client_min_messages = ${level}; RELEASE ${savepoint}`);
  return undefined;
}
