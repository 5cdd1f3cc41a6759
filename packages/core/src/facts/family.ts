import type { Catalog, Existence } from "../catalog/catalog.js";
import type { NodeKind, NodeOf, PostgresMajor, Statement } from "../sql/statement.js";
import type { Facts } from "./facts.js";
import type { Transaction } from "./transaction.js";

/** What a family of statements is given to tell the facts of one statement. */
export interface FactsInput<Kind extends NodeKind = NodeKind> {
  readonly statement: Statement;
  readonly node: NodeOf<Kind>;
  readonly before: Catalog;
  readonly transaction: Transaction;
  readonly postgres: PostgresMajor;
  /** The rules whose actions are looked into: one that comes back to itself is not followed. */
  readonly within?: ReadonlySet<number>;
  /** "maybe" where a condition or a row decides whether it runs: what its bodies make may then be there. */
  readonly existence?: Existence;
}

/** Where a statement stands, whatever its kind. */
export type Place = Omit<FactsInput, "node">;

/** Tells the facts of one kind of statement. */
export type Family<Kind extends NodeKind> = (input: FactsInput<Kind>) => Facts;

/** Kind of node -> its family. Each family file exports one such part; `execute.ts` joins them. */
export type Families = { readonly [Kind in NodeKind]?: Family<Kind> };
