import type { Catalog } from "../catalog/catalog.js";
import type { Message } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { InnerStep } from "./inner-step.js";
import type { LockMode } from "./lock.js";

/** Schema-qualified name, not quoted: "public.users". Temporary tables: "pg_temp.name". */
export type RelationName = string;

export interface Lock {
  readonly relation: RelationName;
  readonly mode: LockMode;
  /** Why this relation, where it is not the statement's own target. */
  readonly why?:
    "referenced" | "referencing" | "partition" | "parent" | "child" | "index" | "sequence" | "view" | "read" | "owner";
  /**
   * Set where the mode is taken only once the statement finds or makes a row (a foreign key's check, the partition that a
   * row goes to): the mode that is held without rows, "NONE" for no lock at all.
   */
  readonly onRows?: LockMode | "NONE";
}

/** Why an existing relation is read in full. */
export type ScanReason =
  "check" | "not-null" | "foreign-key" | "index" | "rewrite" | "partition-bound" | "domain" | "exclusion" | "read";

export interface Scan {
  readonly relation: RelationName;
  readonly why: ScanReason;
  readonly span?: Span;
  /** It is long for no table: the first row, if there is one, ends it with an error (ADD COLUMN ... NOT NULL without default). */
  readonly endsAtFirstRow?: true;
}

export interface IndexBuild {
  /** The index, as far as its name is known before the statement runs. */
  readonly index?: RelationName;
  readonly table: RelationName;
  /** False for CONCURRENTLY. */
  readonly blocksWrites: boolean;
  readonly blocksReads: boolean;
  /** The words to blame: `INDEX` in CREATE INDEX, `UNIQUE` in a constraint. */
  readonly span: Span;
}

/** Data that is gone afterwards. */
export interface Loss {
  readonly what: "table" | "column" | "rows" | "values" | "schema" | "sequence" | "view" | "enum-value" | "database";
  readonly name: string;
  /** The table or view that the loss is in, where there is one. */
  readonly relation?: RelationName;
  readonly span: Span;
}

/** Who of the previously deployed application no longer works. */
export interface Break {
  readonly who: "readers" | "writers" | "both";
  /** What they use: "public.users", "public.users.email", "schema public", "role app", "database d", "the server". */
  readonly of: string;
  /** Which writes, where not all. */
  readonly writes?: readonly string[];
  readonly why:
    | "dropped"
    | "renamed"
    | "retyped"
    | "required"
    | "constrained"
    | "moved"
    | "denied"
    | "default-dropped"
    | "generated"
    /** Writes fail, or are left out, whatever they write. */
    | "stopped";
  readonly span: Span;
}

/** The error that the server raises, when that is certain. */
export interface PredictedError {
  readonly sqlstate: string;
  readonly message: Message;
  readonly span: Span;
}

/** "exact", or what had to be assumed, each as a text of its own. */
export type Certainty = "exact" | { readonly assumed: readonly Message[] } | { readonly dynamic: readonly Message[] };

/** What PostgreSQL does to run a statement. No opinion: rules judge. */
export interface Facts {
  /** Every relation that existed before the statement, with the strongest mode held at any moment. Named as before it. */
  readonly locks: readonly Lock[];
  /** Relations whose live rows or entries are rewritten (tables, indexes, materialized views). */
  readonly rewrites: readonly RelationName[];
  readonly scans: readonly Scan[];
  readonly indexBuilds: readonly IndexBuild[];
  readonly losses: readonly Loss[];
  readonly breaks: readonly Break[];
  readonly error?: PredictedError;
  readonly certainty: Certainty;
  /** Set where the statement runs bodies: what it does by itself, and each statement that the bodies run. */
  readonly within?: Within;
}

/** A statement with bodies, apart from them: a DO block, a call of a function or procedure, a write that fires triggers. */
export interface Within {
  readonly own: Facts;
  readonly steps: readonly InnerStep[];
  /** The catalog after them, where they changed it, and before what the statement does by itself. */
  readonly after?: Catalog;
}

/** A statement that touches no relation: SET, CREATE ROLE, ... */
export const noFacts: Facts = {
  locks: [],
  rewrites: [],
  scans: [],
  indexBuilds: [],
  losses: [],
  breaks: [],
  certainty: "exact",
};
