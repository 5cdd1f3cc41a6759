import { afterStatement, startSession } from "../../../packages/core/src/analyze/transaction.js";
import { afterCommit, apply, emptyCatalog } from "../../../packages/core/src/catalog/apply.js";
import type { Catalog } from "../../../packages/core/src/catalog/catalog.js";
import { compareFacts, strongestModes, type Disagreement } from "../../../packages/core/src/evidence/compare.js";
import { factsOf } from "../../../packages/core/src/facts/execute.js";
import { noFacts, type Facts, type Lock } from "../../../packages/core/src/facts/facts.js";
import { lockModes, type LockMode } from "../../../packages/core/src/facts/lock.js";
import { loadParser, parseStatements } from "../../../packages/core/src/sql/parse.js";
import type { PostgresMajor, Statement } from "../../../packages/core/src/sql/statement.js";
import { english } from "../../../packages/core/src/text/message.js";
import type { Observed } from "../../../packages/core/src/evidence/observed.js";
import { familyOf, isDefinition } from "./family.js";
import type { Measured } from "./measure.js";
import type { Piece } from "./sources.js";

/** How one statement that the server accepted compares. */
export interface Scored {
  readonly history: string;
  readonly path: string;
  readonly sql: string;
  readonly family: string;
  /** Whether it defines: neither a query nor data, SET, or a DO block. */
  readonly definition: boolean;
  readonly certain: boolean;
  readonly assumed: readonly string[];
  /** The strongest mode on any relation that existed, both sides; undefined for none. */
  readonly predicted: LockMode | undefined;
  readonly observed: LockMode | undefined;
  /** Relations with exactly the right mode; uncertain statements have none. */
  readonly exact: number;
  /** How many relations that existed the server locked. */
  readonly observedRelations: number;
  readonly disagreements: readonly Disagreement[];
  /** What was missed where the server met relations that only dynamic SQL made (EXECUTE in a function, a DO block, a trigger). */
  readonly beyondText: readonly Disagreement[];
  /** What our own code threw. */
  readonly crash?: string;
}

/** A statement that the server refused, and what the facts had said of it. */
export interface Refused {
  readonly history: string;
  readonly path: string;
  readonly sql: string;
  readonly observed: string;
  readonly predicted: string | undefined;
}

/** Replays a measured history and compares each statement in its place. */
export async function scoreHistory(
  major: PostgresMajor,
  history: string,
  pieces: readonly Piece[],
  measured: readonly Measured[],
  timeZone: string,
): Promise<{ scored: Scored[]; refused: Refused[] }> {
  await loadParser();
  const scored: Scored[] = [];
  const refused: Refused[] = [];
  const empty = emptyCatalog({ postgres: major, complete: true, settings: new Map([["timezone", timeZone]]) });
  // Sessions are those of the server's first role.
  const fresh = { ...empty.session, role: "postgres" };
  const catalog = { ...empty, session: fresh, migrator: "postgres" };
  let state = startSession(catalog, { open: false, implicit: false });
  let piece = -1;
  const dynamic = new Set<string>();
  for (const each of measured) {
    if (each.piece !== piece) {
      piece = each.piece;
      state = startSession({ ...state.catalog, session: fresh }, { open: false, implicit: false });
    }
    const path = pieces[piece]?.path ?? "";
    const [statement] = parseStatements(each.sql, { postgres: major }).statements;
    if (!statement) continue;
    if (pieces[piece]?.setup) {
      if (!each.observed.error) state = afterStatement(state, statement, noFacts, apply(state.catalog, statement));
      continue;
    }
    const next = (): void => {
      if (each.settings !== "lost") return;
      const catalog = { ...withoutTemporary(state.catalog, major), session: fresh };
      state = startSession(catalog, { open: false, implicit: false });
    };
    // What is observed in another session is without this one's temporary tables.
    if (each.settings === "kept") state = { ...state, catalog: withoutTemporary(state.catalog, major) };
    let crash: string | undefined;
    let facts: Facts = noFacts;
    try {
      facts = factsOf(
        statement,
        state.catalog,
        statement.kind === "LockStmt" || statement.kind === "DeclareCursorStmt"
          ? { ...state.transaction, open: true }
          : state.transaction,
      );
    } catch (error) {
      crash = (error as Error).stack ?? String(error);
    }
    if (each.observed.error) {
      refused.push({
        history,
        path,
        sql: each.sql,
        observed: `${each.observed.error.sqlstate} ${each.observed.error.message}`,
        predicted: facts.error?.sqlstate,
      });
      state = { ...state, catalog: leftBy(state.catalog, statement, each.observed.error.sqlstate) };
      next();
      continue;
    }
    let after = state.catalog;
    try {
      after = afterCommit(apply(state.catalog, statement));
    } catch (error) {
      crash = (error as Error).stack ?? String(error);
    }
    scored.push(score(history, path, statement, facts, each.observed, crash, dynamic));
    for (const name of each.observed.created) {
      if (!after.relationNames.has(name) && (runsCode.has(statement.kind) || belongsTo(name, dynamic)))
        dynamic.add(name);
    }
    state = afterStatement(state, statement, noFacts, after);
    next();
  }
  return { scored, refused };
}

