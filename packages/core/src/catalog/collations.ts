import type { CollateClause } from "@pgsql/types";
import type { Catalog, ObjectAddress, Relation } from "./catalog.js";
import { strings } from "./names.js";
import { walk } from "./walk.js";

/** What is ordered by a collation: columns, domains, indexes, and expressions with COLLATE. Looks at everything: it is asked rarely. */
export function collationUsers(catalog: Catalog, name: string): ObjectAddress[] {
  const domains = catalog.types.values().filter((type) => type.collation === name);
  return [
    ...domains.map(({ oid }): ObjectAddress => ({ class: "type", oid })),
    ...catalog.relations.values().flatMap((relation) => usersIn(relation, name)),
  ];
}

function usersIn(relation: Relation, name: string): ObjectAddress[] {
  const { oid, index, query, partitionKey } = relation;
  const whole: ObjectAddress = { class: "relation", oid };
  const ordered = (index?.keys ?? []).some((key) => lastPart(key.collation) === name);
  const expressions = [
    ...(index?.keys ?? []).map((key) => key.expression?.node),
    index?.predicate?.node,
    ...(partitionKey?.expressions ?? []).map(({ node }) => node),
    query,
  ];
  if (ordered || expressions.some((node) => mentions(node, name))) return [whole];
  const columns = relation.columns.flatMap((column): ObjectAddress[] => {
    if (lastPart(column.collation) === name) return [{ ...whole, column: column.number }];
    return mentions(column.default?.node, name) ? [{ class: "default", oid, column: column.number }] : [];
  });
  const checks = relation.constraints.filter(({ expression }) => mentions(expression?.node, name));
  return [...columns, ...checks.map((each): ObjectAddress => ({ class: "constraint", oid: each.oid, relation: oid }))];
}

function lastPart(collation: string | undefined): string | undefined {
  return collation?.split(".").at(-1);
}

function mentions(node: unknown, name: string): boolean {
  let found = false;
  walk({ node }, (kind, fields) => {
    if (kind === "CollateClause") found ||= strings((fields as CollateClause).collname).at(-1) === name;
  });
  return found;
}
