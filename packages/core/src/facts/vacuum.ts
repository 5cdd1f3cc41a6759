import type { Node, VacuumStmt } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { descendants, indexesOf } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { namedRelations, rebuild, rewriteWithIndexes } from "./maintenance.js";
import { hasRows, isSystemName, refuseInTransaction } from "./targets.js";
import { wordsSpan } from "./words.js";

/** Whether an option of a list is there and not switched off. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((each) => {
    if (!("DefElem" in each) || each.DefElem.defname !== name) return false;
    const value = each.DefElem.arg;
    if (!value) return true;
    if ("String" in value) return !/^(false|off|0)$/i.test(value.String.sval ?? "");
    if ("Integer" in value) return value.Integer.ival !== undefined && value.Integer.ival !== 0;
    return !("Boolean" in value) || value.Boolean.boolval === true;
  });
}

/** VACUUM, VACUUM FULL and ANALYZE: of the named tables, or of all. */
function vacuum(input: FactsInput<"VacuumStmt">): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  if (node.is_vacuumcmd) refuseInTransaction(draft, transaction.open, "VACUUM", wordsSpan(statement, "VACUUM"));
  if (hasOption(node.options, "only_database_stats")) return draft.facts();
  const full = node.is_vacuumcmd === true && hasOption(node.options, "full");
  const named = namedRelations(draft, input, node.rels ?? [], full ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE");
  const only = (node.rels ?? []).some((each) => "VacuumRelation" in each && each.VacuumRelation.relation?.inh !== true);
  const everything = (node.rels ?? []).length === 0;
  if (everything && !before.complete)
    draft.assume(msg`Only the tables of the history are known; the same happens to the others.`);
  const targets = everything
    ? allTables(input, node)
    : named.flatMap((each) => (only ? [each] : withChildren(input, each, node)));
  for (const table of targets) {
    if (full && (!hasRows(table) || leavesMain(node))) draft.lock(table, "ACCESS EXCLUSIVE");
    else if (full) rewriteWithIndexes(draft, table, wordsSpan(statement, "FULL"));
    else vacuumTable(draft, table, node);
  }
  if (!node.is_vacuumcmd) for (const each of named) sampleChildren(draft, input, each, only);
  return draft.facts();
}

/** PROCESS_MAIN false: only the TOAST table is rewritten. */
function leavesMain({ options }: VacuumStmt): boolean {
  const given = (options ?? []).some((each) => "DefElem" in each && each.DefElem.defname === "process_main");
  return given && !hasOption(options, "process_main");
}

function vacuumTable(draft: FactsDraft, table: Relation, node: VacuumStmt): void {
  draft.lock(
    table,
    "SHARE UPDATE EXCLUSIVE",
    table.partitionOf ? "partition" : table.parents.length ? "child" : undefined,
  );
  if (!hasRows(table) || table.kind === "foreign-table") return;
  const mode = node.is_vacuumcmd ? "ROW EXCLUSIVE" : "ACCESS SHARE";
  for (const index of indexesOf(draft.catalog, table)) draft.lock(index, mode, "index");
}

function allTables({ before }: Place, node: VacuumStmt): Relation[] {
  return before.relations
    .values()
    .filter(({ kind }) => kind === "table" || kind === "materialized-view" || kind === "partitioned-table")
    .filter((table) => node.is_vacuumcmd || !table.partitionOf || hasRows(table));
}

/** Partitions always, children by inheritance since 18 (measured on 14 to 18). */
function withChildren({ before, postgres }: Place, table: Relation, _node: VacuumStmt): Relation[] {
  const follow = table.kind === "partitioned-table" || postgres >= 18;
  return follow ? [table, ...descendants(before, table)] : [table];
}

/** ANALYZE of an inheritance parent also samples its children: ACCESS SHARE. */
function sampleChildren(draft: FactsDraft, { before, postgres }: Place, table: Relation, only: boolean): void {
  if (table.kind === "partitioned-table" || (postgres >= 18 && !only)) return;
  for (const child of descendants(before, table)) draft.lock(child, "ACCESS SHARE", "child");
}

