import type { Catalog, Oid } from "../catalog/catalog.js";
import { findColumn } from "../catalog/lookup.js";
import { carriedOut, execute } from "../facts/execute.js";
import type { Fill } from "../facts/fills.js";
import { noFacts, type Facts } from "../facts/facts.js";
import type { InnerStep } from "../facts/inner-step.js";
import { fillsOf } from "../facts/fills.js";
import { unknownColumn } from "../facts/unknown-column.js";
import type { Shipped } from "../rules/shipped.js";
import type { Deployment, Step } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";
import { checkTime, isTimeOver, timeLimit } from "../text/limits.js";
import { phaseOf } from "./phase.js";
import { shippedWith } from "./shipped.js";
import { isLastOfQuery, sharesQuery } from "./queries.js";
import { back, inItsSession } from "./sessions.js";
import { attempt, type Unjudged, type Why } from "./unjudged.js";
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
  /** The statements of which nobody can tell what they do. What they made of the schema is not known after them. */
  readonly unjudged: readonly Unjudged[];
}

/** Replays a migration of the deployment with facts. */
export function replay(migration: Migration, catalog: Catalog, soFar: DeploymentSoFar): Replayed {
  const steps: Step[] = [];
  const unjudged = new UnjudgedStatements();
  let state = sessionFor(migration, catalog, soFar.batch);
  let { shipped } = soFar;
  for (const statement of migration.statements) {
    if (isTimeOver()) {
      unjudged.note(statement, { why: "limit", text: timeLimit });
      state = { ...state, catalog: uncertain(state.catalog) };
      break;
    }
    state = inItsSession(state, migration, statement, catalog);
    if (sharesQuery(migration, statement)) state = enterQuery(state);
    const before = state.catalog;
    const { transaction } = state;
    const told = attempt(() => toldOf(statement, before, transaction), unjudged.at(statement, nothingTold(before)));
    const { facts, after } = told;
    const fills = facts.error ? [] : attempt(() => fillsOf(statement, before, after), unjudged.at(statement, noFills));
    noteError(statement, unjudged);
    for (const column of addedColumns(before, after, facts)) soFar.columns.add(column);
    const step: Step = {
      statement,
      migration,
      deployment: new DeploymentAt(soFar, shipped, before),
      transaction,
      before,
      after,
      facts,
      fills,
      phase: told.phase,
      postgres: before.postgres,
    };
    const ran = facts.within && attempt(() => ranBy(step, state, soFar), unjudged.at(statement, undefined));
    steps.push(ran ? { ...step, ran } : step);
    if (!facts.error) shipped = shippedWith(shipped, migration, statement, fills, before, after);
    state = afterStatement(state, statement, facts, unjudged.has(statement) ? uncertain(after) : after);
    if (isLastOfQuery(migration, statement)) state = leaveQuery(state);
  }
  state = back(state);
  const batch = migration.transaction === "batch" ? state : undefined;
  return { steps, catalog: freshSession(state.catalog, catalog), shipped, batch, unjudged: unjudged.all };
}

function applied(catalog: Catalog, statement: Statement): Catalog {
  checkTime();
  return carriedOut(catalog, statement);
}

/** What a statement does, as its step tells it. */
type Told = Pick<Step, "facts" | "phase" | "after">;

function toldOf(statement: Statement, before: Catalog, transaction: Step["transaction"]): Told {
  checkTime();
  const refused = unknownColumn(statement, before);
  const { facts, after } = refused
    ? { facts: { ...noFacts, error: refused }, after: before }
    : execute(statement, before, transaction);
  return { facts, phase: phaseOf(statement, facts), after };
}

function nothingTold(before: Catalog): Told {
  return { facts: noFacts, phase: "neutral", after: uncertain(before) };
}

const noFills: readonly Fill[] = [];

/** The schema as far as it is known, after something of which nobody knows what it made of it. */
function uncertain(catalog: Catalog): Catalog {
  return catalog.complete ? { ...catalog, complete: false } : catalog;
}

/** A text that we cannot read, though the server may. */
function noteError(statement: Statement, unjudged: UnjudgedStatements): void {
  const { error } = statement;
  if (error?.ours !== undefined) unjudged.note(statement, { why: error.ours, text: error.message });
}

