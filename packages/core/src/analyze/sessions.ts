import type { Catalog } from "../catalog/catalog.js";
import { outsideAt } from "../source/marks.js";
import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";
import { startSession, type SessionState } from "./transaction.js";

/**
 * The session in which a statement runs. A part outside the migration's transaction has one of its own; the transaction, with
 * its locks and settings, waits for it to end. The catalog given is that at the start of the migration.
 */
export function inItsSession(
  state: SessionState,
  migration: Migration,
  statement: Statement,
  { session }: Catalog,
): SessionState {
  const part = outsideAt(migration, statement.span.start);
  if (part === state.aside?.part) return state;
  const waiting = back(state);
  if (!part) return waiting;
  const own = startSession({ ...waiting.catalog, session }, { open: false, implicit: false });
  return { ...own, aside: { part, waiting } };
}

/** The migration's own session once more, with what was done outside it. */
export function back(state: SessionState): SessionState {
  const waiting = state.aside?.waiting;
  return waiting ? { ...waiting, catalog: { ...state.catalog, session: waiting.catalog.session } } : state;
}
