import type { ColumnDef, Constraint as ConstraintNode, CreateStmt, Node, TableLikeClause } from "@pgsql/types";
import type { Column, Oid, Relation } from "./catalog.js";
import { columnConstraints, dependOnType, newColumn, setDefault } from "./columns.js";
import { addConstraint, setNotNull } from "./constraints.js";
import { Refused, type Draft } from "./draft.js";
import { inheritConstraints, inheritDefaults, inheritedColumns, linkChild } from "./inheritance.js";
import { likeAfter, likeColumns, type Like } from "./like.js";
import { findRelation } from "./lookup.js";
import { rangeName, strings } from "./names.js";
import { relationOptions } from "./options.js";
import { completePartition, partitionKeyOf, partitionOf } from "./partitions.js";
import { newRelation, noteOnCommit, persistenceOf, schemaForCreation } from "./relations.js";
import { freeOnCommit } from "./remove.js";
import { addColumnSequence } from "./sequences.js";
import { tablespaceFor } from "./tablespaces.js";
import { resolveType, serialBase } from "./type-names.js";

/** What CREATE TABLE says, taken apart. */
interface Elements {
  readonly definitions: readonly ColumnDef[];
  readonly constraints: readonly ConstraintNode[];
  readonly likes: readonly Like[];
  readonly parents: readonly Relation[];
}

/** CREATE TABLE in all its forms: plain, INHERITS, PARTITION OF, OF type, LIKE. */
export function createTable(draft: Draft, node: CreateStmt, kind: "table" | "foreign-table" = "table"): void {
  const persistence = persistenceOf(node.relation?.relpersistence);
  const name = rangeName(node.relation);
  const schema = schemaForCreation(draft, name, persistence);
  freeOnCommit(draft, `${schema}.${name.name}`);
  const taken = draft.catalog.relationNames.get(`${schema}.${name.name}`);
  if (taken !== undefined) {
    if (node.if_not_exists) return;
    throw new Refused("42P07", `relation "${name.name}" already exists`);
  }
  const parents = (node.inhRelations ?? []).flatMap((each) => parentOf(draft, each));
  const sources = new Map((node.tableElts ?? []).map((each) => [each, likeSource(draft, each)]));
  const table = newRelation(draft, schema, name.name, node.partspec ? "partitioned-table" : kind);
  const uncertain = node.if_not_exists === true && !draft.catalog.complete;
  draft.add({
    ...table,
    persistence: schema === "pg_temp" ? "temporary" : persistence,
    existence: uncertain ? "maybe" : draft.existence,
    options: relationOptions(node.options),
    ...(node.accessMethod && { accessMethod: node.accessMethod }),
    ...tablespaceFor(draft.catalog, node.tablespacename, persistence, node.partbound ? parents[0] : undefined),
  });
  const elements = takeApart(draft, node, table.oid, { parents, sources });
  finishTable(draft, table.oid, node, elements);
  noteOnCommit(draft, table.oid, node.oncommit);
}

/** What a table is made from, as it was found before the table, which may have the name of one, was there. */
interface Origins {
  readonly parents: readonly Relation[];
  readonly sources: ReadonlyMap<Node, Relation | undefined>;
}

function likeSource(draft: Draft, node: Node): Relation | undefined {
  return "TableLikeClause" in node ? draft.named(rangeName(node.TableLikeClause.relation)) : undefined;
}

function parentOf(draft: Draft, node: Node): Relation[] {
  const name = rangeName("RangeVar" in node ? node.RangeVar : undefined);
  const parent = findRelation(draft.catalog, name);
  if (!parent && draft.catalog.complete) throw new Refused("42P01", `relation "${name.name}" does not exist`);
  return parent ? [parent] : [];
}

