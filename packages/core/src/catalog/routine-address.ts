import type { Node } from "@pgsql/types";
import type { ObjectAddress, Routine, TypeRef } from "./catalog.js";
import type { Draft } from "./draft.js";
import { nameFrom, objectParts } from "./names.js";
import { findRoutines } from "./routines.js";
import { resolveType } from "./type-names.js";

/** Whether two types are the same one; typmods do not count in signatures. */
export function sameType(a: TypeRef, b: TypeRef): boolean {
  return a.name === b.name && a.array === b.array;
}

/** The routine that a name with argument types means; without types, the only one of that name. */
export function routineOf(draft: Draft, object: Node): Routine | undefined {
  const named = findRoutines(draft.catalog, nameFrom(objectParts(object)));
  if (!("ObjectWithArgs" in object) || object.ObjectWithArgs.args_unspecified)
    return named.length === 1 ? named[0] : undefined;
  const types = (object.ObjectWithArgs.objargs ?? []).map((each) =>
    resolveType(draft.catalog, "TypeName" in each ? each.TypeName : undefined),
  );
  const fits = (routine: Routine): boolean =>
    routine.arguments.length === types.length && routine.arguments.every((type, at) => sameType(type, types[at]!));
  return named.find(fits);
}

export function routineAddresses(draft: Draft, object: Node): ObjectAddress[] {
  const routine = routineOf(draft, object);
  return routine ? [{ class: "routine", oid: routine.oid }] : [];
}
