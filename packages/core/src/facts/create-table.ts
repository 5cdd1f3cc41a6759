import type { Constraint as ConstraintNode, CreateStmt, Node, RangeVar } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { creationSchema, indexesOf, qualify, relationName, relationsOf } from "../catalog/lookup.js";
import { nameFrom, rangeName, strings, typeParts } from "../catalog/names.js";
import { findType } from "../catalog/type-names.js";
import { msg } from "../text/message.js";
import { provesOutside } from "./alter/bound-proof.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { family, lockNamed, resolve } from "./targets.js";
import { nameSpan } from "./words.js";

type Input = Place;

function createTable(input: FactsInput<"CreateStmt">): Facts {
  const draft = new FactsDraft(input.before);
  tableFacts(draft, input, input.node);
  return draft.facts();
}

/** CREATE TABLE, also within CREATE SCHEMA: what it takes of the relations that it refers to. */
export function tableFacts(draft: FactsDraft, input: Input, node: CreateStmt, foreign = false): void {
  const { statement } = input;
  if (taken(draft, input, node.relation, node.if_not_exists === true)) return;
  const type = draft.catalog.types.get(draft.catalog.typeNames.get(newName(draft, node.relation)) ?? -1);
  if (type?.existence === "certain" && type.kind !== "composite") {
    draft.refuse("42710", msg`type "${type.name}" already exists`, nameSpan(statement, node.relation?.location));
  }
  const self = newName(draft, node.relation);
  if (node.partbound) partitionOf(draft, input, node, foreign);
  else {
    for (const parent of ranges(node.inhRelations)) {
      lockNamed(draft, parent, "SHARE UPDATE EXCLUSIVE", nameSpan(statement, parent.location), "parent");
    }
  }
  if (node.ofTypename) compositeType(draft, node.ofTypename.names);
  for (const element of node.tableElts ?? []) {
    if ("TableLikeClause" in element) {
      const source = element.TableLikeClause.relation;
      lockNamed(draft, source, "ACCESS SHARE", nameSpan(statement, source?.location), "read");
    }
  }
  for (const constraint of foreignKeys(node)) referenced(draft, input, constraint, self);
}

function ranges(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((each) => ("RangeVar" in each ? [each.RangeVar] : []));
}

/** "schema.name" of what CREATE makes. */
export function newName(draft: FactsDraft, range: RangeVar | undefined): string {
  const schema = range?.relpersistence === "t" ? "pg_temp" : (range?.schemaname ?? creationSchema(draft.catalog));
  return `${schema}.${range?.relname ?? ""}`;
}

/** Whether a relation of that name is there already; without IF NOT EXISTS error 42P07. */
export function taken(
  draft: FactsDraft,
  { statement }: Input,
  range: RangeVar | undefined,
  ifNotExists: boolean,
): Relation | undefined {
  const name = newName(draft, range);
  const known = draft.catalog.relations.get(draft.catalog.relationNames.get(name) ?? -1);
  if (known?.existence === "maybe")
    draft.assume(msg`It is not certain whether ${name} exists; it is assumed not to exist.`);
  else if (known && !ifNotExists)
    draft.refuse("42P07", msg`relation "${known.name}" already exists`, nameSpan(statement, range?.location));
  else if (!known && ifNotExists && !draft.catalog.complete) draft.assume(msg`${name} is assumed not to exist.`);
  return known?.existence === "maybe" ? undefined : known;
}

function foreignKeys(node: CreateStmt): ConstraintNode[] {
  const inColumns = (node.tableElts ?? []).flatMap((each) =>
    "ColumnDef" in each ? (each.ColumnDef.constraints ?? []) : [each],
  );
  return [...inColumns, ...(node.constraints ?? [])]
    .flatMap((each) => ("Constraint" in each ? [each.Constraint] : []))
    .filter((each) => each.contype === "CONSTR_FOREIGN");
}

