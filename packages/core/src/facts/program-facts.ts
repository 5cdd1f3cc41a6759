import type { Catalog } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import type { Facts, RelationName } from "./facts.js";

/** Whether a statement touches nothing. */
export function isNothing(facts: Facts): boolean {
  const empty = facts.locks.length === 0 && facts.losses.length === 0 && facts.rewrites.length === 0;
  return empty && facts.certainty === "exact" && !facts.error;
}

/**
 * Facts of a statement in the middle of a body, told with the names that relations had before the whole: what the body
 * itself made is left out.
 */
export function namedBefore(facts: Facts, before: Catalog, now: Catalog): Facts {
  if (before === now) return facts;
  const named = (name: RelationName): RelationName | undefined => {
    const oid = now.relationNames.get(name);
    if (oid === undefined) return name;
    const relation = before.relations.get(oid);
    return relation && relationName(relation);
  };
  const locks = facts.locks.flatMap((lock) => {
    const relation = named(lock.relation);
    return relation === undefined ? [] : [{ ...lock, relation }];
  });
  const renamed = <Each extends { readonly relation: RelationName }>(list: readonly Each[]): Each[] =>
    list.flatMap((each) => {
      const relation = named(each.relation);
      return relation === undefined ? [] : [{ ...each, relation }];
    });
  return {
    ...facts,
    locks,
    rewrites: facts.rewrites.flatMap((name) => named(name) ?? []),
    scans: renamed(facts.scans),
    indexBuilds: facts.indexBuilds.flatMap((build) => {
      const table = named(build.table);
      return table === undefined ? [] : [{ ...build, table }];
    }),
    losses: facts.losses.filter((loss) => loss.relation === undefined || named(loss.relation) !== undefined),
  };
}
