import type { Lock, RelationName } from "./facts.js";

/** What the current transaction has done before a statement. Outside a transaction every statement starts afresh. */
export interface Transaction {
  /** Opened by BEGIN, by the runner, or implicitly by a query of several statements. */
  readonly open: boolean;
  /** Locks that are held, strongest mode per relation. */
  readonly locks: readonly Lock[];
  /** Relations created in it. */
  readonly created: ReadonlySet<RelationName>;
  /** Enum values added in it, "schema.type.value": not usable before COMMIT. */
  readonly newEnumValues: ReadonlySet<string>;
  /** Settings by SET and SET LOCAL in force, lower case name -> value as written; also outside a transaction. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Outside any transaction, nothing set. */
export const noTransaction: Transaction = {
  open: false,
  locks: [],
  created: new Set(),
  newEnumValues: new Set(),
  settings: new Map(),
};
