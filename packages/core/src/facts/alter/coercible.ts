import type { ColumnRef, Node, TypeCast } from "@pgsql/types";
import type { Catalog, TypeRef } from "../../catalog/catalog.js";
import { columnRefParts } from "../../catalog/expression.js";
import { domainChain, resolveType } from "../../catalog/type-names.js";

/**
 * Whether a column's stored values stay as they are when its type changes, told from the cast that PostgreSQL makes
 * (ATColumnChangeRequiresRewrite in tablecmds.c; every branch is a case in test/postgres/cases/alter-type.ts).
 */
export interface TypeChange {
  /** The rows are rewritten. */
  readonly rewrites: boolean;
  /** An index of the column can be kept, if it is neither partial nor on an expression. */
  readonly keepsIndexes: boolean;
  /** The answer leans on the session's TimeZone, which nothing set. */
  readonly timeZoneUnknown: boolean;
  /** A type in it is not known. */
  readonly typeUnknown: boolean;
}

interface Flow {
  readonly catalog: Catalog;
  timeZoneUnknown: boolean;
}

/** What changing a column from one type to another does, with its USING expression if there is one. */
export function typeChange(
  catalog: Catalog,
  column: string,
  from: TypeRef,
  to: TypeRef,
  using: Node | undefined,
): TypeChange {
  const flow: Flow = { catalog, timeZoneUnknown: false };
  const source = using ? freeExpression(flow, column, from, using) : from;
  const rewrites = source === undefined || !isFree(flow, source, to);
  return {
    rewrites,
    keepsIndexes: !rewrites && indexFamily(catalog, from) === indexFamily(catalog, to),
    timeZoneUnknown: flow.timeZoneUnknown,
    typeUnknown: sameName(from, to) ? false : !isKnown(catalog, from) || !isKnown(catalog, to),
  };
}

/** The type of an expression that is nothing but the column under casts that cost nothing; undefined for any other. */
function freeExpression(flow: Flow, column: string, from: TypeRef, node: Node): TypeRef | undefined {
  if ("ColumnRef" in node) return columnRefParts(node.ColumnRef as ColumnRef).at(-1) === column ? from : undefined;
  if ("CollateClause" in node)
    return node.CollateClause.arg && freeExpression(flow, column, from, node.CollateClause.arg);
  if (!("TypeCast" in node)) return undefined;
  const cast = node.TypeCast as TypeCast;
  const inner = cast.arg && freeExpression(flow, column, from, cast.arg);
  const to = resolveType(flow.catalog, cast.typeName);
  return inner && isFree(flow, inner, to) ? to : undefined;
}

function isKnown(catalog: Catalog, type: TypeRef): boolean {
  return (
    type.name.startsWith("pg_catalog.") || type.oid !== undefined || catalog.typeNames.get(type.name) !== undefined
  );
}

function sameName(a: TypeRef, b: TypeRef): boolean {
  return a.name === b.name && a.array === b.array;
}

/** Pairs whose values have the same bytes (pg_cast.castmethod = 'b', and those of citext). */
const sameBytes = new Set([
  "text varchar",
  "varchar text",
  "cidr inet",
  "bit varbit",
  "xml text",
  "xml varchar",
  "citext text",
  "citext varchar",
  "text citext",
  "varchar citext",
  "int4 oid",
  "oid int4",
]);

const registered = /^reg(class|proc|procedure|oper|operator|type|role|namespace|config|dictionary|collation)$/;

function binaryCoercible(from: string, to: string): boolean {
  if (sameBytes.has(`${from} ${to}`)) return true;
  const [a, b] = [registered.test(from), registered.test(to)];
  if (a !== b) return (a && /^(oid|int4)$/.test(to)) || (b && /^(oid|int4)$/.test(from));
  return (
    a &&
    b &&
    ((from === "regproc" && to === "regprocedure") ||
      (from === "regoper" && to === "regoperator") ||
      (to === "regproc" && from === "regprocedure") ||
      (to === "regoper" && from === "regoperator"))
  );
}

/** A domain's constraints, its own or those of the domains under it, make the server check every value. */
export function domainIsConstrained(catalog: Catalog, type: TypeRef): boolean {
  return domainChain(catalog, type).some((each) => {
    const known = each.oid === undefined || each.array ? undefined : catalog.types.get(each.oid);
    return known?.kind === "domain" && (known.notNull === true || (known.checks?.length ?? 0) > 0);
  });
}

/** The type under all domains. A column of a domain carries no typmod, so the base of one as a source has none. */
function baseOf(catalog: Catalog, type: TypeRef): TypeRef {
  return domainChain(catalog, type).at(-1) ?? type;
}

