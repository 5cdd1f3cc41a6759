import { observeAlone, sessionSettings } from "../../packages/adapters/src/observe-outside.js";
import { observe, wantsOutside } from "../../packages/adapters/src/observe.js";
import { nothingObserved } from "../../packages/adapters/src/observed-state.js";
import { ServerError, type Session } from "../../packages/adapters/src/session.js";
import { compareFacts, heldBy, type Disagreement } from "../../packages/core/src/evidence/compare.js";
import type { Observed } from "../../packages/core/src/evidence/observed.js";
import { afterStatement, startSession, type SessionState } from "../../packages/core/src/analyze/transaction.js";
import { emptyCatalog } from "../../packages/core/src/catalog/apply.js";
import type { Catalog } from "../../packages/core/src/catalog/catalog.js";
import { execute } from "../../packages/core/src/facts/execute.js";
import { noFacts, type Facts } from "../../packages/core/src/facts/facts.js";
import { parseStatements } from "../../packages/core/src/sql/parse.js";
import type { PostgresMajor, Statement } from "../../packages/core/src/sql/statement.js";
import type { Case } from "./case.js";

/** Where a case runs. `outside` observes what refuses to be in a transaction; without it all but its locks is seen. */
export interface Bench {
  readonly major: PostgresMajor;
  session: Session;
  readonly outside?: (sql: string, settings: string) => Promise<Observed>;
}

/** One statement of a case, and in what the server and the facts differ. */
export interface Compared {
  readonly sql: string;
  readonly before: Catalog;
  readonly facts: Facts;
  readonly observed: Observed;
  readonly disagreements: readonly Disagreement[];
}

/** Runs a case on a server, and its replay, and compares. The parser must be loaded. */
export async function runCase(bench: Bench, each: Case): Promise<Compared[]> {
  let state = startSession(emptyCatalog({ postgres: bench.major, complete: true }), { open: false, implicit: false });
  for (const statement of statementsOf(each.setup, bench.major)) {
    await prepare(bench.session, statement.text);
    state = afterStatement(state, statement, noFacts, execute(statement, state.catalog, state.transaction).after);
  }
  if (each.transaction) {
    await bench.session.run("BEGIN");
    const [begin] = statementsOf("BEGIN", bench.major);
    state = afterStatement(state, begin!, noFacts, state.catalog);
  }
  const compared: Compared[] = [];
  for (const statement of statementsOf(each.run, bench.major)) {
    const [result, next] = await (each.plain
      ? comparePlain(bench, statement, state)
      : compareStatement(bench, statement, state, each.transaction === true));
    compared.push(result);
    state = next;
  }
  return compared;
}

async function compareStatement(
  bench: Bench,
  statement: Statement,
  state: SessionState,
  open: boolean,
): Promise<[Compared, SessionState]> {
  const sql = statement.text;
  // LOCK and DECLARE want a transaction, and observing gives them one.
  const transaction = /^(?:Lock|DeclareCursor)Stmt$/.test(statement.kind)
    ? { ...state.transaction, open: true }
    : state.transaction;
  const { facts, after: carriedOut } = execute(statement, state.catalog, transaction);
  const { observed, locksSeen } = await observeHere(bench, sql, open);
  const after = observed.error ? state.catalog : carriedOut;
  const readsSeen = statement.kind.startsWith("Alter"); // how a query reads is the planner's choice
  const disagreements = compareFacts(facts, observed, { held: heldBy(state.transaction), locksSeen, readsSeen });
  const next = afterStatement(
    state,
    statement,
    observed.error ? noFacts : { ...noFacts, locks: observed.locks },
    after,
  );
  return [{ sql, before: state.catalog, facts, observed, disagreements }, next];
}

/** Runs a statement in whatever transaction the case is in; a failed one of its own stays open, as in a session. */
async function comparePlain(
  bench: Bench,
  statement: Statement,
  state: SessionState,
): Promise<[Compared, SessionState]> {
  const { facts, after: carriedOut } = execute(statement, state.catalog, state.transaction);
  const error = await bench.session.run(statement.text).then(
    () => undefined,
    (failure: unknown) => {
      if (failure instanceof ServerError) return { sqlstate: failure.sqlstate, message: failure.message };
      throw failure;
    },
  );
  const observed: Observed = { ...nothingObserved, ...(error && { error }) };
  const disagreements = compareFacts(facts, observed).filter(({ about }) => about === "error");
  const after = error ? state.catalog : carriedOut;
  const next = error ? state : afterStatement(state, statement, noFacts, after);
  return [{ sql: statement.text, before: state.catalog, facts, observed, disagreements }, next];
}

/** Observes a statement in its transaction, or outside when the server wants that. */
async function observeHere(
  bench: Bench,
  sql: string,
  open: boolean,
): Promise<{ observed: Observed; locksSeen: boolean }> {
  const observed = await observe(bench.session, sql, { transaction: open ? "open" : "own" });
  if (open || !wantsOutside(observed)) return { observed, locksSeen: true };
  if (bench.outside)
    return { observed: await bench.outside(sql, await sessionSettings(bench.session)), locksSeen: true };
  return { observed: await observeAlone(bench.session, sql), locksSeen: false };
}

/** Roles outlive a database: one that another case made serves as well. */
async function prepare(session: Session, sql: string): Promise<void> {
  try {
    await session.run(sql);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.sqlstate === "42710" && /^\s*create\s+(role|user)\b/i.test(sql)) return;
    throw new Error(`setup failed: ${error.sqlstate} ${error.message}\n  ${sql}`, { cause: error });
  }
}

function statementsOf(text: string, postgres: PostgresMajor): readonly Statement[] {
  return parseStatements(text, { postgres }).statements;
}
