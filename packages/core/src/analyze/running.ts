import type { Catalog, Oid } from "../catalog/catalog.js";
import { notePreparations, type Preparations } from "../rules/preparation.js";
import type { End } from "../rules/rule.js";
import type { Step } from "../rules/step.js";
import type { Migration, Source } from "../source/migration.js";
import type { Shipment } from "./deployment.js";
import { deploymentAt, type DeploymentSoFar, type Replayed } from "./replay.js";

/** What every deployment of a run has in common. `shipped` is told anew at each migration, as it grows over all of them. */
export type Surroundings = Omit<DeploymentSoFar, "migrations" | "made" | "columns" | "batch" | "prepared" | "shipped">;

/** A deployment while its migrations are replayed: what it has made so far, and what its end is judged by. */
export class RunningDeployment {
  readonly migrations: readonly Migration[];
  readonly #around: Surroundings;
  readonly #columns = new Set<string>();
  readonly #contracts: Step[] = [];
  readonly #prepared: Preparations = new Map();
  #made: DeploymentSoFar["made"] = [];
  #batch: DeploymentSoFar["batch"];
  #judged = 0;

  constructor(migrations: readonly Migration[], around: Surroundings) {
    this.migrations = migrations;
    this.#around = around;
  }

  get made(): DeploymentSoFar["made"] {
    return this.#made;
  }

  /** As a migration sees it, whose objects get the numbers from `from` on. */
  before({ direction }: Migration, from: Oid, shipped: DeploymentSoFar["shipped"]): DeploymentSoFar {
    const made = madeUntil(this.#made, from, Number.POSITIVE_INFINITY);
    // A down migration runs another day, in a session of its own.
    return { ...this.#now(shipped), made, batch: direction === "up" ? this.#batch : undefined };
  }

  /** Takes in what an up migration did. */
  add({ steps, catalog, batch }: Replayed, from: Oid): void {
    for (const step of steps) if (step.phase === "contract") this.#contracts.push(step);
    notePreparations(this.#prepared, steps, this.#judged);
    this.#judged += steps.length;
    this.#made = madeUntil(this.#made, from, catalog.nextOid);
    this.#batch = batch;
  }

  /** @param all every migration that was read, in order */
  end(catalog: Catalog, shipped: DeploymentSoFar["shipped"], all: readonly Migration[]): End {
    const deployment = deploymentAt({ ...this.#now(shipped), prepared: this.#prepared }, catalog);
    return { of: "deployment", deployment, steps: this.#contracts, all };
  }

  #now(shipped: DeploymentSoFar["shipped"]): DeploymentSoFar {
    const { migrations } = this;
    return { ...this.#around, migrations, made: this.#made, columns: this.#columns, shipped, batch: this.#batch };
  }
}

/**
 * Each migration that is judged with the deployment that it is a part of: the one that ships, or that of its file alone,
 * which a down migration in another file shares with its up migration.
 */
export function runningDeployments(
  migrations: readonly Migration[],
  { shipping, alone }: Shipment,
  undo: ReadonlyMap<Migration, Migration>,
  around: Surroundings,
): ReadonlyMap<Migration, RunningDeployment> {
  const together = new RunningDeployment([...shipping], around);
  const files = new Map<Source, Migration[]>();
  for (const migration of migrations) {
    if (!alone.has(migration)) continue;
    const { source } = undo.get(migration) ?? migration;
    const known = files.get(source);
    if (known) known.push(migration);
    else files.set(source, [migration]);
  }
  const running = new Map<Migration, RunningDeployment>([...shipping].map((migration) => [migration, together]));
  for (const members of files.values()) {
    const own = new RunningDeployment(members, around);
    for (const migration of members) running.set(migration, own);
  }
  return running;
}

/** What a deployment made with one more migration's objects; neighbouring ranges become one, so that they stay few. */
function madeUntil(made: DeploymentSoFar["made"], from: Oid, to: Oid): DeploymentSoFar["made"] {
  const last = made.at(-1);
  return last?.[1] === from ? [...made.slice(0, -1), [last[0], to]] : [...made, [from, to]];
}

/**
 * Down migration -> the up migration that it undoes: they have the version in common (the name, where there is no version).
 * Left out are versions of several sections, which only undo each other together.
 */
export function undoneBy(migrations: readonly Migration[]): ReadonlyMap<Migration, Migration> {
  const versions = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const key = migration.version ?? `name ${migration.name}`;
    const known = versions.get(key);
    if (known) known.push(migration);
    else versions.set(key, [migration]);
  }
  const undone = new Map<Migration, Migration>();
  for (const [first, second, ...others] of versions.values()) {
    if (first?.direction === "up" && second?.direction === "down" && others.length === 0) undone.set(second, first);
  }
  return undone;
}
