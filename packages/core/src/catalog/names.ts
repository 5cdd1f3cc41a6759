import type { Node, RangeVar, TypeName } from "@pgsql/types";
import type { Name } from "./lookup.js";

/** The name in a RangeVar. The schema of a temporary relation is `pg_temp`, whatever the session calls it. */
export function rangeName(range: RangeVar | undefined): Name {
  return { schema: range?.schemaname, name: range?.relname ?? "" };
}

/** The text of a String node; "" for any other node. */
export function stringOf(node: Node | undefined): string {
  return node && "String" in node ? (node.String.sval ?? "") : "";
}

/** The texts of a list of String nodes. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).map(stringOf);
}

/** A dotted name from its parts: the last is the name, the one before it the schema. */
export function nameFrom(parts: readonly string[]): Name {
  return { schema: parts.at(-2), name: parts.at(-1) ?? "" };
}

/** The parts of an object's name in DROP, ALTER and COMMENT: a List, a String, a TypeName or an ObjectWithArgs. */
export function objectParts(node: Node | undefined): string[] {
  if (!node) return [];
  if ("List" in node) return strings(node.List.items);
  if ("String" in node) return [stringOf(node)];
  if ("TypeName" in node) return strings(node.TypeName.names);
  if ("ObjectWithArgs" in node) return strings(node.ObjectWithArgs.objname);
  if ("RangeVar" in node) return [node.RangeVar.schemaname, node.RangeVar.relname].filter((part) => part !== undefined);
  return [];
}

/** The parts of a type's name as written. */
export function typeParts(type: TypeName | undefined): string[] {
  return strings(type?.names);
}

/** The bytes that a text takes in UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The longest prefix of whole characters that takes at most `bytes` bytes. */
function clip(text: string, bytes: number): string {
  let taken = 0;
  let result = "";
  for (const character of text) {
    taken += byteLength(character);
    if (taken > bytes) break;
    result += character;
  }
  return result;
}

/** NAMEDATALEN - 1: the bytes that a name may have. */
export const maxNameBytes = 63;

/** A name cut to what PostgreSQL keeps of it. */
export function truncateName(name: string): string {
  return clip(name, maxNameBytes);
}

/**
 * "first_second_label" in at most 63 bytes, taking from the longer of the first two (makeObjectName in PostgreSQL's
 * indexcmds.c; the real-server test compares the outcome).
 */
export function objectName(first: string, second: string | undefined, label: string): string {
  const available = maxNameBytes - (label ? byteLength(label) + 1 : 0) - (second === undefined ? 0 : 1);
  let [one, two] = [byteLength(first), second === undefined ? 0 : byteLength(second)];
  while (one + two > available) {
    if (one > two) one--;
    else two--;
  }
  return [clip(first, one), ...(second === undefined ? [] : [clip(second, two)]), ...(label ? [label] : [])].join("_");
}

/** Column names joined for a generated name: PostgreSQL stops adding once it has 63 bytes. */
export function joinedColumns(names: readonly string[]): string {
  let joined = "";
  for (const name of names) {
    joined += (joined ? "_" : "") + name;
    if (byteLength(joined) > maxNameBytes) break;
  }
  return clip(joined, maxNameBytes);
}