function isFree(flow: Flow, from: TypeRef, to: TypeRef): boolean {
  if (sameName(from, to) && sameTypmods(from, to)) return true;
  const target = baseOf(flow.catalog, to);
  if (target !== to && domainIsConstrained(flow.catalog, to)) return false;
  const base = baseOf(flow.catalog, from);
  const source = base === from ? from : { ...base, typmods: [] };
  if (source.array !== target.array) return false;
  if (source.name === target.name)
    return source.array ? target.typmods.length === 0 || sameTypmods(source, target) : widens(source, target);
  if (source.array) return false;
  const [a, b] = [bare(source), bare(target)];
  if (/^timestamp(tz)?$/.test(a) && /^timestamp(tz)?$/.test(b)) return target.typmods.length === 0 && inUtc(flow);
  if (!binaryCoercible(a, b)) return false;
  return (
    target.typmods.length === 0 ||
    (a !== "bit" && /^(varchar|text)$/.test(a) && widens({ ...source, name: target.name }, target))
  );
}

function bare(type: TypeRef): string {
  return type.name.replace(/^.*\./, "");
}

function sameTypmods(a: TypeRef, b: TypeRef): boolean {
  return a.typmods.length === b.typmods.length && a.typmods.every((value, i) => value === b.typmods[i]);
}

function inUtc(flow: Flow): boolean {
  const zone = flow.catalog.session.settings.get("timezone");
  if (zone === undefined) flow.timeZoneUnknown = true;
  return zone !== undefined && /^'?(utc|gmt|etc\/utc|etc\/gmt|zulu|uct|etc\/uct|0|\+00(:00)?)'?$/i.test(zone.trim());
}

/** Whether every value of a type's length or precision fits the other's, so that the server leaves the check out. */
function widens(from: TypeRef, to: TypeRef): boolean {
  if (to.typmods.length === 0 || sameTypmods(from, to)) return true;
  const [a, b] = [from.typmods[0], to.typmods[0]];
  switch (bare(to)) {
    case "varchar":
    case "varbit":
      return a !== undefined && b !== undefined && b >= a;
    case "numeric":
      return a !== undefined && b !== undefined && b >= a && (from.typmods[1] ?? 0) === (to.typmods[1] ?? 0);
    case "timestamp":
    case "timestamptz":
    case "time":
    case "timetz":
      return b !== undefined && (b >= 6 || (a !== undefined && b >= a));
    case "interval":
      return intervalWidens(from.typmods, to.typmods);
    default:
      return false;
  }
}

/** Lowest field that an interval's mask lets through; a mask is the sum of 1 << field (utils/timestamp.h). */
function lowestField(mask: number): number {
  // year 2, month 1, day 3, hour 10, minute 11, second 12; by how small the unit is.
  const sizes: readonly (readonly [bit: number, rank: number])[] = [
    [12, 0],
    [11, 1],
    [10, 2],
    [3, 3],
    [1, 4],
    [2, 5],
  ];
  return sizes.find(([bit]) => mask & (1 << bit))?.[1] ?? 0;
}

function intervalWidens(from: readonly number[], to: readonly number[]): boolean {
  const precision = (typmods: readonly number[]): number => typmods[1] ?? 6;
  const field = (typmods: readonly number[]): number =>
    typmods[0] === undefined || typmods[0] === 0x7fff ? 0 : lowestField(typmods[0]);
  if (field(to) > field(from)) return false;
  return field(from) > 0 || precision(to) >= 6 || precision(to) >= precision(from);
}

/** Types that share a default operator class have the same answer, so an index of one serves the other. */
function indexFamily(catalog: Catalog, type: TypeRef): string {
  const base = baseOf(catalog, type);
  const name = bare(base);
  const suffix = base.array ? "[]" : "";
  if (/^(text|varchar)$/.test(name)) return `text${suffix}`;
  if (/^(inet|cidr)$/.test(name)) return `inet${suffix}`;
  if (name === "oid" || registered.test(name)) return `oid${suffix}`;
  return base.name + suffix;
}

const strings = /^(text|varchar|bpchar|name|citext)$/;
/** Built-in types to which no cast from a string, and from which none to each other, is an assignment. */
const strict: readonly RegExp[] = [
  /^(int2|int4|int8|numeric|float4|float8|money)$/,
  /^bool$/,
  /^uuid$/,
  /^(json|jsonb)$/,
  /^(timestamp|timestamptz|date|time|timetz|interval)$/,
  /^bytea$/,
];

/** Whether it is certain that there is no assignment cast, so that a change of type without USING is refused (42804). */
export function neverAssignable(catalog: Catalog, from: TypeRef, to: TypeRef): boolean {
  const [source, target] = [baseOf(catalog, from), baseOf(catalog, to)];
  if (source.name === target.name && source.array === target.array) return false;
  const plainTarget = target.array ? undefined : bare(target);
  if (plainTarget !== undefined && strings.test(plainTarget)) return false;
  if (source.array !== target.array) return isKnown(catalog, source) && isKnown(catalog, target);
  if (source.array) return false;
  const kindOf = (type: TypeRef): number =>
    type.name.startsWith("pg_catalog.")
      ? strict.findIndex((each) => each.test(bare(type)))
      : type.oid !== undefined && catalog.types.get(type.oid)?.kind === "enum"
        ? 100 + type.oid
        : -1;
  const [a, b] = [kindOf(source), kindOf(target)];
  if (strings.test(bare(source)) && source.name.startsWith("pg_catalog.")) return b >= 0;
  if (a < 0 || b < 0) return false;
  return a !== b;
}
