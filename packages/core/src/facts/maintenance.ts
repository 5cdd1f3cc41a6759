import type { Node, RangeVar } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { descendants, indexesOf, relationName } from "../catalog/lookup.js";

import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { viewSources } from "./view-sources.js";
import { noteTriggers } from "./routine-calls.js";
import { family, hasRows, lockNamed } from "./targets.js";
import { lockModes, type LockMode } from "./lock.js";
import { nameSpan, wordsSpan } from "./words.js";

/** TRUNCATE: ACCESS EXCLUSIVE on tables, children and indexes; CASCADE: on all that reference them. */
function truncate(input: FactsInput<"TruncateStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const emptied = new Set<Relation>();
  for (const each of node.relations ?? []) {
    if (!("RangeVar" in each)) continue;
    const range = each.RangeVar;
    const span = nameSpan(statement, range.location);
    const table = lockNamed(draft, range, "ACCESS EXCLUSIVE", span);
    if (!table) loseRows(draft, input, nameOf(draft, range));
    else if (table.kind !== "table" && table.kind !== "partitioned-table" && table.kind !== "foreign-table") {
      draft.refuse("42809", msg`"${table.name}" is not a table`, span);
    } else if (table.kind === "partitioned-table" && !range.inh) {
      draft.refuse("42809", msg`cannot truncate only a partitioned table`, span);
    } else for (const one of family(before, table, range.inh === true)) emptied.add(one);
  }
  addReferencing(draft, input, emptied);
  for (const table of emptied) {
    emptyTable(draft, input, table);
    noteTriggers(draft, input, table, "truncate");
  }
  return draft.facts();
}

function nameOf(draft: FactsDraft, range: RangeVar): string {
  return `${range.schemaname ?? draft.catalog.session.searchPath[0] ?? "public"}.${range.relname ?? ""}`;
}

/** Tables with foreign keys to an emptied one: with CASCADE emptied too, else error 0A000. */
function addReferencing(
  draft: FactsDraft,
  { node, statement, before }: FactsInput<"TruncateStmt">,
  emptied: Set<Relation>,
): void {
  for (const table of emptied) {
    for (const oid of referencing(draft, table)) {
      const other = before.relations.get(oid);
      if (!other || emptied.has(other)) continue;
      if (node.behavior !== "DROP_CASCADE") {
        draft.refuse(
          "0A000",
          msg`cannot truncate a table referenced in a foreign key constraint`,
          wordsSpan(statement, table.name),
        );
        return;
      }
      // Its partitions, but not what inherits from it (measured on 14 to 18).
      for (const one of family(before, other, other.kind === "partitioned-table")) emptied.add(one);
    }
  }
}

/** The tables with keys to a table or to what it is a partition of. */
function referencing(draft: FactsDraft, table: Relation): number[] {
  const own = (draft.catalog.referencedBy.get(table.oid) ?? []).map((each) => each.table);
  const parent = table.partitionOf && draft.catalog.relations.get(table.partitionOf.parent);
  return parent ? [...own, ...referencing(draft, parent)] : own;
}

function emptyTable(draft: FactsDraft, input: FactsInput<"TruncateStmt">, table: Relation): void {
  draft.lock(table, "ACCESS EXCLUSIVE", "referencing");
  if (hasRows(table)) {
    for (const index of indexesOf(draft.catalog, table)) draft.lock(index, "ACCESS EXCLUSIVE", "index");
    loseRows(draft, input, relationName(table));
  }
  if (!input.node.restart_seqs) return;
  for (const sequence of draft.catalog.relations.values()) {
    if (sequence.sequence?.ownedBy?.table === table.oid) draft.lock(sequence, "ACCESS EXCLUSIVE", "sequence");
  }
}

function loseRows(draft: FactsDraft, { statement }: Place, name: string): void {
  draft.lose({ what: "rows", name, relation: name, span: wordsSpan(statement, "TRUNCATE") });
}

/** LOCK: the mode that is said, on children and on what views read too; 25P01 outside a transaction. */
function lockTable(input: FactsInput<"LockStmt">): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  if (!transaction.open)
    draft.refuse("25P01", msg`LOCK TABLE can only be used in transaction blocks`, wordsSpan(statement, "LOCK"));
  const mode: LockMode = lockModes[(node.mode ?? 8) - 1] ?? "ACCESS EXCLUSIVE";
  for (const each of node.relations ?? []) {
    if (!("RangeVar" in each)) continue;
    const span = nameSpan(statement, each.RangeVar.location);
    const relation = lockNamed(draft, each.RangeVar, mode, span);
    if (!relation) continue;
    const lockable = ["table", "partitioned-table", "view", "foreign-table"];
    if (!lockable.includes(relation.kind) && !(relation.kind === "foreign-table")) {
      draft.refuse("42809", msg`cannot lock relation "${relation.name}"`, span);
    }
    lockAll(draft, relation, mode, each.RangeVar.inh === true, new Set());
  }
  return draft.facts();
}