/** Puts the columns into the table, and gives what is to be done once it has them. */
function takeApart(draft: Draft, node: CreateStmt, table: Oid, { parents, sources }: Origins): Elements {
  const columns = inheritedColumns(parents, node.partbound !== undefined, draft.catalog.postgres);
  const definitions: ColumnDef[] = [];
  const constraints: ConstraintNode[] = [];
  const likes: Like[] = [];
  if (node.ofTypename) columns.push(...typedColumns(draft, node, table));
  for (const element of node.tableElts ?? []) {
    if ("Constraint" in element) constraints.push(element.Constraint);
    const source = sources.get(element);
    if ("TableLikeClause" in element && source) likes.push(takeLike(source, element.TableLikeClause, columns));
    if ("ColumnDef" in element) {
      definitions.push(element.ColumnDef);
      putOwnColumn(draft, columns, element.ColumnDef);
    }
  }
  const numbered = columns.map((column, at) => ({ ...column, number: at + 1 }));
  draft.patch(table, { columns: numbered, nextColumn: numbered.length + 1 });
  for (const column of numbered) if (column.type.oid !== undefined) dependOnType(draft, table, column);
  return { definitions, constraints, likes, parents };
}

function takeLike(source: Relation, clause: TableLikeClause, columns: Column[]): Like {
  const like = { source, options: clause.options ?? 0 };
  for (const column of likeColumns(like)) {
    const at = columns.findIndex((each) => each.name === column.name);
    if (at >= 0 && columns[at]!.inherited > 0) columns[at] = { ...columns[at]!, local: true };
    else {
      refuseTwice(columns, column);
      columns.push(column);
    }
  }
  return like;
}

function refuseTwice(columns: readonly Column[], column: Column): void {
  if (columns.some((each) => each.name === column.name))
    throw new Refused("42701", `column "${column.name}" specified more than once`);
}

/** A column of the table's own, merged with an inherited one of the same name. */
function putOwnColumn(draft: Draft, columns: Column[], definition: ColumnDef): void {
  const column = newColumn(draft.catalog, definition, columns.length + 1, draft.existence);
  const at = columns.findIndex((each) => each.name === column.name);
  const same = columns[at];
  if (!same) columns.push(column);
  else if (same.inherited > 0 || !definition.typeName) {
    columns[at] = {
      ...same,
      local: definition.typeName ? true : same.local,
      notNull: same.notNull || column.notNull,
      ...(column.identity && { identity: column.identity }),
    };
  } else refuseTwice(columns, column);
}

function typedColumns(draft: Draft, node: CreateStmt, table: Oid): Column[] {
  const type = resolveType(draft.catalog, node.ofTypename);
  const relation = type.oid === undefined ? undefined : draft.catalog.types.get(type.oid)?.relation;
  if (type.oid !== undefined) {
    draft.patch(table, { ofType: type.oid });
    draft.depend({ class: "relation", oid: table }, { class: "type", oid: type.oid }, "normal");
  }
  return relation === undefined ? [] : [...draft.relation(relation).columns];
}

/** Everything that needs the columns to be there, in PostgreSQL's order: sequences, checks, NOT NULL, indexes, foreign keys. */
function finishTable(draft: Draft, table: Oid, node: CreateStmt, elements: Elements): void {
  for (const definition of elements.definitions) addSequenceOf(draft, table, definition);
  if (node.partspec) draft.patch(table, { partitionKey: partitionKeyOf(draft, draft.relation(table), node.partspec) });
  for (const parent of elements.parents) linkChild(draft, parent.oid, table);
  const parent = node.partbound && elements.parents[0];
  if (parent) draft.patch(table, { partitionOf: partitionOf(parent.oid, node.partbound) });
  inheritDefaults(draft, table);
  inheritConstraints(draft, elements.parents, table);
  for (const definition of elements.definitions) applyDefault(draft, table, definition);
  addOwnConstraints(draft, table, elements, rounds);
  for (const like of elements.likes) likeAfter(draft, table, like);
  addOwnConstraints(draft, table, elements, [["CONSTR_FOREIGN"]]);
  if (parent) completePartition(draft, parent.oid, table);
}

/** The sequence behind a serial or identity column. */
export function addSequenceOf(draft: Draft, table: Oid, definition: ColumnDef): void {
  const column = draft.relation(table).columns.find((each) => each.name === definition.colname);
  if (!column) return;
  const serial = serialBase(definition.typeName);
  if (serial) addColumnSequence(draft, table, column.number, { type: serial, identity: false });
  const identity = columnConstraints(definition).find((each) => each.contype === "CONSTR_IDENTITY");
  if (!identity) return;
  const type = column.type.name.replace("pg_catalog.", "");
  addColumnSequence(draft, table, column.number, { type, identity: true, options: identity.options });
}

