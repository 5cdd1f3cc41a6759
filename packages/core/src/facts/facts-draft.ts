import type { Catalog, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import type { Message } from "../text/message.js";
import { foundSpan } from "../text/sought-span.js";
import type { Span } from "../text/span.js";
import {
  noFacts,
  type Break,
  type Facts,
  type IndexBuild,
  type Lock,
  type Loss,
  type PredictedError,
  type RelationName,
  type Scan,
} from "./facts.js";
import type { InnerStep } from "./inner-step.js";
import { stronger, type LockMode } from "./lock.js";

/** Facts while they are gathered: one lock per relation, the strongest; nothing twice. */
export class FactsDraft {
  readonly catalog: Catalog;
  readonly #locks = new Map<RelationName, Held>();
  // Made when they are needed: most statements have none of them.
  #rewrites: Set<RelationName> | undefined;
  #scans: Map<string, Scan> | undefined;
  #assumed: Map<string, Message> | undefined;
  #dynamic: Map<string, Message> | undefined;
  readonly #builds: IndexBuild[] = [];
  readonly #losses: Loss[] = [];
  readonly #breaks: Break[] = [];
  #error: PredictedError | undefined;
  /** What bodies do that the statement runs, and the statements in them. */
  #bodies: { readonly facts: Facts; readonly onRows: boolean }[] | undefined;
  #steps: InnerStep[] | undefined;
  #after: Catalog | undefined;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** The catalog after the bodies that ran until now. */
  get now(): Catalog {
    return this.#after ?? this.catalog;
  }

  /** A body ran, and left the catalog so. */
  become(catalog: Catalog): void {
    if (catalog !== this.now) this.#after = catalog;
  }

  /** `onRows`: taken only by a statement that finds or makes a row. The statement's own targets have no `why`. */
  lock(relation: Relation | RelationName, mode: LockMode, why?: Lock["why"], onRows = false): void {
    const name = typeof relation === "string" ? relation : relationName(relation);
    if (isSystem(name)) return;
    const known = this.#locks.get(name);
    const always = onRows ? known?.always : strongest(known?.always, mode);
    const rows = onRows ? strongest(known?.rows, mode) : known?.rows;
    this.#locks.set(name, {
      always,
      rows,
      why: known ? (known.why === undefined ? undefined : why && known.why) : why,
    });
  }

  rewrite(relation: Relation): void {
    const name = relationName(relation);
    if (!isSystem(name)) (this.#rewrites ??= new Set()).add(name);
  }

  scan(relation: Relation | RelationName, why: Scan["why"], span?: Span, endsAtFirstRow = false): void {
    const name = typeof relation === "string" ? relation : relationName(relation);
    if (isSystem(name)) return;
    const key = `${name} ${why}`;
    const scans = (this.#scans ??= new Map());
    if (scans.has(key)) return;
    const scan = { relation: name, why, ...(span ? { span: foundSpan(span) } : {}) };
    scans.set(key, endsAtFirstRow ? { ...scan, endsAtFirstRow } : scan);
  }

  build(build: IndexBuild): void {
    if (isSystem(build.table)) return;
    this.#builds.push({ ...build, span: foundSpan(build.span) });
  }

  lose(loss: Loss): void {
    if (!this.#losses.some((each) => each.what === loss.what && each.name === loss.name))
      this.#losses.push({ ...loss, span: foundSpan(loss.span) });
  }

  breaks(broken: Break): void {
    if (!this.#breaks.some((each) => each.of === broken.of && each.why === broken.why))
      this.#breaks.push({ ...broken, span: foundSpan(broken.span) });
  }

  /** Something that the catalog does not know, and what is taken to be so. */
  assume(text: Message): void {
    (this.#assumed ??= new Map()).set(JSON.stringify(text), text);
  }

  /** Something that only the running statement can tell. */
  depends(text: Message): void {
    (this.#dynamic ??= new Map()).set(JSON.stringify(text), text);
  }

  get error(): PredictedError | undefined {
    return this.#error;
  }

  /** The first error counts: the server stops there. */
  refuse(sqlstate: string, message: Message, span: Span): void {
    this.#error ??= { sqlstate, message, span: foundSpan(span) };
  }

  /** Takes over what another statement does within this one; `onRows`: what it does for each row. */
  include(facts: Facts, onRows = false): void {
    const { within } = facts;
    if (!within) return this.#take(facts, onRows);
    this.#take(within.own, onRows);
    this.includeBody(facts, within.steps, onRows);
    if (within.after) this.become(within.after);
  }

  /** Takes over what a body does that this statement runs; `steps` are the statements in it. */
  includeBody(facts: Facts, steps: readonly InnerStep[], onRows = false): void {
    (this.#bodies ??= []).push({ facts, onRows });
    const known = (this.#steps ??= []);
    for (const step of steps) known.push(step);
  }

  #take(facts: Facts, onRows: boolean): void {
    for (const lock of facts.locks) {
      if (lock.onRows !== undefined && lock.onRows !== "NONE") this.lock(lock.relation, lock.onRows, lock.why, onRows);
      this.lock(lock.relation, lock.mode, lock.why, onRows || lock.onRows !== undefined);
    }
    for (const name of facts.rewrites) (this.#rewrites ??= new Set()).add(name);
    for (const scan of facts.scans) this.scan(scan.relation, scan.why, scan.span, scan.endsAtFirstRow);
    for (const build of facts.indexBuilds) this.build(build);
    for (const loss of facts.losses) this.lose(loss);
    for (const broken of facts.breaks) this.breaks(broken);
    if (facts.certainty === "exact") return;
    if ("assumed" in facts.certainty) facts.certainty.assumed.forEach((text) => this.assume(text));
    else facts.certainty.dynamic.forEach((text) => this.depends(text));
  }

  facts(): Facts {
    const bodies = this.#bodies;
    if (!bodies) return this.#facts();
    const own = this.#facts();
    this.#bodies = undefined;
    for (const { facts, onRows } of bodies) this.#take(facts, onRows);
    return {
      ...this.#facts(),
      within: { own, steps: this.#steps ?? [], ...(this.#after ? { after: this.#after } : {}) },
    };
  }

  #facts(): Facts {
    const assumed = [...(this.#assumed?.values() ?? [])];
    const dynamic = [...(this.#dynamic?.values() ?? [])];
    const certainty = dynamic.length ? { dynamic: [...dynamic, ...assumed] } : assumed.length ? { assumed } : "exact";
    if (this.#error) return { ...noFacts, error: this.#error, certainty };
    return {
      locks: Array.from(this.#locks, ([relation, held]) => lockOf(relation, held)),
      rewrites: this.#rewrites ? [...this.#rewrites] : noFacts.rewrites,
      scans: this.#scans ? [...this.#scans.values()] : noFacts.scans,
      indexBuilds: this.#builds,
      losses: this.#losses,
      breaks: this.#breaks,
      certainty,
    };
  }
}

function isSystem(name: RelationName): boolean {
  return name.startsWith("pg_catalog.");
}

/** The strongest mode that is held in any case, and the strongest that rows bring. */
interface Held {
  readonly always: LockMode | undefined;
  readonly rows: LockMode | undefined;
  readonly why: Lock["why"] | undefined;
}

function strongest(known: LockMode | undefined, mode: LockMode): LockMode {
  return known ? stronger(known, mode) : mode;
}

function lockOf(relation: RelationName, { always, rows, why }: Held): Lock {
  const mode = rows ? strongest(always, rows) : (always ?? "ACCESS SHARE");
  return { relation, mode, ...(why ? { why } : {}), ...(mode === always ? {} : { onRows: always ?? "NONE" }) };
}
