import type { Catalog } from "../catalog/catalog.js";
import type { Facts, RelationName } from "../facts/facts.js";
import type { Migration } from "../source/migration.js";
import type { PostgresMajor, Statement } from "../sql/statement.js";
import type { Phase } from "./phase.js";
import type { Transaction } from "../facts/transaction.js";

/** The migrations that ship together. */
export interface Deployment {
  readonly migrations: readonly Migration[];
  /** Whether a relation was created by an earlier statement of this deployment: it is new, and empty, for its rules. */
  created(relation: RelationName): boolean;
}

/** One statement in its place: what was there before it and what PostgreSQL does to run it. */
export interface Step {
  readonly statement: Statement;
  readonly migration: Migration;
  readonly deployment: Deployment;
  readonly transaction: Transaction;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly facts: Facts;
  readonly phase: Phase;
  readonly postgres: PostgresMajor;
}