/** The default or generation expression of a column definition. */
export function applyDefault(draft: Draft, table: Oid, definition: ColumnDef): void {
  const column = draft.relation(table).columns.find((each) => each.name === definition.colname);
  if (!column) return;
  for (const constraint of columnConstraints(definition)) {
    if (!constraint.raw_expr) continue;
    if (constraint.contype === "CONSTR_DEFAULT") setDefault(draft, table, column.number, constraint.raw_expr);
    if (constraint.contype === "CONSTR_GENERATED") {
      setDefault(
        draft,
        table,
        column.number,
        constraint.raw_expr,
        constraint.generated_kind === "v" ? "virtual" : "stored",
      );
    }
  }
}

const rounds: readonly (readonly string[])[] = [
  ["CONSTR_CHECK"],
  ["CONSTR_NOTNULL"],
  ["CONSTR_PRIMARY"],
  ["CONSTR_UNIQUE", "CONSTR_EXCLUSION"],
];

interface Placed {
  readonly node: ConstraintNode;
  /** The column in whose definition it stands. */
  readonly column?: string | undefined;
}

/** The table's constraints, those of columns first, kind by kind. */
function addOwnConstraints(draft: Draft, table: Oid, elements: Elements, kinds: readonly (readonly string[])[]): void {
  const ofColumns = elements.definitions.flatMap((definition) =>
    columnConstraints(definition).map((node): Placed => ({ node, column: definition.colname })),
  );
  const all = [...ofColumns, ...elements.constraints.map((node): Placed => ({ node }))];
  for (const round of kinds) {
    for (const { node, column } of withoutRepeats(all)) {
      if (round.includes(node.contype ?? ""))
        addConstraint(draft, table, node, { creating: true, only: false, column });
    }
    if (round[0] === "CONSTR_NOTNULL")
      for (const definition of elements.definitions) impliedNotNull(draft, table, definition);
  }
}

/** A key that repeats another one is left out, and an unnamed one takes its name (transformIndexConstraints). */
function withoutRepeats(all: readonly Placed[]): Placed[] {
  const kept: Placed[] = [];
  const keys = new Map<string, number>();
  const rank = ({ node }: Placed): number => (node.contype === "CONSTR_PRIMARY" ? 0 : 1);
  for (const placed of [...all].sort((a, b) => rank(a) - rank(b))) {
    const { node, column } = placed;
    const key = /PRIMARY|UNIQUE/.test(node.contype ?? "") ? keyText(node, column) : undefined;
    const at = key === undefined ? undefined : keys.get(key);
    const prior = at === undefined ? undefined : kept[at];
    if (at !== undefined && prior) {
      if (prior.node.conname === undefined && node.conname !== undefined)
        kept[at] = { ...prior, node: { ...prior.node, conname: node.conname } };
      continue;
    }
    if (key !== undefined) keys.set(key, kept.length);
    kept.push(placed);
  }
  return kept;
}

function keyText(node: ConstraintNode, column: string | undefined): string {
  const columns = column === undefined ? strings(node.keys) : [column];
  return JSON.stringify([
    columns,
    node.including,
    node.deferrable,
    node.initdeferred,
    node.nulls_not_distinct,
    node.without_overlaps,
  ]);
}

/** Serial and identity columns are NOT NULL without saying so. */
function impliedNotNull(draft: Draft, table: Oid, definition: ColumnDef): void {
  const implied =
    serialBase(definition.typeName) || columnConstraints(definition).some((each) => each.contype === "CONSTR_IDENTITY");
  const column = implied && draft.relation(table).columns.find((each) => each.name === definition.colname);
  if (!column) return;
  const explicit = columnConstraints(definition).some((each) => each.contype === "CONSTR_NOTNULL");
  if (!explicit) setNotNull(draft, table, column.number);
}
