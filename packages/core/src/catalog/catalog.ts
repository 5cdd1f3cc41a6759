import type { Node } from "@pgsql/types";
import type { PostgresMajor } from "../sql/statement.js";
import type { PersistentMap } from "./persistent-map.js";
import type {
  ExtendedStatistics,
  Extension,
  OtherObject,
  Policy,
  Publication,
  RewriteRule,
  Routine,
  Schema,
  Trigger,
  UserType,
} from "./catalog-objects.js";

export type * from "./catalog-objects.js";

/**
 * An object's identity for as long as it lives, as PostgreSQL's own OID: renames keep it, so whoever refers to an object
 * by it needs no mending. Numbers are handed out in order by the catalog; they are not a server's.
 */
export type Oid = number;

/** "certain", or "maybe" when only one branch of a condition (a DO block's IF, IF NOT EXISTS of the unknown) made it. */
export type Existence = "certain" | "maybe";

export type RelationKind =
  | "table"
  | "partitioned-table"
  | "foreign-table"
  | "view"
  | "materialized-view"
  | "index"
  | "partitioned-index"
  | "sequence"
  | "composite-type";

export type Persistence = "permanent" | "unlogged" | "temporary";

/** The volatility classes of functions, and so of expressions (manual 38.7). */
export type Volatility = "immutable" | "stable" | "volatile";

/** A type as a column has it. `name` is "schema.name" ("pg_catalog.int4"); arrays have `dimensions` > 0. */
export interface TypeRef {
  readonly name: string;
  /** The user-made type, where the catalog knows it. */
  readonly oid?: Oid;
  readonly typmods: readonly number[];
  readonly array: boolean;
}

/** A stored expression: its text, what it may do, and what it refers to. */
export interface Expression {
  readonly text: string;
  readonly node: unknown;
  readonly volatility: Volatility | "unknown";
}

export interface Column {
  readonly name: string;
  /** Position, from 1; dropped columns keep theirs, so numbers are not reused. */
  readonly number: number;
  readonly type: TypeRef;
  readonly collation?: string;
  readonly notNull: boolean;
  readonly default?: Expression;
  readonly identity?: "always" | "by-default";
  readonly generated?: "stored" | "virtual";
  readonly statistics?: number;
  readonly storage?: string;
  readonly compression?: string;
  /** True where the table has it itself; also inherited ones have `inherited` > 0. */
  readonly local: boolean;
  readonly inherited: number;
  readonly existence: Existence;
}

export type ConstraintKind = "check" | "not-null" | "primary-key" | "unique" | "foreign-key" | "exclusion" | "trigger";

export interface Constraint {
  readonly oid: Oid;
  readonly name: string;
  readonly kind: ConstraintKind;
  /** Column numbers of the table that it covers, in order. */
  readonly columns: readonly number[];
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  readonly noInherit: boolean;
  readonly local: boolean;
  readonly inherited: number;
  /** check: its expression. */
  readonly expression?: Expression;
  /** primary key, unique, exclusion: the index behind it. foreign key: the referenced index. */
  readonly index?: Oid;
  /** foreign key: the referenced table and columns. */
  readonly references?: Oid;
  readonly referencedColumns?: readonly number[];
  readonly onDelete?: string;
  readonly onUpdate?: string;
  readonly matchFull?: boolean;
  /** A partition's or child's constraint: the parent's one. */
  readonly parent?: Oid;
  readonly withoutOverlaps?: boolean;
}

