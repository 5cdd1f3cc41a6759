import type { Node, RangeVar } from "@pgsql/types";

/** A name as written: with its schema, or without one, to be looked up in the search path. */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

/** The name in a RangeVar. The parser has already cut identifiers to 63 bytes and lowered unquoted ones. */
export function nameOfRangeVar(range: RangeVar): QualifiedName {
  return qualified(range.schemaname, range.relname ?? "");
}

/** The name in a list of String nodes, of which the last is the name and the one before it the schema. */
export function nameOfList(list: readonly Node[] | undefined): QualifiedName {
  const parts = (list ?? []).map((node) => ("String" in node ? (node.String.sval ?? "") : ""));
  return qualified(parts.at(-2), parts.at(-1) ?? "");
}

function qualified(schema: string | undefined, name: string): QualifiedName {
  return schema === undefined || schema === "" ? { name } : { schema, name };
}

/** The longest name that PostgreSQL keeps, in UTF-8 bytes: NAMEDATALEN - 1. */
export const longestName = 63;

/** What PostgreSQL keeps of a name: its first 63 bytes, without a part of a character (`truncate_identifier`). */
export function truncateIdentifier(name: string): string {
  let bytes = 0;
  for (let at = 0; at < name.length;) {
    const code = name.codePointAt(at) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > longestName) return name.slice(0, at);
    at += code > 0xffff ? 2 : 1;
  }
  return name;
}

/**
 * A name as SQL: as it is where that is safe in every version from 14 to 18, else in quotes (`quote_identifier` of PostgreSQL,
 * which quotes all keywords that are not unreserved).
 */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The words that are keywords other than unreserved in one of the versions 14 to 18: `pg_get_keywords()` with catcode <> 'U'. */
const keywords: ReadonlySet<string> = new Set(
  `
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
  character check coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role
  current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except
  exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner
  inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg
  json_query json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp
  merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps
  overlay placing position precision primary real references returning right row select session_user setof similar smallint some
  substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique user using values
  varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
  xmlpi xmlroot xmlserialize xmltable
`
    .trim()
    .split(/\s+/),
);
