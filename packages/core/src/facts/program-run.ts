import { tryApply } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { isPartlyUnknown } from "../catalog/program/sketch.js";
import type { Effects, Path, Program } from "../catalog/program/effects.js";
import { ProgramRun } from "../catalog/program/run.js";
import type { Statement } from "../sql/statement.js";
import { msg, type Message } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import { factsOf } from "./facts-of.js";
import { noFacts, type Facts, type RelationName } from "./facts.js";
import type { Place } from "./family.js";
import { isNothing, namedBefore } from "./program-facts.js";

/** Changes of rows and queries, whose locks a row brings or does not. */
const onRowsOnly = /^(?:Select|Insert|Update|Delete|Merge)Stmt$/;

/** What the statements do is known; which of them run, only the server can tell. Facts then have those of all. */
export const conditional = msg`A condition decides whether parts of the body run.`;

/** Facts of a PL/pgSQL body: of the statements that it runs. */
export function programFacts(place: Place, program: Omit<Program, "within" | "catalog">): Facts {
  const gathered = new Gathered(place);
  const { failure } = new ProgramRun({ ...program, within: place.statement, catalog: place.before }, gathered).run();
  return gathered.facts(failure);
}

/** Gathers the facts of the statements that a body runs. */
class Gathered implements Effects<Message> {
  readonly #place: Place;
  /** The draft, on those of the blocks around that may yet be undone. */
  readonly #drafts: FactsDraft[];

  constructor(place: Place) {
    this.#place = place;
    this.#drafts = [new FactsDraft(place.before)];
  }

  get #draft(): FactsDraft {
    return this.#drafts.at(-1)!;
  }

  run(statement: Statement, catalog: Catalog, path: Path): ReturnType<Effects<Message>["run"]> {
    const facts = factsOf(statement, catalog, { ...this.#place.transaction, open: true });
    if (path === "maybe" || path === "some-rows") {
      // Where it would fail, the path is not taken.
      if (facts.error || isNothing(facts)) return { catalog };
      if (path === "maybe" || !onRowsOnly.test(statement.kind)) this.#draft.depends(conditional);
    } else if (facts.error) {
      if (path === "always") return { catalog, failure: facts.error };
      this.#draft.depends(conditional);
      return { catalog };
    }
    this.#draft.include(namedBefore(facts, this.#place.before, catalog), path !== "always");
    return { catalog: tryApply(catalog, statement).catalog };
  }

  /** What is locked of what the known parts name counts all the same. */
  unknown(statements: readonly Statement[], catalog: Catalog, path: Path): void {
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

  raised(text: string): Message {
    return msg`${text}`;
  }

  begin(): void {
    this.#drafts.push(new FactsDraft(this.#place.before));
  }

  end(keep: boolean): void {
    const inner = this.#drafts.pop();
    if (keep && inner) this.#draft.include(inner.facts());
  }

  facts(
    failure: { readonly sqlstate: string; readonly message: Message; readonly span: Statement["span"] } | undefined,
  ): Facts {
    if (failure) this.#draft.refuse(failure.sqlstate, failure.message, failure.span);
    return this.#draft.facts();
  }
}
