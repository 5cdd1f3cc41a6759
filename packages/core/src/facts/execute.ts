import { apply, tryApply } from "../catalog/apply.js";
import type { Catalog, Existence } from "../catalog/catalog.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { alterFamilies } from "./alter-families.js";
import { noFacts, type Facts } from "./facts.js";
import type { Families, Family } from "./family.js";
import { otherFamilies } from "./other-families.js";
import { readsOtherwise } from "./outside-calls.js";
import { routineFacts, withEventTriggers } from "./program-routines.js";
import { withCalls } from "./routine-calls.js";
import { withStoppedWrites, type Fails } from "./stopped-writes.js";
import { noTransaction, type Transaction } from "./transaction.js";

const families: Families = { ...otherFamilies, ...alterFamilies };

/** The kinds of statements that a family tells the facts of. */
export const knownKinds: ReadonlySet<string> = new Set(Object.keys(families));

/** What carrying a statement out did, and the catalog after it: the one before where the server refuses it. */
export interface Executed {
  readonly facts: Facts;
  readonly after: Catalog;
}

/**
 * Carries a statement out as PostgreSQL would, from the catalog before it (`before.postgres` is the version). A text that
 * could not be parsed has the syntax error as its predicted error. Objects that it makes are there "maybe" where `existence`
 * says so: a condition decides whether it runs. Source of every claim: the differential test.
 */
export function execute(
  statement: Statement,
  before: Catalog,
  transaction: Transaction,
  existence: Existence = "certain",
): Executed {
  if (statement.error) return { facts: { ...noFacts, error: statement.error }, after: before };
  const facts = familyFacts(statement, before, transaction, existence);
  if (facts.error) return { facts, after: before };
  const { catalog, refused } = tryApply(facts.within?.after ?? before, statement, existence);
  // Where something is assumed, what the catalog refuses may be what was assumed wrongly.
  if (!refused || !before.complete || facts.certainty !== "exact") {
    const place = { statement, before, transaction, postgres: before.postgres };
    return { facts: refused ? facts : withStoppedWrites(facts, place, catalog, fails), after: catalog };
  }
  const error = { sqlstate: refused.sqlstate, message: msg`${refused.message}`, span: statement.span };
  return { facts: { ...noFacts, error }, after: before };
}

const fails: Fails = (place, routine) => routineFacts(place, routine).error !== undefined;

function familyFacts(statement: Statement, before: Catalog, transaction: Transaction, existence: Existence): Facts {
  const kind = statement.kind as NodeKind;
  const family = families[kind] as Family<NodeKind> | undefined;
  if (!family) return { ...noFacts, certainty: { dynamic: [msg`Nothing is known about what ${kind} locks.`] } };
  const node = (statement.node as Record<NodeKind, never>)[kind];
  const place = { statement, before, transaction, postgres: before.postgres, existence };
  const facts = withCalls(family({ ...place, node }), place);
  if (facts.error) return facts;
  const text = readsOtherwise(statement);
  if (text) return { ...facts, certainty: { dynamic: [text] } };
  return before.others.size === 0 ? facts : withEventTriggers(facts, place);
}

/** Statements that run bodies which may change the schema. */
const runBodies: ReadonlySet<string> = new Set(["DoStmt", "CallStmt", "SelectStmt"]);

/** The catalog of `execute` alone: what of the past counts. Facts are told only where bodies run. */
export function carriedOut(before: Catalog, statement: Statement): Catalog {
  return runBodies.has(statement.kind) ? execute(statement, before, noTransaction).after : apply(before, statement);
}

/** The facts of `execute` alone. */
export function factsOf(statement: Statement, before: Catalog, transaction: Transaction): Facts {
  return execute(statement, before, transaction).facts;
}
