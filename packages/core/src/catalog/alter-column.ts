import type { AlterTableCmd, ColumnDef, Node } from "@pgsql/types";
import { recordedDependents } from "./address.js";
import type { Column, Oid } from "./catalog.js";
import { clearColumn, columnConstraints, dependOnType, newColumn, patchColumn, setDefault } from "./columns.js";
import { addConstraint, notNullOf, setNotNull } from "./constraints.js";
import { Refused, type Draft } from "./draft.js";
import { addSequenceOf, applyDefault } from "./apply-table.js";
import { childColumn } from "./inheritance.js";
import { descendants, findColumn } from "./lookup.js";
import { optionText } from "./options.js";
import { dropAll } from "./remove.js";
import { addColumnSequence, ownedSequence, sequenceShape } from "./sequences.js";
import { serialBase } from "./type-names.js";

/** One command of ALTER TABLE on one table. */
export interface Command {
  readonly table: Oid;
  readonly node: AlterTableCmd;
  /** ALTER TABLE ONLY. */
  readonly only: boolean;
}

/** The column that a command names; refused where the table has none of that name. */
export function commandColumn(draft: Draft, command: Command): Column {
  const relation = draft.relation(command.table);
  const column = findColumn(relation, command.node.name ?? "");
  if (!column)
    throw new Refused("42703", `column "${command.node.name}" of relation "${relation.name}" does not exist`);
  return column;
}

function definitionOf(node: Node | undefined): ColumnDef {
  return node && "ColumnDef" in node ? node.ColumnDef : {};
}

/** ADD COLUMN, with its constraints, and in the children. */
export function addColumn(draft: Draft, command: Command): void {
  const definition = definitionOf(command.node.def);
  const { table } = command;
  const relation = draft.relation(table);
  if (findColumn(relation, definition.colname ?? "")) {
    if (command.node.missing_ok) return;
    throw new Refused("42701", `column "${definition.colname}" of relation "${relation.name}" already exists`);
  }
  if (relation.partitionOf) throw new Refused("42809", "cannot add column to a partition");
  if (command.only && relation.children.length > 0)
    throw new Refused("42P16", "column must be added to child tables too");
  const column = newColumn(draft.catalog, definition, relation.nextColumn, draft.existence);
  draft.patch(table, { columns: [...relation.columns, column], nextColumn: relation.nextColumn + 1 });
  dependOnType(draft, table, column);
  addSequenceOf(draft, table, definition);
  applyDefault(draft, table, definition);
  if (!command.only) for (const child of relation.children) inheritColumn(draft, child, table, column.number);
  const adding = { column: column.name, creating: false, only: command.only };
  const constraints = columnConstraints(definition);
  for (const constraint of constraints) addConstraint(draft, table, constraint, adding);
  const implied = serialBase(definition.typeName) !== undefined || column.identity !== undefined;
  if (implied && !constraints.some((each) => each.contype === "CONSTR_NOTNULL"))
    setNotNull(draft, table, column.number, { only: command.only });
}

/** A column that a parent got: merged with the child's own of that name, else added, and so downwards. */
function inheritColumn(draft: Draft, child: Oid, parent: Oid, number: number): void {
  const above = draft.relation(parent).columns.find((each) => each.number === number)!;
  const relation = draft.relation(child);
  const same = findColumn(relation, above.name);
  if (same) {
    patchColumn(draft, child, same.number, { inherited: same.inherited + 1 });
    return;
  }
  const column = { ...childColumn(above), number: relation.nextColumn };
  draft.patch(child, { columns: [...relation.columns, column], nextColumn: relation.nextColumn + 1 });
  dependOnType(draft, child, column);
  if (above.default) setDefault(draft, child, column.number, above.default.node as Node, above.generated);
  for (const below of draft.relation(child).children) inheritColumn(draft, below, child, column.number);
}

/** DROP COLUMN. Children lose it unless it is their own or another parent's; with ONLY it becomes their own. */
export function dropColumn(draft: Draft, command: Command): void {
  const relation = draft.relation(command.table);
  const column = findColumn(relation, command.node.name ?? "");
  if (!column) {
    if (command.node.missing_ok) return;
    throw new Refused("42703", `column "${command.node.name}" of relation "${relation.name}" does not exist`);
  }
  if (column.inherited > 0) throw new Refused("42P16", `cannot drop inherited column "${column.name}"`);
  if (relation.partitionKey?.columns.includes(column.number)) {
    throw new Refused(
      "42P16",
      `cannot drop column "${column.name}" because it is part of the partition key of relation`,
    );
  }
  if (draft.existence === "maybe") {
    patchColumn(draft, command.table, column.number, { existence: "maybe" });
    return;
  }
  dropBelow(draft, command.table, column, command);
}

