import type { Statement, SyntaxError } from "../../sql/statement.js";
import type { Span } from "../../text/span.js";
import type { Catalog } from "../catalog.js";
import type { Scope } from "./value.js";

/**
 * How a statement of a body comes to run: in any case, only for each row of something, as a condition says for each row of
 * something, or as a condition says.
 */
export type Path = "always" | "rows" | "some-rows" | "maybe";

/** Why the server would stop. */
export interface Failure<Text> {
  readonly sqlstate: string;
  readonly message: Text;
  readonly span: Span;
}

/** What running the statements of a body does, for the one who asks. */
export interface Effects<Text> {
  /** Runs a statement on the catalog as it is then; gives the one after it, or why it fails whatever happens. */
  run(
    statement: Statement,
    catalog: Catalog,
    path: Path,
    via: readonly string[],
  ): { readonly catalog: Catalog; readonly failure?: Failure<Text> };
  /** An EXECUTE whose SQL nobody can tell; `statements` are as much of it as is known, with names that are not (`sketch`). */
  unknown(statements: readonly Statement[], catalog: Catalog, path: Path): void;
  /** SQL of the body that cannot be parsed. */
  refused(error: SyntaxError): Text;
  /** The words of RAISE EXCEPTION. */
  raised(text: string): Text;
  /** A block with an EXCEPTION part begins; what is done in it counts, or is undone, when it ends. */
  begin(): void;
  end(keep: boolean): void;
}

export interface Program {
  /** The parser's JSON of the routine (`parseRoutines`). */
  readonly json: unknown;
  /** The values of arguments, by their names and as "$1". */
  readonly given: Scope;
  /** The body's statements by their text, for their places in the source. */
  readonly placed: readonly Statement[];
  /** Its EXECUTEs by their expression, likewise. */
  readonly dynamic?: readonly { readonly expression: string; readonly span: Span }[];
  /** The statement that runs the body: where what has no place stands. */
  readonly within: Statement;
  readonly catalog: Catalog;
}
