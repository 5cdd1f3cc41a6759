import type { Node, ObjectType, TypeName } from "@pgsql/types";
import type { Catalog, Dependency, ObjectAddress, OtherObject } from "./catalog.js";
import { collationUsers } from "./collations.js";
import { nameFrom, stringOf, strings } from "./names.js";
import { resolveType } from "./type-names.js";

/** Kinds of objects whose names are not in a schema. */
const global: ReadonlySet<string> = new Set([
  "OBJECT_FDW",
  "OBJECT_FOREIGN_SERVER",
  "OBJECT_USER_MAPPING",
  "OBJECT_EVENT_TRIGGER",
  "OBJECT_LANGUAGE",
  "OBJECT_CAST",
  "OBJECT_TRANSFORM",
  "OBJECT_SUBSCRIPTION",
]);

/** What tells one object of its kind from the others: where it is, its name, and what else belongs to its name. */
export interface OtherName {
  readonly type: ObjectType;
  readonly schema?: string | undefined;
  readonly name: string;
  /** operator: its types. operator class and family: the access method. */
  readonly detail?: string;
}

export function otherKey({ type, schema, name, detail }: OtherName): string {
  return `${type} ${schema === undefined ? "" : `${schema}.`}${name}${detail === undefined ? "" : ` ${detail}`}`;
}

/** The name in a DROP, ALTER or COMMENT of such an object. */
export function otherName(catalog: Catalog, type: ObjectType, object: Node | undefined): OtherName {
  if (object && "ObjectWithArgs" in object) {
    const { objname, objargs } = object.ObjectWithArgs;
    return { type, ...nameFrom(strings(objname)), detail: typesText(catalog, objargs) };
  }
  const items = object && "List" in object ? (object.List.items ?? []) : [];
  if (type === "OBJECT_CAST") return { type, name: typesText(catalog, items) };
  if (type === "OBJECT_TRANSFORM")
    return { type, name: `${typesText(catalog, items.slice(0, 1))} ${stringOf(items[1])}` };
  if (type === "OBJECT_OPCLASS" || type === "OBJECT_OPFAMILY")
    return { type, ...nameFrom(strings(items.slice(1))), detail: stringOf(items[0]) };
  return items.length > 0 ? { type, ...nameFrom(strings(items)) } : { type, name: stringOf(object) };
}

/** "pg_catalog.int4,none": the types of an operator or a cast. */
export function typesText(catalog: Catalog, nodes: readonly Node[] | undefined): string {
  return (nodes ?? []).map((each) => ("TypeName" in each ? typeText(catalog, each.TypeName) : "none")).join(",");
}

export function typeText(catalog: Catalog, type: TypeName | undefined): string {
  if (!type) return "none";
  const { name, array } = resolveType(catalog, type);
  return array ? `${name}[]` : name;
}

/** The object of a name: in its schema, else the first along the search path. */
export function findOther(catalog: Catalog, name: OtherName): OtherObject | undefined {
  if (global.has(name.type) || name.schema !== undefined) return catalog.others.get(otherKey(name));
  for (const schema of catalog.session.searchPath) {
    const found = catalog.others.get(otherKey({ ...name, schema }));
    if (found) return found;
  }
  return undefined;
}

/** The schema that a new object of that name goes to; none for kinds without. */
export function homeOf(catalog: Catalog, name: OtherName): string | undefined {
  if (global.has(name.type)) return undefined;
  return name.schema ?? catalog.session.searchPath[0] ?? "public";
}

/** What needs an object by its shape: columns and indexes name collations and operator classes, routines their language. */
export function usersOfOther(catalog: Catalog, on: ObjectAddress): Dependency[] {
  const object = catalog.others.values().find((each) => each.oid === on.oid);
  if (!object) return [];
  const normal = (dependent: ObjectAddress): Dependency => ({ dependent, on, kind: "normal" });
  const means = (written: string | undefined): boolean =>
    written !== undefined && findOther(catalog, { ...object, ...nameFrom(written.split(".")) }) === object;
  switch (object.type) {
    case "OBJECT_LANGUAGE":
      return catalog.routines
        .values()
        .filter(({ language }) => language === object.name)
        .map(({ oid }) => normal({ class: "routine", oid }));
    case "OBJECT_COLLATION":
      return collationUsers(catalog, means).map(normal);
    case "OBJECT_OPCLASS":
      return catalog.relations
        .values()
        .filter(({ index }) => index?.method === object.detail && index?.keys.some((key) => means(key.operatorClass)))
        .map(({ oid }) => normal({ class: "relation", oid }));
    default:
      return [];
  }
}
