import type { ColumnDef, Constraint as ConstraintNode, Node } from "@pgsql/types";
import type { Catalog, Column, Existence, ObjectAddress, Oid } from "./catalog.js";
import type { Draft } from "./draft.js";
import { columnsIn, expressionOf, objectsIn, refuseMissingSequence } from "./expression.js";
import { strings } from "./names.js";
import { resolveType, serialBase } from "./type-names.js";

/** A column constraint with the attributes (DEFERRABLE, NOT ENFORCED, ...) that the parser gives after it put into it. */
export function columnConstraints(definition: ColumnDef): ConstraintNode[] {
  const found: ConstraintNode[] = [];
  for (const node of definition.constraints ?? []) {
    if (!("Constraint" in node)) continue;
    const constraint = node.Constraint;
    const last = found.at(-1);
    const attributes = attributeChange(constraint);
    if (!attributes) found.push(constraint);
    else if (last) found[found.length - 1] = { ...last, ...attributes };
  }
  return found;
}

function attributeChange(constraint: ConstraintNode): Partial<ConstraintNode> | undefined {
  switch (constraint.contype) {
    case "CONSTR_ATTR_DEFERRABLE":
      return { deferrable: true };
    case "CONSTR_ATTR_NOT_DEFERRABLE":
      return { deferrable: false };
    case "CONSTR_ATTR_DEFERRED":
      return { deferrable: true, initdeferred: true };
    case "CONSTR_ATTR_IMMEDIATE":
      return { initdeferred: false };
    case "CONSTR_ATTR_ENFORCED":
      return { is_enforced: true };
    case "CONSTR_ATTR_NOT_ENFORCED":
      return { is_enforced: false };
    default:
      return undefined;
  }
}

/** A new column from its definition, without what needs the table to exist: default, generation, constraints. */
export function newColumn(catalog: Catalog, definition: ColumnDef, number: number, existence: Existence): Column {
  const constraints = columnConstraints(definition);
  const kinds = new Set(constraints.map((constraint) => constraint.contype));
  const identity = constraints.find((constraint) => constraint.contype === "CONSTR_IDENTITY");
  const collation = strings(definition.collClause?.collname).join(".");
  return {
    name: definition.colname ?? "",
    number,
    type: resolveType(catalog, definition.typeName),
    notNull:
      kinds.has("CONSTR_NOTNULL") ||
      kinds.has("CONSTR_PRIMARY") ||
      identity !== undefined ||
      !!serialBase(definition.typeName),
    ...(collation && { collation }),
    ...(identity && { identity: identity.generated_when === "a" ? ("always" as const) : ("by-default" as const) }),
    ...(definition.storage_name && { storage: definition.storage_name }),
    ...(definition.compression && { compression: definition.compression }),
    local: true,
    inherited: 0,
    existence,
  };
}

/** Changes fields of one column. */
export function patchColumn(draft: Draft, table: Oid, number: number, change: Partial<Column>): void {
  const columns = draft.relation(table).columns.map((each) => (each.number === number ? { ...each, ...change } : each));
  draft.patch(table, { columns });
}

/** Takes optional fields off a column. */
export function clearColumn(
  draft: Draft,
  table: Oid,
  number: number,
  ...fields: readonly ("default" | "generated" | "identity")[]
): void {
  const columns = draft.relation(table).columns.map((each) => {
    if (each.number !== number) return each;
    const copy: { -readonly [Key in keyof Column]: Column[Key] } = { ...each };
    for (const field of fields) delete copy[field];
    return copy;
  });
  draft.patch(table, { columns });
  if (fields.includes("default")) draft.independ(defaultAddress(table, number));
}

/** The default of a column as an object that other objects' dependencies name. */
export function defaultAddress(table: Oid, column: number): ObjectAddress {
  return { class: "default", oid: table, column, relation: table };
}

function isNull(node: Node): boolean {
  if ("TypeCast" in node)
    return !node.TypeCast.typeName?.typmods?.length && node.TypeCast.arg !== undefined && isNull(node.TypeCast.arg);
  return "A_Const" in node && node.A_Const.isnull === true;
}

/** Whether a default is made fit for the column's length or domain, which even DEFAULT NULL is stored for. */
function coerced(draft: Draft, table: Oid, number: number): boolean {
  const type = draft.relation(table).columns.find((each) => each.number === number)?.type;
  if (!type) return false;
  const domain = type.oid !== undefined && draft.catalog.types.get(type.oid)?.kind === "domain";
  return domain || (type.typmods.length > 0 && type.name !== "pg_catalog.interval");
}

/** Sets a default or a generation expression, and records what it needs. */
export function setDefault(
  draft: Draft,
  table: Oid,
  number: number,
  node: NonNullable<ConstraintNode["raw_expr"]>,
  generated?: "stored" | "virtual",
): void {
  refuseMissingSequence(draft.catalog, node);
  clearColumn(draft, table, number, "default");
  if (!generated && isNull(node) && !coerced(draft, table, number)) return;
  patchColumn(draft, table, number, {
    default: expressionOf(draft.catalog, node),
    ...(generated && { generated }),
  });
  const address = defaultAddress(table, number);
  for (const on of objectsIn(draft.catalog, node)) draft.depend(address, on, "normal");
  if (!generated) return;
  for (const column of columnsIn(node, draft.relation(table))) {
    // PostgreSQL 14 drops a generated column along with what it is made of; later ones refuse without CASCADE.
    const kind = draft.catalog.postgres >= 15 ? "normal" : "auto";
    if (column !== number) draft.depend(address, { class: "relation", oid: table, column }, kind);
  }
}

/** Records that a column needs its user-made type. */
export function dependOnType(draft: Draft, table: Oid, column: Column): void {
  const address: ObjectAddress = { class: "relation", oid: table, column: column.number };
  draft.independ(address);
  if (column.type.oid === undefined) return;
  const isType = draft.catalog.types.has(column.type.oid);
  draft.depend(address, { class: isType ? "type" : "relation", oid: column.type.oid }, "normal");
}
