import type { Node, ObjectType } from "@pgsql/types";
import type { Existence, Expression, Oid, TypeRef, Volatility } from "./catalog.js";

export interface Schema {
  readonly oid: Oid;
  readonly name: string;
  readonly owner?: string | undefined;
  readonly existence: Existence;
  /** IMPORT FOREIGN SCHEMA made tables in it that no text names. */
  readonly imported?: true;
}

export interface Trigger {
  readonly oid: Oid;
  readonly name: string;
  readonly timing: "before" | "after" | "instead";
  readonly events: readonly string[];
  readonly row: boolean;
  readonly function: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
  readonly constraint: boolean;
  /** It does not fire for each of its events: WHEN, UPDATE OF. */
  readonly conditional?: true;
  /** The parent's trigger that it was cloned from. */
  readonly parent?: Oid;
}

export interface Policy {
  readonly oid: Oid;
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  readonly roles: readonly string[];
}

export interface RewriteRule {
  readonly oid: Oid;
  readonly name: string;
  readonly event: string;
  readonly instead: boolean;
  /** Whether sessions follow it: neither disabled nor for replicas only. */
  readonly enabled: boolean;
  readonly condition?: Node;
  /** As written; `relations` are what the names in condition and actions meant when it was made. */
  readonly actions: readonly Node[];
  readonly relations: readonly (Oid | undefined)[];
}

/** A type that a user made; composite types and row types of tables are relations. */
export interface UserType {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly kind: "enum" | "domain" | "range" | "multirange" | "base" | "shell" | "composite";
  readonly existence: Existence;
  readonly owner?: string | undefined;
  /** enum: labels in order. */
  readonly labels?: readonly string[];
  /** domain. */
  readonly base?: TypeRef;
  readonly collation?: string;
  readonly notNull?: boolean;
  readonly default?: Expression;
  readonly checks?: readonly {
    readonly oid: Oid;
    readonly name: string;
    readonly expression: Expression;
    readonly validated: boolean;
  }[];
  /** composite: the relation with its attributes. */
  readonly relation?: Oid;
}

export interface Routine {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly kind: "function" | "procedure" | "aggregate" | "window";
  /** Input argument types, as `TypeRef`s. */
  readonly arguments: readonly TypeRef[];
  readonly argumentNames: readonly string[];
  readonly defaults: number;
  readonly returns?: TypeRef;
  readonly returnsSet: boolean;
  readonly volatility: Volatility;
  readonly language: string;
  readonly strict: boolean;
  readonly securityDefiner: boolean;
  readonly body?: string;
  /** aggregates: the functions that it is made of, "name" or "schema.name". */
  readonly calls?: readonly string[];
  /** The statements of a body in standard SQL (BEGIN ATOMIC, RETURN), and the relations that its names meant then. */
  readonly atomic?: { readonly statements: readonly Node[]; readonly relations: readonly (Oid | undefined)[] };
  readonly existence: Existence;
  readonly owner?: string | undefined;
}

export interface Publication {
  readonly oid: Oid;
  readonly name: string;
  readonly allTables: boolean;
  readonly tables: readonly Oid[];
  readonly schemas: readonly string[];
  readonly publishes: readonly string[];
}

/** What holds no rows and names no table, but what tables may need: a foreign server, a collation, an operator, ... */
export interface OtherObject {
  readonly oid: Oid;
  readonly existence: Existence;
  readonly type: ObjectType;
  /** None for kinds that are not in schemas. */
  readonly schema?: string;
  readonly name: string;
  /** operator: its types. operator class and family: the access method. */
  readonly detail?: string;
  /** foreign data wrapper: it has no handler, so that its tables cannot be used. */
  readonly bare?: true;
  /** text search configuration: the dictionaries that a kind of token goes to, the server's own by their names. */
  readonly mappings?: ReadonlyMap<string, readonly (Oid | string)[]>;
  /** event trigger: for which event it fires, and for which commands; all where there are no tags. */
  readonly event?: { readonly name: string; readonly tags: readonly string[] };
  /** subscription and event trigger: it does not run. subscription: or has no slot at the publisher. */
  readonly disabled?: true;
  readonly slotless?: true;
}

export interface Extension {
  readonly oid?: Oid;
  readonly name: string;
  readonly schema: string;
  readonly version?: string;
}

/** CREATE STATISTICS: what the planner learns about columns of a table together. */
export interface ExtendedStatistics {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly table: Oid;
  /** Column numbers, ascending. */
  readonly columns: readonly number[];
  readonly expressions: readonly Expression[];
  readonly existence: Existence;
  readonly owner?: string | undefined;
}