/** The statements of a migration that could not be judged, each once; where the time is over the first one stands for all. */
class UnjudgedStatements {
  readonly all: Unjudged[] = [];
  #ended = false;

  /** What `attempt` does otherwise: notes the statement, and gives what stands for its result. */
  at<Result>(statement: Statement, result: Result): (why: Why) => Result {
    return (why) => {
      this.note(statement, why);
      return result;
    };
  }

  note(statement: Statement, why: Why): void {
    if (this.#ended || this.has(statement)) return;
    this.#ended = why.text === timeLimit;
    this.all.push({ ...why, span: statement.span, statement: statement.index });
  }

  has(statement: Statement): boolean {
    return this.#ended || this.all.at(-1)?.statement === statement.index;
  }
}

/** The statements that the bodies of a statement run, and those that the bodies of these run. */
function ranBy({ statement, migration, facts, deployment }: Step, outer: SessionState, soFar: DeploymentSoFar): Step[] {
  // Bodies run in a transaction: the one around the statement, or its own.
  let state: SessionState = { ...outer, transaction: { ...outer.transaction, open: true } };
  const ran: Step[] = [];
  const add = (inner: InnerStep): void => {
    for (const column of addedColumns(inner.before, inner.after, inner.facts)) soFar.columns.add(column);
    ran.push({
      statement: inner.statement,
      migration,
      deployment: new DeploymentAt(soFar, deployment.shipped, inner.before),
      transaction: state.transaction,
      before: inner.before,
      after: inner.after,
      facts: inner.facts.within?.own ?? inner.facts,
      fills: inner.facts.error ? [] : fillsOf(inner.statement, inner.before, inner.after),
      phase: phaseOf(inner.statement, inner.facts.within?.own ?? inner.facts),
      postgres: inner.before.postgres,
      inner: { of: statement, path: inner.path, via: inner.via },
    });
    for (const deeper of inner.facts.within?.steps ?? [])
      add({ ...deeper, via: [...inner.via, ...deeper.via], path: inner.path === "always" ? deeper.path : inner.path });
    state = afterStatement({ ...state, catalog: inner.before }, inner.statement, inner.facts, inner.after);
  };
  facts.within?.steps.forEach(add);
  return ran;
}

/** Replays a migration of the past: the catalog counts, and what later steps rest on; no facts are told. */
export function replayHistory(migration: Migration, catalog: Catalog, before: Shipped): Omit<Replayed, "steps"> {
  const unjudged = new UnjudgedStatements();
  let state = sessionFor(migration, catalog);
  let shipped = before;
  for (const statement of migration.statements) {
    if (isTimeOver()) {
      unjudged.note(statement, { why: "limit", text: timeLimit });
      state = { ...state, catalog: uncertain(state.catalog) };
      break;
    }
    state = inItsSession(state, migration, statement, catalog);
    if (sharesQuery(migration, statement)) state = enterQuery(state);
    const { catalog: now } = state;
    const after = statement.error
      ? now
      : attempt(() => applied(now, statement), unjudged.at(statement, uncertain(now)));
    const fills = attempt(
      () => (unknownColumn(statement, now) ? undefined : fillsOf(statement, now, after)),
      unjudged.at(statement, undefined),
    );
    noteError(statement, unjudged);
    if (fills) shipped = shippedWith(shipped, migration, statement, fills, now, after);
    state = afterStatement(state, statement, noFacts, unjudged.has(statement) ? uncertain(after) : after);
    if (isLastOfQuery(migration, statement)) state = leaveQuery(state);
  }
  return { catalog: freshSession(back(state).catalog, catalog), shipped, unjudged: unjudged.all };
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
    const { relationNames, typeNames, shared } = this.#catalog;
    const oid = relationNames.get(name) ?? typeNames.get(name) ?? shared?.get(name) ?? this.#routine(name);
    return oid !== undefined && this.#soFar.made.some(([from, to]) => from <= oid && oid < to);
  }

  /** A routine's newest overload. */
  #routine(name: string): number | undefined {
    const oids = this.#catalog.routineNames.get(name);
    return oids && Math.min(...oids);
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
