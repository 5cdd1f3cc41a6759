import { addressKey } from "../catalog/address.js";
import type { Catalog, Column, Constraint, Expression, Relation, TypeRef, UserType } from "../catalog/catalog.js";
import { columnByNumber, findRelation } from "../catalog/lookup.js";
import { nameFrom } from "../catalog/names.js";
import { ownedSequences } from "../catalog/relation-lookup.js";
import { splitIdentifier } from "../catalog/expression.js";
import { walk } from "../catalog/walk.js";
import type { FactsDraft } from "./facts-draft.js";
import type { Place } from "./family.js";
import type { LockMode } from "./lock.js";
import { lockPlannedIndexes } from "./query-locks.js";
import { lockStoredCalls } from "./routine-calls.js";
import { family } from "./targets.js";

/** What an INSERT gives to a column: NULL in all rows, a value in at least one, or something that only running tells. */
export type Given = "null" | "value" | "unknown";

/** Foreign keys of new rows are checked by a query on the referenced table: ROW SHARE there and on its indexes. */
export function lockInsertChecks(
  draft: FactsDraft,
  table: Relation,
  given: (column: Column) => Given,
  onRows: boolean,
): void {
  for (const key of checkedNow(table)) {
    const columns = key.columns.flatMap((number) => columnByNumber(table, number) ?? []);
    const values = columns.map(given);
    if (values.includes("null")) continue;
    lockReferenced(draft, key, onRows || values.includes("unknown"));
  }
}

/** Foreign keys that are checked at the end of the statement; deferred ones wait for COMMIT. */
export function checkedNow(table: Relation): Constraint[] {
  return table.constraints.filter((each) => each.kind === "foreign-key" && each.enforced && !each.initiallyDeferred);
}

export function lockReferenced(draft: FactsDraft, key: Constraint, onRows: boolean): void {
  const referenced = key.references === undefined ? undefined : draft.catalog.relations.get(key.references);
  if (!referenced) return;
  for (const each of family(draft.catalog, referenced, referenced.kind === "partitioned-table")) {
    const pruned = each !== referenced;
    draft.lock(each, "ROW SHARE", pruned ? "partition" : "referenced", onRows || pruned);
    lockPlannedIndexes(draft, each, "ROW SHARE", onRows || pruned);
  }
}

/** Sequences that the defaults of columns draw from, and what functions do that they call. */
export function lockDefaults(
  draft: FactsDraft,
  place: Place,
  table: Relation,
  columns: readonly Column[],
  onRows: boolean,
): void {
  for (const column of columns) {
    const value =
      column.identity || column.generated ? undefined : (column.default ?? domainDefault(draft.catalog, column));
    if (value?.text.includes("(") === true) lockStoredCalls(draft, place, value.node, onRows);
    for (const sequence of sequencesOf(draft.catalog, table, column))
      draft.lock(sequence, "ROW EXCLUSIVE", "sequence", onRows);
  }
}

/** What functions do that the checks of new rows call: those of the table, and those of its columns' domains. */
export function followChecks(draft: FactsDraft, place: Place, table: Relation): void {
  if (draft.catalog.routines.size === 0) return;
  const domains = table.columns.flatMap(({ type }) => domainChecks(draft.catalog, type));
  const own = table.constraints.flatMap(({ enforced, expression }) => (enforced && expression ? [expression] : []));
  for (const { node } of [...own, ...domains]) lockStoredCalls(draft, place, node, true);
}

function domainChecks(catalog: Catalog, type: TypeRef | undefined): Expression[] {
  const domain = type?.oid === undefined || type.array ? undefined : catalog.types.get(type.oid);
  if (!domain) return [];
  return [...(domain.checks ?? []).map(({ expression }) => expression), ...domainChecks(catalog, domain.base)];
}

function sequencesOf(catalog: Catalog, table: Relation, column: Column): Relation[] {
  if (column.identity) {
    return ownedSequences(catalog, table, column.number).filter(({ sequence }) => sequence?.ownedBy?.identity === true);
  }
  const value = column.default ?? domainDefault(catalog, column);
  if (!value || column.generated || !/nextval/i.test(value.text)) return [];
  const found = new Set<Relation>();
  const recorded =
    catalog.dependencies.get(addressKey({ class: "default", oid: table.oid, column: column.number })) ?? [];
  for (const { on } of recorded) {
    const relation = on.class === "relation" ? catalog.relations.get(on.oid) : undefined;
    if (relation?.kind === "sequence") found.add(relation);
  }
  if (found.size > 0) return [...found];
  walk({ node: value.node }, (kind, fields) => {
    const text = kind === "A_Const" ? (fields["sval"] as { sval?: string } | undefined)?.sval : undefined;
    const relation = text === undefined ? undefined : findRelation(catalog, nameFrom(splitIdentifier(text)));
    if (relation?.kind === "sequence") found.add(relation);
  });
  return [...found];
}

/** What a domain gives to a column that has no default of its own. */
function domainDefault(catalog: Catalog, { type }: Column): Expression | undefined {
  for (let ref: TypeRef | undefined = type; ref?.oid !== undefined && !ref.array;) {
    const domain: UserType | undefined = catalog.types.get(ref.oid);
    if (domain?.default) return domain.default;
    ref = domain?.base;
  }
  return undefined;
}

/** The partitions that rows may go to: each only when a row does. */
export function lockPartitions(draft: FactsDraft, table: Relation, mode: LockMode): void {
  if (table.kind !== "partitioned-table") return;
  for (const each of family(draft.catalog, table).slice(1)) draft.lock(each, mode, "partition", true);
}
