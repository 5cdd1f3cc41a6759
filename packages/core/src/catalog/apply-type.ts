import type { AlterEnumStmt, CompositeTypeStmt, CreateEnumStmt, CreateRangeStmt, DefineStmt, Node } from "@pgsql/types";
import type { Oid, UserType } from "./catalog.js";
import { dependOnType, newColumn } from "./columns.js";
import { Refused, type Draft } from "./draft.js";
import type { Name } from "./lookup.js";
import { nameFrom, objectParts, rangeName, strings, truncateName } from "./names.js";
import { newRelation, schemaForCreation } from "./relations.js";
import { findType, resolveType } from "./type-names.js";

/** A new type without what is special to its kind, in the schema that its name asks for. */
export function newType(draft: Draft, name: Name, kind: UserType["kind"]): UserType {
  const schema = schemaForCreation(draft, name, "permanent");
  if (draft.catalog.relationNames.has(`${schema}.${name.name}`))
    throw new Refused("42710", `type "${name.name}" already exists`);
  return { oid: draft.newOid(), schema, name: truncateName(name.name), kind, existence: draft.existence };
}

/** CREATE TYPE ... AS ENUM. */
export function createEnum(draft: Draft, node: CreateEnumStmt): void {
  draft.putType({ ...newType(draft, nameFrom(strings(node.typeName)), "enum"), labels: strings(node.vals) });
}

/** ALTER TYPE ... ADD VALUE and RENAME VALUE. */
export function alterEnum(draft: Draft, node: AlterEnumStmt): void {
  const type = findType(draft.catalog, nameFrom(strings(node.typeName)));
  if (!type?.labels) throw new Refused("42704", "type does not exist");
  const labels = [...type.labels];
  const value = node.newVal ?? "";
  if (node.oldVal !== undefined) {
    const at = labels.indexOf(node.oldVal);
    if (at < 0) throw new Refused("22023", `"${node.oldVal}" is not an existing enum label`);
    if (labels.includes(value)) throw new Refused("42710", `enum label "${value}" already exists`);
    labels[at] = value;
  } else if (labels.includes(value)) {
    if (node.skipIfNewValExists) return;
    throw new Refused("42710", `enum label "${value}" already exists`);
  } else labels.splice(placeOf(labels, node), 0, value);
  draft.update({ types: draft.catalog.types.set(type.oid, { ...type, labels }) });
}

function placeOf(labels: readonly string[], node: AlterEnumStmt): number {
  if (node.newValNeighbor === undefined) return labels.length;
  const at = labels.indexOf(node.newValNeighbor);
  if (at < 0) throw new Refused("22023", `"${node.newValNeighbor}" is not an existing enum label`);
  return node.newValIsAfter ? at + 1 : at;
}

/** CREATE TYPE ... AS (attributes): a type, and a relation that holds its attributes. */
export function createComposite(draft: Draft, node: CompositeTypeStmt): void {
  const type = newType(draft, rangeName(node.typevar), "composite");
  const definitions = (node.coldeflist ?? []).flatMap((each) => ("ColumnDef" in each ? [each.ColumnDef] : []));
  const columns = definitions.map((each, at) => newColumn(draft.catalog, each, at + 1, draft.existence));
  const relation = draft.add({
    ...newRelation(draft, type.schema, type.name, "composite-type"),
    columns,
    nextColumn: columns.length + 1,
  });
  draft.putType({ ...type, relation: relation.oid });
  for (const column of columns) dependOnType(draft, relation.oid, column);
}

function parameter(nodes: readonly Node[] | undefined, name: string): Node | undefined {
  for (const node of nodes ?? []) if ("DefElem" in node && node.DefElem.defname === name) return node.DefElem.arg;
  return undefined;
}

/** CREATE TYPE ... AS RANGE: the range and its multirange. */
export function createRange(draft: Draft, node: CreateRangeStmt): void {
  const type = newType(draft, nameFrom(strings(node.typeName)), "range");
  const subtype = parameter(node.params, "subtype");
  const base = subtype && "TypeName" in subtype ? resolveType(draft.catalog, subtype.TypeName) : undefined;
  draft.putType({ ...type, ...(base && { base }) });
  if (base?.oid !== undefined)
    draft.depend({ class: "type", oid: type.oid }, { class: "type", oid: base.oid }, "normal");
  const given = parameter(node.params, "multirange_type_name");
  const name = given ? nameFrom(objectParts(given)) : { schema: type.schema, name: multirangeName(type.name) };
  const multirange = draft.putType(newType(draft, name, "multirange"));
  draft.depend({ class: "type", oid: multirange.oid }, { class: "type", oid: type.oid }, "internal");
}

/** "range" in the name becomes "multirange", else "_multirange" is added (makeMultirangeTypeName). */
function multirangeName(range: string): string {
  return truncateName(range.includes("range") ? range.replace("range", "multirange") : `${range}_multirange`);
}

/** CREATE TYPE name, and CREATE TYPE name (INPUT = ...): a shell, and the base type that fills it. */
export function createBase(draft: Draft, node: DefineStmt): void {
  const name = nameFrom(strings(node.defnames));
  const shell = findType(draft.catalog, name);
  const kind = node.definition?.length ? "base" : "shell";
  if (shell?.kind === "shell" && kind === "base") {
    const filled: UserType = { ...shell, kind };
    draft.update({ types: draft.catalog.types.set(shell.oid, filled) });
    return;
  }
  draft.putType(newType(draft, name, kind));
}

/** A type of the name that must exist. */
export function namedType(draft: Draft, parts: readonly string[]): UserType & { readonly oid: Oid } {
  const type = findType(draft.catalog, nameFrom(parts));
  if (!type) throw new Refused("42704", `type "${parts.join(".")}" does not exist`);
  return type;
}