/** REINDEX: the table SHARE, its indexes ACCESS EXCLUSIVE; CONCURRENTLY: SHARE UPDATE EXCLUSIVE on both. */
function reindex(input: FactsInput<"ReindexStmt">): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  const concurrent = hasOption(node.params, "concurrently");
  const what = (node.kind ?? "REINDEX_OBJECT_TABLE").replace("REINDEX_OBJECT_", "");
  const single = what === "INDEX" || what === "TABLE";
  if (concurrent)
    refuseInTransaction(draft, transaction.open, "REINDEX CONCURRENTLY", wordsSpan(statement, "CONCURRENTLY"));
  if (!single) {
    refuseInTransaction(draft, transaction.open, `REINDEX ${what}`, wordsSpan(statement, "REINDEX"));
    return reindexMany(draft, input, what, concurrent);
  }
  const mode =
    what === "TABLE"
      ? concurrent
        ? "SHARE UPDATE EXCLUSIVE"
        : "SHARE"
      : concurrent
        ? "SHARE UPDATE EXCLUSIVE"
        : "ACCESS EXCLUSIVE";
  const named = namedRelations(draft, input, node.relation ? [{ RangeVar: node.relation }] : [], mode)[0];
  if (!named) {
    const system = isSystemName(before, rangeName(node.relation));
    if (what === "INDEX" && !draft.error && !system)
      draft.assume(msg`The table of the index, which is locked as well, is not known.`);
    return draft.facts();
  }
  const partitioned = named.kind === "partitioned-table" || named.kind === "partitioned-index";
  if (partitioned) refuseInTransaction(draft, transaction.open, `REINDEX ${what}`, wordsSpan(statement, "REINDEX"));
  const span = wordsSpan(statement, "REINDEX");
  const all = partitioned ? [named, ...descendants(before, named)] : [named];
  if (what === "TABLE")
    for (const table of all) reindexTable(draft, table, indexesOf(before, table), concurrent, span, named);
  else
    for (const index of all) {
      // Partitioned indexes below are only looked through (measured on 14 to 18).
      if (index !== named && index.kind === "partitioned-index") draft.lock(index, "SHARE", "index");
      else reindexIndex(draft, index, concurrent, span);
    }
  return draft.facts();
}

function reindexIndex(
  draft: FactsDraft,
  index: Relation,
  concurrent: boolean,
  span: { start: number; end: number },
): void {
  const table = index.index && draft.catalog.relations.get(index.index.table);
  if (concurrent && index.index?.exclusion)
    draft.refuse("0A000", msg`concurrent index creation for exclusion constraints is not supported`, span);
  if (table) reindexTable(draft, table, [index], concurrent, span, table, false);
}

function reindexTable(
  draft: FactsDraft,
  table: Relation,
  indexes: readonly Relation[],
  concurrent: boolean,
  span: { start: number; end: number },
  named: Relation,
  together = true,
): void {
  // Partitions of a table that is named itself are looked through with SHARE first (measured on 14 to 18).
  const leaf = table !== named;
  draft.lock(table, concurrent && !leaf ? "SHARE UPDATE EXCLUSIVE" : "SHARE", leaf ? "partition" : undefined);
  if (!hasRows(table)) return;
  for (const index of indexes) draft.lock(index, concurrent ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE", "index");
  // With the others of their table, invalid ones and those of exclusion constraints are passed over.
  const built = concurrent && together ? indexes.filter(({ index }) => index?.valid && !index.exclusion) : indexes;
  for (const index of built) draft.rewrite(index);
  rebuild(draft, table, built, span, concurrent);
}

function reindexMany(
  draft: FactsDraft,
  { node, statement, before }: FactsInput<"ReindexStmt">,
  what: string,
  concurrent: boolean,
): Facts {
  if (what === "SYSTEM") return draft.facts();
  if (!before.complete) draft.assume(msg`Only the tables of the history are known; the same happens to the others.`);
  const span = wordsSpan(statement, "REINDEX");
  for (const table of before.relations.values()) {
    if (!hasRows(table) || table.kind === "foreign-table" || (what === "SCHEMA" && table.schema !== node.name))
      continue;
    reindexTable(draft, table, indexesOf(before, table), concurrent, span, table);
  }
  return draft.facts();
}

export const vacuumFamilies: Families = { VacuumStmt: vacuum, ReindexStmt: reindex };
