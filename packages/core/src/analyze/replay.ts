import { apply } from "../catalog/apply.js";
import type { Catalog, Oid } from "../catalog/catalog.js";
import { findColumn } from "../catalog/lookup.js";
import { factsOf } from "../facts/facts-of.js";
import { noFacts, type Facts } from "../facts/facts.js";
import { fillsOf } from "../facts/fills.js";
import { unknownColumn } from "../facts/unknown-column.js";
import type { Shipped } from "../rules/shipped.js";
import type { Deployment, Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import { phaseOf } from "./phase.js";
import { shippedWith } from "./shipped.js";
import { isLastOfQuery, sharesQuery } from "./queries.js";
import { back, inItsSession } from "./sessions.js";
import { afterStatement, enterQuery, leaveQuery, startSession, type SessionState } from "./transaction.js";

/** The migrations of a deployment, and which objects its earlier migrations and the present one made. */
export interface DeploymentSoFar {
  readonly migrations: readonly Migration[];
  /** Numbers of the objects that each migration made: from, to (exclusive). */
  readonly made: readonly (readonly [from: Oid, to: Oid])[];
  /** Columns that ALTER TABLE added in it, "oid.number"; replaying adds to it. */
  readonly columns: Set<string>;
  /** What all migrations did until now that a contract step rests on. */
  readonly shipped: Shipped;
  readonly application?: Deployment["application"];
  readonly edited?: Deployment["edited"];
  readonly prepared?: Deployment["prepared"];
  readonly invalidIndexes?: Deployment["invalidIndexes"];
  /** The session that the runner goes on with, where it runs all pending files in one transaction. */
  readonly batch?: SessionState | undefined;
}

/** What the statements of a migration do, one after the other, and the catalog after them. */
export interface Replayed {
  readonly steps: readonly Step[];
  readonly catalog: Catalog;
  readonly shipped: Shipped;
  readonly batch?: SessionState | undefined;
}

/** Replays a migration of the deployment with facts. */
export function replay(migration: Migration, catalog: Catalog, soFar: DeploymentSoFar): Replayed {
  const steps: Step[] = [];
  let state = sessionFor(migration, catalog, soFar.batch);
  let { shipped } = soFar;
  for (const statement of migration.statements) {
    state = inItsSession(state, migration, statement, catalog);
    if (sharesQuery(migration, statement)) state = enterQuery(state);
    const before = state.catalog;
    const refused = unknownColumn(statement, before);
    const facts = refused ? { ...noFacts, error: refused } : factsOf(statement, before, state.transaction);
    const after = statement.error || facts.error ? before : apply(before, statement);
    const fills = facts.error ? [] : fillsOf(statement, before, after);
    for (const column of addedColumns(before, after, facts)) soFar.columns.add(column);
    steps.push({
      statement,
      migration,
      deployment: new DeploymentAt(soFar, shipped, before),
      transaction: state.transaction,
      before,
      after,
      facts,
      fills,
      phase: phaseOf(statement, facts),
      postgres: before.postgres,
    });
    if (!facts.error) shipped = shippedWith(shipped, migration, statement, fills, before, after);
    state = afterStatement(state, statement, facts, after);
    if (isLastOfQuery(migration, statement)) state = leaveQuery(state);
  }
  state = back(state);
  const batch = migration.transaction === "batch" ? state : undefined;
  return { steps, catalog: freshSession(state.catalog, catalog), shipped, batch };
}

/** Replays a migration of the past: the catalog counts, and what later steps rest on; no facts are told. */
export function replayHistory(migration: Migration, catalog: Catalog, before: Shipped): Omit<Replayed, "steps"> {
  let state = sessionFor(migration, catalog);
  let shipped = before;
  for (const statement of migration.statements) {
    state = inItsSession(state, migration, statement, catalog);
    if (sharesQuery(migration, statement)) state = enterQuery(state);
    const after = statement.error ? state.catalog : apply(state.catalog, statement);
    if (!unknownColumn(statement, state.catalog)) {
      const fills = fillsOf(statement, state.catalog, after);
      shipped = shippedWith(shipped, migration, statement, fills, state.catalog, after);
    }
    state = afterStatement(state, statement, noFacts, after);
    if (isLastOfQuery(migration, statement)) state = leaveQuery(state);
  }
  return { catalog: freshSession(back(state).catalog, catalog), shipped };
}

/** The deployment as the rules of one step see it: what was created in it before that step. */
export function deploymentAt(soFar: DeploymentSoFar, catalog: Catalog): Deployment {
  return new DeploymentAt(soFar, soFar.shipped, catalog);
}

/** A class, as each statement has one. */
class DeploymentAt implements Deployment {
  readonly #soFar: DeploymentSoFar;
  readonly #catalog: Catalog;
  readonly shipped: Shipped;

  constructor(soFar: DeploymentSoFar, shipped: Shipped, catalog: Catalog) {
    this.#soFar = soFar;
    this.#catalog = catalog;
    this.shipped = shipped;
  }

  get migrations(): Deployment["migrations"] {
    return this.#soFar.migrations;
  }

  get application(): Deployment["application"] {
    return this.#soFar.application;
  }

  get edited(): Deployment["edited"] {
    return this.#soFar.edited;
  }

  get prepared(): Deployment["prepared"] {
    return this.#soFar.prepared;
  }

  get invalidIndexes(): Deployment["invalidIndexes"] {
    return this.#soFar.invalidIndexes;
  }

  created(name: string): boolean {
    const oid = this.#catalog.relationNames.get(name) ?? this.#catalog.typeNames.get(name);
    return oid !== undefined && this.#soFar.made.some(([from, to]) => from <= oid && oid < to);
  }

  createdColumn(name: string, column: string): boolean {
    const oid = this.#catalog.relationNames.get(name);
    const relation = oid === undefined ? undefined : this.#catalog.relations.get(oid);
    const number = relation && findColumn(relation, column)?.number;
    return number !== undefined && this.#soFar.columns.has(`${oid}.${number}`);
  }
}

/** The columns that a statement added to tables that existed before it, as "oid.number". */
function addedColumns(before: Catalog, after: Catalog, facts: Facts): string[] {
  if (before === after) return [];
  return facts.locks.flatMap(({ relation }) => {
    const oid = before.relationNames.get(relation);
    const old = oid === undefined ? undefined : before.relations.get(oid);
    const now = oid === undefined ? undefined : after.relations.get(oid);
    if (!old || !now || old.nextColumn === now.nextColumn) return [];
    return now.columns.filter(({ number }) => number >= old.nextColumn).map(({ number }) => `${oid}.${number}`);
  });
}

function sessionFor(migration: Migration, catalog: Catalog, batch?: SessionState): SessionState {
  if (batch && migration.transaction === "batch")
    return { ...batch, catalog: { ...catalog, session: batch.catalog.session } };
  return startSession(catalog, { open: migration.transaction !== "none", implicit: false });
}

/** Each file gets a session of its own: what it set for itself ends with it. */
function freshSession(catalog: Catalog, before: Catalog): Catalog {
  return catalog.session === before.session ? catalog : { ...catalog, session: before.session };
}
