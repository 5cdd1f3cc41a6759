import type { Node, RangeVar } from "@pgsql/types";
import { nodesOf } from "../sql/walk.js";
import type { Catalog, Oid } from "./catalog.js";
import { findRelation } from "./lookup.js";
import { rangeName } from "./names.js";

/** The relations that a rule's condition and actions name, in the order of the text; undefined for what is not known. */
export function relationsNamed(catalog: Catalog, nodes: readonly (Node | undefined)[]): (Oid | undefined)[] {
  const present = nodes.filter((node) => node !== undefined);
  return nodesOf(present, "RangeVar").map((range) => findRelation(catalog, rangeName(range as RangeVar))?.oid);
}
