import type { CollateClause } from "@pgsql/types";
import type { Catalog, ObjectAddress, Relation } from "./catalog.js";
import { strings } from "./names.js";
import { walk } from "./walk.js";

/** Whether a name as it was written is that of the collation. */
type Means = (written: string | undefined) => boolean;

/** What is ordered by a collation: columns, domains, indexes, and expressions with COLLATE. Looks at everything: it is asked rarely. */
export function collationUsers(catalog: Catalog, means: Means): ObjectAddress[] {
  const domains = catalog.types.values().filter((type) => means(type.collation));
  return [
    ...domains.map(({ oid }): ObjectAddress => ({ class: "type", oid })),
    ...catalog.relations.values().flatMap((relation) => usersIn(relation, means)),
  ];
}

function usersIn(relation: Relation, means: Means): ObjectAddress[] {
  const { oid, index, query, partitionKey } = relation;
  const whole: ObjectAddress = { class: "relation", oid };
  const ordered = (index?.keys ?? []).some((key) => means(key.collation));
  const expressions = [
    ...(index?.keys ?? []).map((key) => key.expression?.node),
    index?.predicate?.node,
    ...(partitionKey?.expressions ?? []).map(({ node }) => node),
    query,
  ];
  if (ordered || expressions.some((node) => mentions(node, means))) return [whole];
  const columns = relation.columns.flatMap((column): ObjectAddress[] => {
    if (means(column.collation)) return [{ ...whole, column: column.number }];
    return mentions(column.default?.node, means) ? [{ class: "default", oid, column: column.number }] : [];
  });
  const checks = relation.constraints.filter(({ expression }) => mentions(expression?.node, means));
  return [...columns, ...checks.map((each): ObjectAddress => ({ class: "constraint", oid: each.oid, relation: oid }))];
}

function mentions(node: unknown, means: Means): boolean {
  let found = false;
  walk({ node }, (kind, fields) => {
    if (kind === "CollateClause") found ||= means(strings((fields as CollateClause).collname).join("."));
  });
  return found;
}