function dropBelow(draft: Draft, table: Oid, column: Column, command: Command): void {
  for (const child of draft.relation(table).children) {
    const below = findColumn(draft.relation(child), column.name);
    if (!below) continue;
    const inherited = below.inherited - 1;
    if (!command.only && inherited === 0 && !below.local) dropBelow(draft, child, below, command);
    else patchColumn(draft, child, below.number, { inherited, local: below.local || command.only });
  }
  dropAll(draft, [{ class: "relation", oid: table, column: column.number }], command.node.behavior === "DROP_CASCADE");
}

/** Does something to a column and, without ONLY, to the column of that name in each table below: once, however many ways lead there. */
export function forTree(draft: Draft, command: Command, name: string, act: (table: Oid, column: Column) => void): void {
  const top = draft.relation(command.table);
  for (const { oid } of command.only ? [top] : [top, ...descendants(draft.catalog, top)]) {
    const column = findColumn(draft.relation(oid), name);
    if (column) act(oid, column);
  }
}

/** ALTER COLUMN TYPE, with the identity sequence's type and the indexes' and constraints' names unchanged. */
export function alterType(draft: Draft, command: Command): void {
  const column = commandColumn(draft, command);
  const definition = definitionOf(command.node.def);
  for (const { dependent } of recordedDependents(draft.catalog, {
    class: "relation",
    oid: command.table,
    column: column.number,
  })) {
    const view = dependent.class === "relation" ? draft.catalog.relations.get(dependent.oid) : undefined;
    if (view?.kind === "view" || view?.kind === "materialized-view") {
      throw new Refused("0A000", "cannot alter type of a column used by a view or rule");
    }
  }
  const { type, collation } = newColumn(draft.catalog, definition, column.number, draft.existence);
  forTree(draft, { ...command, only: false }, column.name, (table, each) => {
    clearCollation(draft, table, each.number);
    patchColumn(draft, table, each.number, { type, ...(collation !== undefined && { collation }) });
    dependOnType(draft, table, { ...each, type });
    retypeSequence(draft, table, each, definition);
  });
}

function clearCollation(draft: Draft, table: Oid, number: number): void {
  const columns = draft.relation(table).columns.map((each) => {
    if (each.number !== number) return each;
    const { collation: _, ...rest } = each;
    return rest;
  });
  draft.patch(table, { columns });
}

function retypeSequence(draft: Draft, table: Oid, column: Column, definition: ColumnDef): void {
  if (!column.identity) return;
  const sequence = ownedSequence(draft, table, column.number);
  if (!sequence) return;
  const as: Node = { DefElem: { defname: "as", arg: { TypeName: definition.typeName ?? {} } } };
  const shape = draft.relation(sequence).sequence!;
  draft.patch(sequence, { sequence: sequenceShape(draft, [as], "int8", shape) });
}

/** SET DEFAULT and DROP DEFAULT. */
export function alterDefault(draft: Draft, command: Command): void {
  const column = commandColumn(draft, command);
  if (column.generated || column.identity)
    throw new Refused("42601", `column "${column.name}" is a generated or identity column`);
  forTree(draft, command, column.name, (table, each) => {
    if (command.node.def) setDefault(draft, table, each.number, command.node.def);
    else clearColumn(draft, table, each.number, "default");
  });
}

/** SET EXPRESSION and DROP EXPRESSION of a generated column. */
export function alterExpression(draft: Draft, command: Command): void {
  const column = commandColumn(draft, command);
  if (!column.generated) {
    if (command.node.missing_ok) return;
    throw new Refused("55000", `column "${column.name}" is not a generated column`);
  }
  forTree(draft, command, column.name, (table, each) => {
    if (command.node.def) setDefault(draft, table, each.number, command.node.def, each.generated ?? "stored");
    else clearColumn(draft, table, each.number, "default", "generated");
  });
}