export interface IndexKey {
  /** Column number, or 0 for an expression. */
  readonly column: number;
  readonly expression?: Expression;
  readonly collation?: string;
  readonly operatorClass?: string;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** What only indexes have. */
export interface IndexShape {
  readonly table: Oid;
  readonly method: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly exclusion: boolean;
  readonly nullsNotDistinct: boolean;
  readonly valid: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly number[];
  readonly predicate?: Expression;
  /** The partitioned index that this one is attached to. */
  readonly parent?: Oid;
  /** CLUSTER without an index orders the table by this one. */
  readonly clustered?: true;
}

export interface PartitionKey {
  readonly strategy: "range" | "list" | "hash";
  readonly columns: readonly number[];
  readonly expressions: readonly Expression[];
}

export interface PartitionOf {
  readonly parent: Oid;
  readonly default: boolean;
  /** The bound as the parser gives it; undefined for the DEFAULT partition. */
  readonly bound?: unknown;
  readonly detaching?: boolean;
}

export interface SequenceShape {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cycle: boolean;
  readonly cache: string;
  /** The column that owns it: table and column number, and whether by IDENTITY. */
  readonly ownedBy?: { readonly table: Oid; readonly column: number; readonly identity: boolean };
}

/** Everything in pg_class. Only the fields of its kind are set. */
export interface Relation {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly persistence: Persistence;
  readonly existence: Existence;
  readonly owner?: string | undefined;
  /** Tables, views, composite types; in order, without dropped ones. */
  readonly columns: readonly Column[];
  /** The number that the next column gets. */
  readonly nextColumn: number;
  readonly constraints: readonly Constraint[];
  /** The indexes on a table or materialized view. */
  readonly indexes: readonly Oid[];
  /** Inheritance: parents in order; children. Partitions are both. */
  readonly parents: readonly Oid[];
  readonly children: readonly Oid[];
  readonly partitionKey?: PartitionKey;
  readonly partitionOf?: PartitionOf;
  /** CREATE TABLE ... OF type. */
  readonly ofType?: Oid;
  readonly index?: IndexShape;
  readonly sequence?: SequenceShape;
  /** Views and materialized views: the SELECT as parsed. */
  readonly query?: unknown;
  readonly populated?: boolean;
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly rules: readonly RewriteRule[];
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly replicaIdentity: "default" | "full" | "nothing" | "index";
  readonly accessMethod?: string;
  readonly tablespace?: string;
  readonly options: ReadonlyMap<string, string>;
  /** Rows, where statistics are known. */
  readonly rows?: number;
  readonly bytes?: number;
}

/** A class of catalogued objects that dependencies join. */
export type ObjectClass =
  | "relation"
  | "type"
  | "routine"
  | "constraint"
  | "trigger"
  | "policy"
  | "rule"
  | "publication"
  | "schema"
  | "extension"
  | "statistics"
  | "default"
  | "other";

/** One object, or one column of a relation (`column` > 0). */
export interface ObjectAddress {
  readonly class: ObjectClass;
  readonly oid: Oid;
  readonly column?: number;
  /** constraint, trigger, policy, rule, statistics, default: the relation that it is on. */
  readonly relation?: Oid;
}

/**
 * pg_depend: `dependent` needs `on`. normal: DROP of `on` is refused without CASCADE; auto: goes with it; internal: part
 * of it, and cannot be dropped alone.
 */
export interface Dependency {
  readonly dependent: ObjectAddress;
  readonly on: ObjectAddress;
  readonly kind: "normal" | "auto" | "internal";
}

/** Settings of the session that change what names and types mean. */
export interface Session {
  readonly searchPath: readonly string[];
  /** Lower-case setting -> value. */
  readonly settings: ReadonlyMap<string, string>;
  /** Whose rights statements run with, and who owns what they make. */
  readonly role?: string;
  /** SET SESSION AUTHORIZATION. */
  readonly user?: string;
  /** The queries that PREPARE keeps, by name. Their names mean what they mean when EXECUTE comes. */
  readonly prepared?: ReadonlyMap<string, Node>;
  /** Temporary tables made with ON COMMIT DROP since the transaction began. */
  readonly dropOnCommit?: readonly Oid[];
}

/**
 * The schema as PostgreSQL would have it at a moment. Immutable: `apply` gives the next one. What it does not know is
 * unknown, not absent: `complete` tells whether the history began with an empty database or a full dump.
 */
export interface Catalog {
  readonly postgres: PostgresMajor;
  /** The server's exact version, as it tells it ("14.2 (Debian ...)"), where it was asked. */
  readonly server?: string;
  /** Whether everything that exists is in it. False when the history began before the files that were read. */
  readonly complete: boolean;
  /** An EXECUTE has run whose SQL nobody can tell. */
  readonly unseen?: boolean;
  readonly nextOid: Oid;
  readonly session: Session;
  /** The role that runs the migrations, where it was told. */
  readonly migrator?: string;
  /** Roles and databases that the history makes, as breaks name them ("role app"): all databases of the server share them. */
  readonly shared?: ReadonlyMap<string, Oid>;
  /** ALTER DATABASE and ALTER ROLE ... SET: settings of later sessions, by whom they are for (catalog/defaults.ts). */
  readonly defaults?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly schemas: PersistentMap<string, Schema>;
  readonly relations: PersistentMap<Oid, Relation>;
  /** "schema.name" -> relation; relations share one name space in a schema. */
  readonly relationNames: PersistentMap<string, Oid>;
  readonly types: PersistentMap<Oid, UserType>;
  readonly typeNames: PersistentMap<string, Oid>;
  readonly routines: PersistentMap<Oid, Routine>;
  /** "schema.name" -> overloads. */
  readonly routineNames: PersistentMap<string, readonly Oid[]>;
  /** What CREATE STATISTICS makes; their names are a name space of their own in a schema. */
  readonly statistics: PersistentMap<Oid, ExtendedStatistics>;
  readonly statisticsNames: PersistentMap<string, Oid>;
  readonly publications: PersistentMap<string, Publication>;
  readonly extensions: PersistentMap<string, Extension>;
  /** Foreign servers, collations, operators, ...: by `otherKey`. */
  readonly others: PersistentMap<string, OtherObject>;
  /** Object -> what depends on it, keyed by `addressKey`. */
  readonly dependents: PersistentMap<string, readonly Dependency[]>;
  /** Object -> what it depends on: the same dependencies, seen from the other side. */
  readonly dependencies: PersistentMap<string, readonly Dependency[]>;
  /** "schema.name" -> how many constraints have that name there: generated names avoid them. */
  readonly constraintNames: PersistentMap<string, number>;
  /** Relation -> foreign keys that point at it, as [referencing table, constraint]. */
  readonly referencedBy: PersistentMap<Oid, readonly { readonly table: Oid; readonly constraint: Oid }[]>;
}
