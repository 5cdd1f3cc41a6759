import type { Node } from "@pgsql/types";
import type { ObjectAddress, TypeRef } from "./catalog.js";
import { stringOf } from "./names.js";

/** A column that a query gives, and the table column that it shows, if it is one. */
export interface OutputColumn {
  readonly name: string;
  readonly type: TypeRef;
  readonly source?: ObjectAddress | undefined;
}

/** Columns under the names of an alias list, as far as it goes. */
export function renamed(
  columns: readonly OutputColumn[] | undefined,
  aliases: readonly Node[] | undefined,
): readonly OutputColumn[] | undefined {
  if (!aliases?.length) return columns;
  return columns?.map((column, at) => (aliases[at] ? { ...column, name: stringOf(aliases[at]) } : column));
}
