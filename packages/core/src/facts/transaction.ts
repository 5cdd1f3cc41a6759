import { GrownNames, HeldLocks } from "./held.js";

/** What the current transaction has done before a statement. Outside a transaction every statement starts afresh. */
export interface Transaction {
  /** Opened by BEGIN, by the runner, or implicitly by a query of several statements. */
  readonly open: boolean;
  /** Locks that are held, strongest mode per relation, but those on relations that it created, which nobody else sees. */
  readonly locks: HeldLocks;
  /** Relations created in it. */
  readonly created: GrownNames;
  /** Enum values added in it, "schema.type.value": not usable before COMMIT. */
  readonly newEnumValues: ReadonlySet<string>;
  /** Settings by SET and SET LOCAL in force, lower case name -> value as written; also outside a transaction. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Outside any transaction, nothing set. */
export const noTransaction: Transaction = {
  open: false,
  locks: HeldLocks.none,
  created: GrownNames.none,
  newEnumValues: new Set(),
  settings: new Map(),
};
