import { apply } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { isPartlyUnknown } from "../catalog/program/sketch.js";
import type { Effects, Path, Program } from "../catalog/program/effects.js";
import { ProgramRun } from "../catalog/program/run.js";
import type { Statement, SyntaxError } from "../sql/statement.js";
import { msg, type Message } from "../text/message.js";
import { conditional } from "./conditional.js";
import { FactsDraft } from "./facts-draft.js";
import { execute, factsOf } from "./execute.js";
import { noFacts, type Facts, type RelationName } from "./facts.js";
import type { Place } from "./family.js";
import { shownAt, type InnerStep } from "./inner-step.js";
import { isNothing, namedBefore } from "./program-facts.js";

/** Changes of rows and queries, whose locks a row brings or does not. */
const onRowsOnly = /^(?:Select|Insert|Update|Delete|Merge)Stmt$/;

/** Facts of a PL/pgSQL body: of the statements that it runs, which are told as its inner steps. */
export function programFacts(place: Place, program: Omit<Program, "within" | "catalog">): Facts {
  const gathered = new Gathered(place);
  const run = new ProgramRun({ ...program, within: place.statement, catalog: place.before }, gathered).run();
  return gathered.facts(run);
}

/** Gathers the facts of the statements that a body runs. */
class Gathered implements Effects<Message> {
  readonly #place: Place;
  /** The draft, on those of the blocks around that may yet be undone. */
  readonly #drafts: FactsDraft[];
  /** The statements that ran, likewise. */
  readonly #steps: InnerStep[][] = [[]];
  #unseen = false;

  constructor(place: Place) {
    this.#place = place;
    this.#drafts = [new FactsDraft(place.before)];
  }

  get #draft(): FactsDraft {
    return this.#drafts.at(-1)!;
  }

  run(statement: Statement, catalog: Catalog, path: Path, via: readonly string[]): ReturnType<Effects<Message>["run"]> {
    const existence = path === "always" && this.#place.existence !== "maybe" ? "certain" : "maybe";
    const executed = execute(statement, catalog, { ...this.#place.transaction, open: true }, existence);
    const facts = shownAt(executed.facts, statement.shownAt);
    if (facts.error) {
      // Where it would fail, the path is not taken.
      if (path === "rows") this.#draft.depends(conditional);
      if (path !== "always") return { catalog };
    }
    // Rules judge what it does where it runs, not where it may have run.
    const after = path === "always" ? executed.after : apply(facts.within?.after ?? catalog, statement);
    this.#steps.at(-1)!.push({ statement, before: catalog, after, facts, path, via });
    if (facts.error) return { catalog, failure: facts.error };
    if (path === "maybe" || path === "some-rows") {
      if (isNothing(facts)) return { catalog: executed.after };
      if (path === "maybe" || !onRowsOnly.test(statement.kind)) this.#draft.depends(conditional);
    }
    const { within: _, ...whole } = facts;
    this.#draft.include(namedBefore(whole, this.#place.before, catalog), path !== "always");
    return { catalog: executed.after };
  }

  /** What is locked of what the known parts name counts all the same. */
  unknown(statements: readonly Statement[], catalog: Catalog, path: Path): void {
    this.#unseen = true;
    this.#draft.depends(msg`The SQL of an EXECUTE is known only when it runs.`);
    for (const statement of statements) {
      const facts = factsOf(statement, { ...catalog, complete: false }, { ...this.#place.transaction, open: true });
      const known = ({ relation }: { readonly relation: RelationName }): boolean =>
        catalog.relationNames.has(relation) && !isPartlyUnknown(relation);
      const { rewrites, indexBuilds, locks, scans } = facts;
      const parts: Facts = {
        ...noFacts,
        locks: locks.filter(known),
        scans: scans.filter(known),
        rewrites: rewrites.filter((relation) => known({ relation })),
        indexBuilds: indexBuilds.filter(({ table }) => known({ relation: table })),
      };
      this.#draft.include(namedBefore(parts, this.#place.before, catalog), path !== "always");
    }
  }

  refused({ message }: SyntaxError): Message {
    return message;
  }

  raised(text: string): Message {
    return msg`${text}`;
  }

  begin(): void {
    this.#drafts.push(new FactsDraft(this.#place.before));
    this.#steps.push([]);
  }

  end(keep: boolean): void {
    const inner = this.#drafts.pop();
    const steps = this.#steps.pop();
    if (!keep) return;
    if (inner) this.#draft.include(inner.facts());
    const outer = this.#steps.at(-1);
    for (const step of steps ?? []) outer?.push(step);
  }

  facts({ catalog, failure }: ReturnType<ProgramRun<Message>["run"]>): Facts {
    if (failure) this.#draft.refuse(failure.sqlstate, failure.message, failure.span);
    const whole = this.#draft.facts();
    const steps = this.#steps[0] ?? [];
    const told = steps.some(({ facts }) => facts.error !== undefined);
    const own: Facts = {
      ...noFacts,
      certainty: whole.certainty,
      ...(whole.error && !told ? { error: whole.error } : {}),
    };
    const after = this.#unseen ? { ...catalog, unseen: true } : catalog;
    return { ...whole, within: { own, steps, after } };
  }
}