/** SHARE ROW EXCLUSIVE on the referenced table and its partitions; none for a table that refers to itself. */
function referenced(draft: FactsDraft, { statement }: Input, constraint: ConstraintNode, self: string): void {
  const name = rangeName(constraint.pktable);
  const own =
    self.slice(self.indexOf(".") + 1) === name.name &&
    (name.schema === undefined || self.startsWith(`${name.schema}.`));
  if (own) return;
  const span = nameSpan(statement, constraint.pktable?.location);
  const table = resolve(draft, name, span);
  if (!table) return void draft.lock(qualify(draft.catalog, name), "SHARE ROW EXCLUSIVE", "referenced");
  if (table.kind !== "table" && table.kind !== "partitioned-table") {
    draft.refuse("42809", msg`referenced relation "${table.name}" is not a table`, span);
  }
  draft.lock(table, "SHARE ROW EXCLUSIVE", "referenced");
  if (table.kind !== "partitioned-table") return;
  for (const each of family(draft.catalog, table).slice(1)) draft.lock(each, "SHARE ROW EXCLUSIVE", "partition");
}

/**
 * CREATE TABLE ... PARTITION OF: ACCESS EXCLUSIVE on the parent and on its DEFAULT partition, which is read in full;
 * the parent's indexes, the tables that it references and those that reference it.
 */
function partitionOf(
  draft: FactsDraft,
  { statement, postgres }: Input,
  { inhRelations, partbound: bound }: CreateStmt,
  foreign: boolean,
): void {
  const [range] = ranges(inhRelations);
  const parent = lockNamed(draft, range, "ACCESS EXCLUSIVE", nameSpan(statement, range?.location), "parent");
  if (!parent) return;
  if (parent.kind !== "partitioned-table")
    draft.refuse("42809", msg`"${parent.name}" is not partitioned`, nameSpan(statement, range?.location));
  // A foreign table gets no indexes.
  if (!foreign)
    for (const index of indexesOf(draft.catalog, parent)) draft.lock(index, "SHARE UPDATE EXCLUSIVE", "index");
  for (const other of relationsOf(draft.catalog, parent.children)) {
    if (!other.partitionOf?.default) continue;
    for (const each of family(draft.catalog, other)) {
      draft.lock(each, "ACCESS EXCLUSIVE", "partition");
      if (each.kind !== "partitioned-table" && !provesOutside(parent, each, bound)) draft.scan(each, "partition-bound");
    }
  }
  for (const key of parent.constraints) {
    const table =
      key.kind === "foreign-key" && key.references !== undefined
        ? draft.catalog.relations.get(key.references)
        : undefined;
    if (!table) continue;
    const others = family(draft.catalog, table, table.kind === "partitioned-table");
    for (const each of others) if (each !== parent) draft.lock(each, "SHARE ROW EXCLUSIVE", "referenced");
  }
  for (const table of referencingTables(draft.catalog, parent)) {
    if (table !== parent) draft.lock(table, postgres >= 15 ? "SHARE ROW EXCLUSIVE" : "ACCESS SHARE", "referencing");
  }
}

/** The tables with keys to a table, or to what it is a partition of. */
function referencingTables(catalog: Catalog, relation: Relation): Relation[] {
  const own = (catalog.referencedBy.get(relation.oid) ?? []).flatMap(({ table, constraint }) => {
    const from = catalog.relations.get(table);
    const key = from?.constraints.find((each) => each.oid === constraint);
    return from && key && key.parent === undefined ? [from] : [];
  });
  const parent = relation.partitionOf && catalog.relations.get(relation.partitionOf.parent);
  return parent ? [...own, ...referencingTables(catalog, parent)] : own;
}

/** CREATE TABLE ... OF a composite type: its relation is read. */
function compositeType(draft: FactsDraft, names: readonly Node[] | undefined): void {
  const type = findType(draft.catalog, nameFrom(strings(names)));
  const relation = type?.relation === undefined ? undefined : draft.catalog.relations.get(type.relation);
  if (relation) draft.lock(relationName(relation), "ACCESS SHARE", "read");
  else if (!draft.catalog.complete)
    draft.assume(msg`${typeParts({ names: [...(names ?? [])] }).join(".")} is not in the history.`);
}

export const createTableFamilies: Families = {
  CreateStmt: createTable,
  CreateForeignTableStmt: (input) => {
    const draft = new FactsDraft(input.before);
    if (input.node.base) tableFacts(draft, input, input.node.base, true);
    return draft.facts();
  },
};
