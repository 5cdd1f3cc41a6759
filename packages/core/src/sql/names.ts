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
  for (let at = 0; at < name.length; ) {
    const code = name.codePointAt(at) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > longestName) return name.slice(0, at);
    at += code > 0xffff ? 2 : 1;
  }
  return name;
}
