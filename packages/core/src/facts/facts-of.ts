import { tryApply } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { alterFamilies } from "./alter-families.js";
import { noFacts, type Facts } from "./facts.js";
import type { Families, Family } from "./family.js";
import { otherFamilies } from "./other-families.js";
import type { Transaction } from "./transaction.js";

const families: Families = { ...otherFamilies, ...alterFamilies };

/** The kinds of statements that a family tells the facts of. */
export const knownKinds: ReadonlySet<string> = new Set(Object.keys(families));

/**
 * What PostgreSQL does to run a statement, from the catalog before it (`before.postgres` is the version). A text that
 * could not be parsed has the syntax error as its predicted error. Source of every claim: the differential test.
 */
export function factsOf(statement: Statement, before: Catalog, transaction: Transaction): Facts {
  if (statement.error) return { ...noFacts, error: statement.error };
  const kind = statement.kind as NodeKind;
  const family = families[kind] as Family<NodeKind> | undefined;
  if (!family) return { ...noFacts, certainty: { dynamic: [msg`Nothing is known about what ${kind} locks.`] } };
  const node = (statement.node as Record<NodeKind, never>)[kind];
  const facts = family({ statement, node, before, transaction, postgres: before.postgres });
  return refusedByCatalog(statement, before, facts) ?? facts;
}

/** The error of a statement that the replayed catalog cannot carry out, though its family saw nothing wrong. */
function refusedByCatalog(statement: Statement, before: Catalog, facts: Facts): Facts | undefined {
  if (!before.complete || facts.error || facts.certainty !== "exact") return undefined;
  const { refused } = tryApply(before, statement);
  if (!refused) return undefined;
  return { ...noFacts, error: { sqlstate: refused.sqlstate, message: msg`${refused.message}`, span: statement.span } };
}
