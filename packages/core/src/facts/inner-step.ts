import type { Catalog } from "../catalog/catalog.js";
import type { Path } from "../catalog/program/effects.js";
import type { Statement } from "../sql/statement.js";
import type { Span } from "../text/span.js";
import type { Facts } from "./facts.js";

/** One statement that the body of another one runs, in its place there. */
export interface InnerStep {
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly facts: Facts;
  /** Whether it runs in any case. */
  readonly path: Path;
  /** The way to it, from the outside: "do", "if", "loop", "handler", "call public.f()", "trigger t". */
  readonly via: readonly string[];
}

/** The step as seen from one call further out. */
export function reachedBy(way: string, step: InnerStep, path: Path = "always"): InnerStep {
  return { ...step, via: [way, ...step.via], path: path === "always" ? step.path : path };
}

/** The facts with all their places at one span: those of a statement whose text does not stand in the source. */
export function shownAt(facts: Facts, span: Span | undefined): Facts {
  if (!span) return facts;
  const there = <Each extends object>(each: Each): Each & { readonly span: Span } => ({ ...each, span });
  return {
    ...facts,
    scans: facts.scans.map((scan) => (scan.span ? there(scan) : scan)),
    indexBuilds: facts.indexBuilds.map(there),
    losses: facts.losses.map(there),
    breaks: facts.breaks.map(there),
    ...(facts.error ? { error: there(facts.error) } : {}),
    ...(facts.within ? { within: { ...facts.within, own: shownAt(facts.within.own, span) } } : {}),
  };
}
