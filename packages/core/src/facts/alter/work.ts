import type { ObjectType } from "@pgsql/types";
import type { Catalog, Constraint, Oid, Relation } from "../../catalog/catalog.js";
import type { Name } from "../../catalog/lookup.js";
import { emptyRelation } from "../../catalog/relations.js";
import type { PostgresMajor, Statement } from "../../sql/statement.js";
import { msg, type Message } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import { FactsDraft } from "../facts-draft.js";
import { isSystemName, resolve } from "../targets.js";

/** The facts of one ALTER while they are gathered, with the statement that they are of. */
export class Work extends FactsDraft {
  readonly statement: Statement;
  readonly postgres: PostgresMajor;

  constructor(statement: Statement, catalog: Catalog) {
    super(catalog);
    this.statement = statement;
    this.postgres = catalog.postgres;
  }
}

/** Whether a relation has files of its own that a rewrite replaces or a scan reads. */
export function hasRows(relation: Relation): boolean {
  return relation.kind === "table" || relation.kind === "materialized-view";
}

/** A relation that nothing is known of: taken to be a table that exists, holds rows and is in use. */
export function unknownRelation(catalog: Catalog, name: Name, kind: Relation["kind"]): Relation {
  return {
    oid: -1,
    schema: name.schema ?? catalog.session.searchPath[0] ?? "public",
    name: name.name,
    kind,
    ...emptyRelation,
    existence: "maybe",
  };
}

/**
 * The relation that a name means. Where the catalog lacks it: undefined with the server's error if it certainly does not
 * exist (or is the server's own), else one of which nothing is known, and that is said.
 */
export function targetOf(work: Work, name: Name, span: Span, kind: Relation["kind"]): Relation | undefined {
  const known = resolve(work, name, span);
  if (known || work.error || isSystemName(work.catalog, name)) return known;
  return unknownRelation(work.catalog, name, kind);
}

export function isUnknown(relation: Relation): boolean {
  return relation.oid < 0;
}

interface KeyInto {
  readonly table: Relation;
  readonly constraint: Constraint;
}

/** Foreign keys that point at a relation: the referencing table and its constraint. */
export function referencing(catalog: Catalog, relation: Relation): KeyInto[] {
  return (catalog.referencedBy.get(relation.oid) ?? []).flatMap(({ table, constraint }) => {
    const from = catalog.relations.get(table);
    const found = from?.constraints.find((each) => each.oid === constraint);
    return from && found ? [{ table: from, constraint: found }] : [];
  });
}

/**
 * Those that a partition has to follow: keys that point at the relation, or at what it is a partition of; without those that
 * partitions have from their parents.
 */
export function referencingTree(catalog: Catalog, relation: Relation): KeyInto[] {
  const own = referencing(catalog, relation).filter(({ constraint }) => constraint.parent === undefined);
  const parent = relationOf(catalog, relation.partitionOf?.parent);
  return parent ? [...own, ...referencingTree(catalog, parent)] : own;
}

/** The relation of an oid, if the catalog has it. */
export function relationOf(catalog: Catalog, oid: Oid | undefined): Relation | undefined {
  return oid === undefined ? undefined : catalog.relations.get(oid);
}

const nouns: { readonly [Type in ObjectType]?: readonly [kinds: RegExp, noun: Message] } = {
  OBJECT_VIEW: [/^view$/, msg`a view`],
  OBJECT_MATVIEW: [/^materialized-view$/, msg`a materialized view`],
  OBJECT_SEQUENCE: [/^sequence$/, msg`a sequence`],
  OBJECT_FOREIGN_TABLE: [/^foreign-table$/, msg`a foreign table`],
  OBJECT_INDEX: [/index$/, msg`an index`],
};

/** ALTER VIEW and the like of a relation of another kind (42809). ALTER TABLE takes them all. */
export function refuseOtherKind(work: Work, type: ObjectType | undefined, target: Relation, span: Span): void {
  const wanted = type && nouns[type];
  if (!wanted || isUnknown(target) || wanted[0].test(target.kind)) return;
  work.refuse("42809", msg`"${target.name}" is not ${wanted[1]}`, span);
}
