import type { RelationName } from "../facts/facts.js";
import type { LockMode } from "../facts/lock.js";

/** A lock that the server held or asked for on a relation that existed before the statement. */
export interface ObservedLock {
  readonly relation: RelationName;
  readonly mode: LockMode;
}

/** What made the server read a relation in full, as its DEBUG1 messages tell; "read" where only its counters moved. */
export type ObservedScanReason = "verify" | "rewrite" | "foreign-key" | "index" | "read";

/** An existing relation that was read in full. `rows` is what the server's counters say, where they say it. */
export interface ObservedScan {
  readonly relation: RelationName;
  readonly why: ObservedScanReason;
  readonly rows?: number;
}

/** An index that was built on a table which existed before. */
export interface ObservedIndexBuild {
  readonly index: RelationName;
  readonly table: RelationName;
  /** Whether an index of that name was there before: it is built again (REINDEX, a rewrite), not added. */
  readonly rebuilt: boolean;
}

/** The error that the server raised: SQLSTATE and its message. */
export interface ObservedError {
  readonly sqlstate: string;
  readonly message: string;
}

/**
 * What a server did to run one statement. Relations are named "schema.name" as before the statement ("pg_temp.name" for
 * temporary ones); TOAST and system catalogs are left out, and so is what the statement itself created.
 */
export interface Observed {
  /** The strongest mode per relation, in order of name. A mode that the transaction held before is left out. */
  readonly locks: readonly ObservedLock[];
  /** Tables, materialized views and indexes whose live rows or entries were written to a new file. */
  readonly rewrites: readonly RelationName[];
  /** Relations that got a new and empty file (TRUNCATE), and sequences that were restarted or changed. */
  readonly emptied: readonly RelationName[];
  readonly scans: readonly ObservedScan[];
  readonly indexBuilds: readonly ObservedIndexBuild[];
  /** Relations that are there afterwards and were not before. */
  readonly created: readonly RelationName[];
  readonly error?: ObservedError;
  /** Time of the statement alone, in milliseconds. */
  readonly durationMs: number;
}