/** DROP NOT NULL. */
export function dropNotNull(draft: Draft, command: Command): void {
  const column = commandColumn(draft, command);
  const relation = draft.relation(command.table);
  const key = relation.constraints.find((each) => each.kind === "primary-key");
  if (key?.columns.includes(column.number)) throw new Refused("42P16", `column "${column.name}" is in a primary key`);
  if (column.identity) throw new Refused("42601", `column "${column.name}" is an identity column`);
  if (draft.catalog.postgres >= 18) {
    const constraint = notNullOf(relation, column.number);
    if (constraint && constraint.inherited > 0)
      throw new Refused("42P16", `cannot drop inherited constraint "${constraint.name}"`);
  } else if (column.notNull && relation.partitionOf) {
    const parent = findColumn(draft.relation(relation.partitionOf.parent), column.name);
    if (parent?.notNull) throw new Refused("42P16", `column "${column.name}" is marked NOT NULL in parent table`);
  }
  forgetNotNull(draft, command, column.name);
}

/** Takes NOT NULL off a column; children keep theirs where it is their own. */
export function forgetNotNull(draft: Draft, command: Command, name: string): void {
  const column = findColumn(draft.relation(command.table), name);
  if (!column) return;
  const constraint = notNullOf(draft.relation(command.table), column.number);
  patchColumn(draft, command.table, column.number, { notNull: false });
  if (constraint) draft.removeConstraint(command.table, constraint.oid);
  for (const child of draft.relation(command.table).children) {
    const below = findColumn(draft.relation(child), name);
    const inherited = below && notNullOf(draft.relation(child), below.number);
    if (draft.catalog.postgres >= 18 && inherited) {
      const count = inherited.inherited - 1;
      if (count > 0 || inherited.local || command.only) {
        draft.patchConstraint(child, inherited.oid, { inherited: count, local: inherited.local || count === 0 });
        continue;
      }
    }
    if (!command.only) forgetNotNull(draft, { ...command, table: child }, name);
  }
}

/** ADD GENERATED AS IDENTITY, SET GENERATED and sequence options, DROP IDENTITY. */
export function alterIdentity(draft: Draft, command: Command): void {
  const column = commandColumn(draft, command);
  const { node, table } = command;
  if (node.subtype === "AT_AddIdentity") {
    if (column.identity) throw new Refused("55000", `column "${column.name}" is already an identity column`);
    if (!column.notNull)
      throw new Refused("55000", `column "${column.name}" must be declared NOT NULL before identity can be added`);
    if (column.default) throw new Refused("55000", `column "${column.name}" already has a default value`);
    const definition = node.def && "Constraint" in node.def ? node.def.Constraint : {};
    patchIdentity(draft, command, column.name, definition.generated_when === "a" ? "always" : "by-default");
    const type = column.type.name.replace("pg_catalog.", "");
    addColumnSequence(draft, table, column.number, { type, identity: true, options: definition.options });
    return;
  }
  const sequence = ownedSequence(draft, table, column.number);
  if (!column.identity) {
    if (node.missing_ok) return;
    throw new Refused("55000", `column "${column.name}" is not an identity column`);
  }
  if (node.subtype === "AT_DropIdentity") {
    patchIdentity(draft, command, column.name, undefined);
    if (sequence !== undefined) dropAll(draft, [{ class: "relation", oid: sequence }], true);
    return;
  }
  const options = node.def && "List" in node.def ? (node.def.List.items ?? []) : [];
  const generated = options.find((each) => "DefElem" in each && each.DefElem.defname === "generated");
  if (generated && "DefElem" in generated) {
    patchIdentity(draft, command, column.name, identityLetter(generated.DefElem.arg) === "a" ? "always" : "by-default");
  }
  if (sequence === undefined) return;
  const shape = draft.relation(sequence).sequence!;
  draft.patch(sequence, { sequence: sequenceShape(draft, options, shape.type, shape) });
}

/** The parser gives the letter of SET GENERATED as a character code. */
function identityLetter(node: Node | undefined): string {
  return node && "Integer" in node ? String.fromCharCode(node.Integer.ival ?? 0) : optionText(node);
}

/** Identity of partitions follows the partitioned table from PostgreSQL 17 on. */
function patchIdentity(draft: Draft, command: Command, name: string, identity: Column["identity"]): void {
  const partitioned = draft.relation(command.table).kind === "partitioned-table" && draft.catalog.postgres >= 17;
  forTree(draft, { ...command, only: !partitioned }, name, (table, column) => {
    if (identity) patchColumn(draft, table, column.number, { identity });
    else clearColumn(draft, table, column.number, "identity");
  });
}
