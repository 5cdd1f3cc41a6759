import type { DropOwnedStmt, Node, ReassignOwnedStmt } from "@pgsql/types";
import type { Catalog, ObjectAddress, Relation } from "./catalog.js";
import type { Draft } from "./draft.js";
import { dropAll } from "./remove.js";

/** The roles of a list; undefined among them for the session's own, where the history does not tell it. */
export function rolesNamed(catalog: Catalog, nodes: readonly Node[] | undefined): (string | undefined)[] {
  return (nodes ?? []).map((each) => {
    const role = "RoleSpec" in each ? each.RoleSpec : undefined;
    return role?.roletype === "ROLESPEC_CSTRING" ? role.rolename : catalog.session.role;
  });
}

/** What the roles own as far as the history says so; indexes go with their tables. Looks at everything: it is asked rarely. */
export function ownedBy(catalog: Catalog, roles: readonly (string | undefined)[]): ObjectAddress[] {
  const isTheirs = ({ owner }: { readonly owner?: string | undefined }): boolean =>
    owner !== undefined && roles.includes(owner);
  const of = (
    kind: ObjectAddress["class"],
    objects: readonly { readonly oid: number; readonly owner?: string | undefined; readonly table?: number }[],
  ): ObjectAddress[] =>
    objects
      .filter(isTheirs)
      .map(({ oid, table }) => ({ class: kind, oid, ...(table !== undefined && { relation: table }) }));
  return [
    ...of(
      "relation",
      catalog.relations.values().filter((each) => !each.index),
    ),
    ...of("type", catalog.types.values()),
    ...of("routine", catalog.routines.values()),
    ...of("statistics", catalog.statistics.values()),
    ...of("schema", catalog.schemas.values()),
  ];
}

/** DROP OWNED: what the roles own goes, with CASCADE what depends on it too. */
export function dropOwned(draft: Draft, node: DropOwnedStmt): void {
  const targets = ownedBy(draft.catalog, rolesNamed(draft.catalog, node.roles));
  dropAll(draft, targets, node.behavior === "DROP_CASCADE");
  for (const relation of draft.catalog.relations.values())
    if (relation.policies.length > 0) leavePolicies(draft, relation, node);
}

/** The tables with a policy that is for none but these roles, which goes with them. */
export function policiesOf(catalog: Catalog, roles: readonly (string | undefined)[]): Relation[] {
  const theirs = (of: readonly string[]): boolean => of.length > 0 && of.every((role) => roles.includes(role));
  return catalog.relations.values().filter(({ policies }) => policies.some((each) => theirs(each.roles)));
}

/** The roles are no longer those of a policy; one that has no other goes. */
function leavePolicies(draft: Draft, { oid, policies }: Relation, node: DropOwnedStmt): void {
  const gone = rolesNamed(draft.catalog, node.roles);
  const left = policies.map((each) => ({ ...each, roles: each.roles.filter((role) => !gone.includes(role)) }));
  if (left.some((each, at) => each.roles.length < policies[at]!.roles.length))
    draft.patch(oid, { policies: left.filter(({ roles }) => roles.length > 0) });
}

/** REASSIGN OWNED: what the roles own gets another owner. */
export function reassignOwned(draft: Draft, node: ReassignOwnedStmt): void {
  const [owner] = rolesNamed(draft.catalog, node.newrole ? [{ RoleSpec: node.newrole }] : []);
  const { catalog } = draft;
  for (const { class: kind, oid } of ownedBy(catalog, rolesNamed(catalog, node.roles))) {
    const given = owner === undefined ? {} : { owner };
    if (kind === "relation")
      draft.update({ relations: draft.catalog.relations.set(oid, owned(catalog.relations.get(oid)!, given)) });
    if (kind === "type") draft.update({ types: draft.catalog.types.set(oid, owned(catalog.types.get(oid)!, given)) });
    if (kind === "routine")
      draft.update({ routines: draft.catalog.routines.set(oid, owned(catalog.routines.get(oid)!, given)) });
    if (kind === "statistics") draft.putStatistics(owned(catalog.statistics.get(oid)!, given));
  }
  for (const schema of catalog.schemas.values())
    if (schema.owner !== undefined && rolesNamed(catalog, node.roles).includes(schema.owner))
      draft.update({
        schemas: draft.catalog.schemas.set(schema.name, owned(schema, owner === undefined ? {} : { owner })),
      });
}

/** An object with another owner; without one, which means the session's own. */
function owned<Owned extends { readonly owner?: string | undefined }>(
  object: Owned,
  given: { readonly owner?: string | undefined },
): Owned {
  const { owner: _, ...rest } = object;
  return { ...rest, ...given } as Owned;
}
