import { recordedDependents } from "./address.js";
import type { ObjectAddress, Oid, TypeRef } from "./catalog.js";
import type { Draft } from "./draft.js";

/** After a type, or a table with its row type, got another name or schema: whoever has that type shows the new name. */
export function followTypeName(draft: Draft, kind: "type" | "relation", oid: Oid): void {
  const named = kind === "type" ? draft.catalog.types.get(oid) : draft.catalog.relations.get(oid);
  if (!named) return;
  const name = `${named.schema}.${named.name}`;
  const again = (type: TypeRef): TypeRef => (type.oid === oid ? { ...type, name } : type);
  for (const { dependent } of recordedDependents(draft.catalog, { class: kind, oid })) follow(draft, dependent, again);
}

function follow(draft: Draft, dependent: ObjectAddress, again: (type: TypeRef) => TypeRef): void {
  const { catalog } = draft;
  const relation = dependent.class === "relation" ? catalog.relations.get(dependent.oid) : undefined;
  if (relation)
    draft.patch(relation.oid, { columns: relation.columns.map((each) => ({ ...each, type: again(each.type) })) });
  const type = dependent.class === "type" ? catalog.types.get(dependent.oid) : undefined;
  if (type?.base) draft.update({ types: catalog.types.set(type.oid, { ...type, base: again(type.base) }) });
  const routine = dependent.class === "routine" ? catalog.routines.get(dependent.oid) : undefined;
  if (!routine) return;
  const returns = routine.returns && { returns: again(routine.returns) };
  draft.update({
    routines: catalog.routines.set(routine.oid, { ...routine, arguments: routine.arguments.map(again), ...returns }),
  });
}