/** CREATE INDEX CONCURRENTLY that fails over its rows leaves the index, invalid. */
function leftBy(catalog: Catalog, statement: Statement, sqlstate: string): Catalog {
  const concurrent = statement.node && "IndexStmt" in statement.node && statement.node.IndexStmt.concurrent;
  return concurrent && /^2[23]/.test(sqlstate) ? apply(catalog, statement) : catalog;
}

function withoutTemporary(catalog: Catalog, postgres: PostgresMajor): Catalog {
  const [discard] = parseStatements("DISCARD TEMP", { postgres }).statements;
  return discard ? apply(catalog, discard) : catalog;
}

function score(
  history: string,
  path: string,
  statement: Statement,
  facts: Facts,
  observed: Observed,
  crash: string | undefined,
  dynamic: ReadonlySet<string>,
): Scored {
  const certain = facts.certainty === "exact" && crash === undefined;
  const messages =
    facts.certainty === "exact" ? [] : "assumed" in facts.certainty ? facts.certainty.assumed : facts.certainty.dynamic;
  const seen = strongestModes(observed.locks);
  const all = compareFacts(facts, observed);
  // A statement that meets such a relation does more than the text tells, also to others (the index behind a foreign key).
  const meets = [...seen.keys()].some((relation) => dynamic.has(relation));
  const beyond = (each: Disagreement): boolean => meets && each.kind === "missed";
  const disagreements = all.filter((each) => !beyond(each));
  const said = strongestModes(facts.locks);
  const exact = certain ? [...seen].filter(([relation, mode]) => said.get(relation) === mode).length : 0;
  return {
    history,
    path,
    sql: statement.text,
    family: familyOf(statement),
    definition: isDefinition(statement),
    certain,
    assumed: messages.map(english),
    predicted: strongest(facts.locks.flatMap((lock) => asSeen(lock, seen.get(lock.relation)))),
    observed: strongest(seen.values()),
    exact,
    observedRelations: seen.size,
    disagreements,
    beyondText: all.filter(beyond),
    ...(crash === undefined ? {} : { crash }),
  };
}

/** Statements that may run code which makes relations. */
const runsCode: ReadonlySet<string> = new Set([
  "SelectStmt",
  "DoStmt",
  "CallStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "CreateTableAsStmt",
]);

/** Indexes and the like carry the name of their table. */
function belongsTo(name: string, tables: ReadonlySet<string>): boolean {
  for (let at = name.lastIndexOf("_"); at > 0; at = name.lastIndexOf("_", at - 1))
    if (tables.has(name.slice(0, at))) return true;
  return false;
}

/** The mode that a lock is claimed to have where the server showed one: what only rows bring may stay away, as in `compareFacts`. */
function asSeen({ mode, onRows }: Lock, seen: LockMode | undefined): LockMode[] {
  if (onRows === undefined) return [mode];
  if (seen === undefined) return onRows === "NONE" ? [] : [mode];
  const between = lockModes.indexOf(seen) < lockModes.indexOf(mode);
  return between && (onRows === "NONE" || lockModes.indexOf(seen) >= lockModes.indexOf(onRows)) ? [seen] : [mode];
}

function strongest(modes: Iterable<LockMode>): LockMode | undefined {
  return [...modes].sort((a, b) => lockModes.indexOf(b) - lockModes.indexOf(a))[0];
}