function lockAll(draft: FactsDraft, relation: Relation, mode: LockMode, inherit: boolean, seen: Set<number>): void {
  if (seen.has(relation.oid)) return;
  seen.add(relation.oid);
  if (relation.kind === "view") {
    for (const source of viewSources(draft.catalog, relation)) {
      if (source.kind === "sequence" || source.kind === "materialized-view") continue;
      draft.lock(source, mode, "view");
      lockAll(draft, source, mode, true, seen);
    }
  }
  if (inherit)
    for (const each of descendants(draft.catalog, relation))
      draft.lock(each, mode, each.partitionOf ? "partition" : "child");
}

/** CLUSTER t: ACCESS EXCLUSIVE and new files of the table and its indexes. Without a table: all clustered ones. */
function cluster(input: FactsInput<"ClusterStmt">): Facts {
  const { node, statement, before, transaction, postgres } = input;
  const draft = new FactsDraft(before);
  const words = wordsSpan(statement, "CLUSTER");
  if (!node.relation) {
    if (transaction.open) draft.refuse("25001", msg`CLUSTER cannot run inside a transaction block`, words);
    if (!before.complete) draft.assume(msg`It is not known which tables are marked to be clustered.`);
    for (const { index } of before.relations.values()) {
      const marked = index?.clustered ? before.relations.get(index.table) : undefined;
      if (marked) rewriteWithIndexes(draft, marked, words);
    }
    return draft.facts();
  }
  const table = lockNamed(draft, node.relation, "ACCESS EXCLUSIVE", nameSpan(statement, node.relation.location));
  if (!table) return draft.facts();
  if (table.kind === "partitioned-table" && transaction.open && postgres >= 15)
    draft.refuse("25001", msg`CLUSTER cannot run inside a transaction block`, words);
  if (node.indexname !== undefined) {
    const index = indexesOf(before, table).find((each) => each.name === node.indexname);
    if (!index)
      draft.refuse(
        "42704",
        msg`index "${node.indexname}" for table "${table.name}" does not exist`,
        wordsSpan(statement, node.indexname),
      );
  } else if (before.complete && table.kind !== "partitioned-table" && !isMarked(before, table)) {
    draft.refuse("42704", msg`there is no previously clustered index for table "${table.name}"`, words);
  }
  if (table.kind === "partitioned-table") clusterPartitions(draft, input, table);
  else rewriteWithIndexes(draft, table, words);
  return draft.facts();
}

function isMarked(catalog: Catalog, table: Relation): boolean {
  return indexesOf(catalog, table).some(({ index }) => index?.clustered);
}

/** Since 15 the partitions with rows are clustered, each in its turn; no index of a partitioned table can be marked for it. */
function clusterPartitions(draft: FactsDraft, input: FactsInput<"ClusterStmt">, table: Relation): void {
  const { node, statement, before, postgres } = input;
  const words = wordsSpan(statement, "CLUSTER");
  if (postgres < 15) return draft.refuse("0A000", msg`cannot cluster a partitioned table`, words);
  const index = indexesOf(before, table).find((each) => each.name === node.indexname);
  if (!index)
    return draft.refuse("42704", msg`there is no previously clustered index for table "${table.name}"`, words);
  draft.lock(index, "ACCESS SHARE", "index");
  for (const each of descendants(before, table).filter(hasRows)) rewriteWithIndexes(draft, each, words);
}

/** A table that is rewritten, as VACUUM FULL and CLUSTER do. */
export function rewriteWithIndexes(draft: FactsDraft, table: Relation, span: Span): void {
  draft.lock(table, "ACCESS EXCLUSIVE");
  const indexes = indexesOf(draft.catalog, table);
  for (const index of indexes) draft.lock(index, "ACCESS EXCLUSIVE", "index");
  if (!hasRows(table)) return;
  for (const each of [table, ...indexes]) draft.rewrite(each);
  rebuild(draft, table, indexes, span);
}

/** Indexes that are rebuilt on a table that exists. */
export function rebuild(
  draft: FactsDraft,
  table: Relation,
  indexes: readonly Relation[],
  span: Span,
  concurrent = false,
): void {
  for (const index of indexes) {
    draft.build({
      index: relationName(index),
      table: relationName(table),
      blocksWrites: !concurrent,
      blocksReads: !concurrent,
      span,
    });
  }
  if (indexes.length > 0) draft.scan(table, "index", span);
}

/** The relations of a list of RangeVars that the catalog knows; unknown ones are locked by name. */
export function namedRelations(draft: FactsDraft, input: Place, nodes: readonly Node[], mode: LockMode): Relation[] {
  return nodes.flatMap((each) => {
    const range =
      "RangeVar" in each ? each.RangeVar : "VacuumRelation" in each ? each.VacuumRelation.relation : undefined;
    return range ? (lockNamed(draft, range, mode, nameSpan(input.statement, range.location)) ?? []) : [];
  });
}

export const maintenanceFamilies: Families = { TruncateStmt: truncate, LockStmt: lockTable, ClusterStmt: cluster };
