import type { Node, TypeName } from "@pgsql/types";
import { builtinTypes } from "./builtin-names.js";
import type { Catalog, TypeRef, UserType } from "./catalog.js";
import { extensionTypes } from "./extensions.js";
import { columnByNumber, creationSchema, findRelation, type Name } from "./lookup.js";
import { nameFrom, typeParts } from "./names.js";

/** The integer types behind the serial pseudo types (manual 8.1.4). */
const serials: Readonly<Record<string, string>> = {
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
  smallserial: "int2",
  serial2: "int2",
};

/** The integer type of a serial column ("int4"), undefined for any other type. */
export function serialBase(type: TypeName | undefined): string | undefined {
  const parts = typeParts(type);
  return parts.length === 1 && !type?.arrayBounds?.length ? serials[parts[0] ?? ""] : undefined;
}

/** The user-made type of a name: in its schema, else the first match along the search path. */
export function findType(catalog: Catalog, name: Name): UserType | undefined {
  const schemas = name.schema === undefined ? ["pg_temp", ...catalog.session.searchPath] : [name.schema];
  for (const schema of schemas) {
    const oid = catalog.typeNames.get(`${schema}.${name.name}`);
    if (oid !== undefined) return catalog.types.get(oid);
  }
  return undefined;
}

/** A built-in type: builtin("int4"). */
export function builtin(name: string, typmods: readonly number[] = []): TypeRef {
  return { name: `pg_catalog.${name}`, typmods, array: false };
}

function integers(nodes: readonly Node[] | undefined): number[] {
  return (nodes ?? []).flatMap((node) => ("A_Const" in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : []));
}

/** The type that a TypeName means, with its typmods; serial types as their integers, `%TYPE` as the column's. */
export function resolveType(catalog: Catalog, type: TypeName | undefined): TypeRef {
  const parts = typeParts(type);
  const array = (type?.arrayBounds?.length ?? 0) > 0;
  if (type?.pct_type) {
    const relation = findRelation(catalog, nameFrom(parts.slice(0, -1)));
    const column = relation?.columns.find((each) => each.name === parts.at(-1));
    if (column) return column.type;
  }
  const serial = serialBase(type);
  if (serial) return builtin(serial);
  return { ...namedType(catalog, nameFrom(parts)), typmods: integers(type?.typmods), array };
}

/** The type of a name, known or not; an unknown one is taken to be where CREATE would put it. */
export function namedType(catalog: Catalog, name: Name): TypeRef {
  const plain = { typmods: [], array: false };
  // The parser writes arrays of built-in types in function arguments as "_text".
  if (name.schema === "pg_catalog") return { name: `pg_catalog.${name.name}`, ...plain };
  if (name.schema === undefined && builtinTypes.has(name.name)) return { name: `pg_catalog.${name.name}`, ...plain };
  const user = findType(catalog, name);
  if (user) return { name: `${user.schema}.${user.name}`, oid: user.oid, ...plain };
  const relation = findRelation(catalog, name);
  if (relation) return { name: `${relation.schema}.${relation.name}`, oid: relation.oid, ...plain };
  const extension = extensionTypes[name.name];
  const schema = extension && catalog.extensions.get(extension)?.schema;
  return { name: `${name.schema ?? schema ?? creationSchema(catalog)}.${name.name}`, ...plain };
}

/** The types from a domain to its base, the domain first; just the type itself where it is no domain. */
export function domainChain(catalog: Catalog, type: TypeRef): TypeRef[] {
  const chain = [type];
  for (let at = type; at.oid !== undefined && !at.array;) {
    const base = catalog.types.get(at.oid)?.base;
    if (!base || chain.length > 64) break;
    chain.push(base);
    at = base;
  }
  return chain;
}

/** A type as a person writes it: "public.mood[]", "varchar(10)". */
export function typeText(type: TypeRef): string {
  const typmods = type.typmods.length ? `(${type.typmods.join(",")})` : "";
  return `${type.name.replace(/^pg_catalog\./, "")}${typmods}${type.array ? "[]" : ""}`;
}

/** The type of a relation's column by number, undefined where there is no such column. */
export function columnType(catalog: Catalog, relation: number, number: number): TypeRef | undefined {
  const known = catalog.relations.get(relation);
  return known && columnByNumber(known, number)?.type;
}

/** The type of a column that could not be derived (a view over something unknown). */
export const unknownType: TypeRef = { name: "unknown", typmods: [], array: false };
