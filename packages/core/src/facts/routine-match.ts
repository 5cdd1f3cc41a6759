import type { Node } from "@pgsql/types";
import type { Catalog, Routine } from "../catalog/catalog.js";
import { nameFrom, objectParts } from "../catalog/names.js";
import { sameType } from "../catalog/routine-address.js";
import { findRoutines } from "../catalog/routines.js";
import { resolveType } from "../catalog/type-names.js";

/** The routines that a name in DROP, COMMENT or ALTER fits: with argument types one at most, without them all of the name. */
export function matchRoutines(catalog: Catalog, object: Node): Routine[] {
  const named = findRoutines(catalog, nameFrom(objectParts(object)));
  if (!("ObjectWithArgs" in object) || object.ObjectWithArgs.args_unspecified) return named;
  const types = (object.ObjectWithArgs.objargs ?? []).map((each) =>
    resolveType(catalog, "TypeName" in each ? each.TypeName : undefined),
  );
  return named.filter(
    (routine) =>
      routine.arguments.length === types.length &&
      routine.arguments.every((type, at) => types[at] !== undefined && sameType(type, types[at])),
  );
}
