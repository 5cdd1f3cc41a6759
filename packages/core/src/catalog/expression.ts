import type { ColumnRef, FuncCall, Node, TypeName } from "@pgsql/types";
import type { Catalog, Expression, ObjectAddress, Relation } from "./catalog.js";
import { Refused } from "./refused.js";
import { findColumn, findRelation, type Name } from "./lookup.js";
import { nameFrom, strings } from "./names.js";
import { printExpression } from "./print-expression.js";
import { findRoutines } from "./routines.js";
import { findType } from "./type-names.js";
import { volatilityOf } from "./volatility.js";
import { walk } from "./walk.js";

/** A stored expression from its node: its text in one normal form, and how volatile it is. */
export function expressionOf(catalog: Catalog, node: Node): Expression {
  return { text: printExpression(node), node, volatility: volatilityOf(catalog, node) };
}

/** The strings of a column reference; a star ends it with "*". */
export function columnRefParts(reference: ColumnRef): string[] {
  return (reference.fields ?? []).map((field) => ("A_Star" in field ? "*" : (strings([field])[0] ?? "")));
}

/** The numbers of the relation's columns that an expression names, in the order of first mention. */
export function columnsIn(node: unknown, relation: Relation): number[] {
  const numbers: number[] = [];
  walk({ node }, (kind, fields) => {
    if (kind !== "ColumnRef") return;
    const column = findColumn(relation, columnRefParts(fields as ColumnRef).at(-1) ?? "");
    if (column && !numbers.includes(column.number)) numbers.push(column.number);
  });
  return numbers;
}

/** What an expression needs outside of its own table: sequences by name, routines and types that users made. */
export function objectsIn(catalog: Catalog, node: unknown): ObjectAddress[] {
  const found: ObjectAddress[] = [];
  walk({ node }, (kind, fields) => {
    if (kind === "FuncCall") {
      const call = fields as FuncCall;
      const name = nameFrom(strings(call.funcname));
      const routine = findRoutines(catalog, name).find((each) =>
        fits(each.arguments.length, each.defaults, call.args?.length ?? 0),
      );
      if (routine) found.push({ class: "routine", oid: routine.oid });
      const sequence = sequenceArgument(catalog, name.name, call.args?.[0]);
      if (sequence) found.push({ class: "relation", oid: sequence.oid });
    }
    if (kind === "TypeCast") {
      const type = findType(catalog, nameFrom(strings((fields["typeName"] as TypeName | undefined)?.names)));
      if (type) found.push({ class: "type", oid: type.oid });
    }
  });
  return found;
}

function fits(parameters: number, defaults: number, given: number): boolean {
  return given <= parameters && given >= parameters - defaults;
}

/** Refused where an expression names a sequence that a complete catalog lacks. */
export function refuseMissingSequence(catalog: Catalog, node: unknown): void {
  walk({ node }, (kind, fields) => {
    const call = fields as FuncCall;
    const name =
      kind === "FuncCall" && catalog.complete
        ? sequenceName(nameFrom(strings(call.funcname)).name, call.args?.[0])
        : undefined;
    if (name && name.schema !== "pg_catalog" && !findRelation(catalog, name))
      throw new Refused("42P01", `relation "${name.name}" does not exist`);
  });
}

function sequenceArgument(catalog: Catalog, name: string, argument: Node | undefined): Relation | undefined {
  const sequence = sequenceName(name, argument);
  return sequence && findRelation(catalog, sequence);
}

const sequenceFunctions = new Set(["nextval", "currval", "setval"]);

/** nextval('s'::regclass) and its relatives need the sequence; nextval('s'::text) looks it up each time. */
function sequenceName(name: string, argument: Node | undefined): Name | undefined {
  if (!sequenceFunctions.has(name) || !argument) return undefined;
  let node = argument;
  if ("TypeCast" in node) {
    const cast = node.TypeCast;
    if (strings(cast.typeName?.names).at(-1) !== "regclass" || !cast.arg) return undefined;
    node = cast.arg;
  }
  if (!("A_Const" in node) || node.A_Const.sval === undefined) return undefined;
  return nameFrom(splitIdentifier(node.A_Const.sval.sval ?? ""));
}

/** The parts of a dotted name in a text, as regclass reads it: unquoted ones in lower case. */
export function splitIdentifier(text: string): string[] {
  const parts: string[] = [];
  for (const match of text.matchAll(/"((?:[^"]|"")*)"|([^."\s]+)/g)) {
    parts.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : (match[2] ?? "").toLowerCase());
  }
  return parts;
}

/** A copy of an expression in which a column of its table has another name. */
export function renamedColumn(node: unknown, from: string, to: string): Node {
  return JSON.parse(JSON.stringify(node), (key, value: unknown) => {
    if (key !== "ColumnRef") return value;
    const { fields = [], ...rest } = value as ColumnRef;
    const last = fields.at(-1);
    if (strings(last ? [last] : []).at(0) !== from) return value;
    return { ...rest, fields: [...fields.slice(0, -1), { String: { sval: to } }] };
  }) as Node;
}
