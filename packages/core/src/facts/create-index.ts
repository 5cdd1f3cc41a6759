import type { FuncCall, IndexElem, IndexStmt, Node } from "@pgsql/types";
import type { Catalog, IndexKey, IndexShape, Relation } from "../catalog/catalog.js";
import { collationOf } from "../catalog/indexes.js";
import { columnByNumber, creationSchema, findColumn, indexesOf, qualify, relationName } from "../catalog/lookup.js";
import { nameFrom, rangeName, strings } from "../catalog/names.js";
import { printExpression } from "../catalog/print-expression.js";
import { findRoutines } from "../catalog/routines.js";
import { volatilityOf } from "../catalog/volatility.js";
import { walk } from "../catalog/walk.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { family, hasRows, lockNamed, refuseInTransaction } from "./targets.js";
import { nameSpan, wordsSpan } from "./words.js";

type Input = FactsInput<"IndexStmt">;

/** CREATE INDEX: SHARE on the table and its partitions; CONCURRENTLY: SHARE UPDATE EXCLUSIVE, outside transactions. */
function createIndex(input: Input): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  const words = wordsSpan(statement, "INDEX");
  const mode = node.concurrent ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
  const target = nameSpan(statement, node.relation?.location);
  if (node.concurrent)
    refuseInTransaction(draft, transaction.open, "CREATE INDEX CONCURRENTLY", wordsSpan(statement, "CONCURRENTLY"));
  const table = lockNamed(draft, node.relation, mode, target);
  const index = node.idxname === undefined ? undefined : `${table?.schema ?? schemaOf(input)}.${node.idxname}`;
  if (table && draft.error === undefined) refuseTarget(draft, table, node, target);
  const inherit = node.relation?.inh === true;
  const tables = table?.kind === "partitioned-table" ? family(before, table, inherit) : table ? [table] : [];
  for (const each of tables) if (each !== table) draft.lock(each, mode, "partition");
  if (index !== undefined && before.relationNames.has(index)) return existing(draft, input, index);
  if (table) refuseColumns(draft, input, table);
  if (draft.error) return draft.facts();
  const attached = new Set<number>();
  for (const each of tables) {
    // Below a partition whose index is attached nothing is left to do.
    const above = each !== table && each.partitionOf !== undefined && attached.has(each.partitionOf.parent);
    if (above || (each !== table && attachExisting(draft, input, each))) attached.add(each.oid);
  }
  const building = tables.filter((each) => hasRows(each) && each.kind !== "foreign-table" && !attached.has(each.oid));
  const built = table ? building.map(relationName) : [qualify(before, rangeName(node.relation))];
  for (const name of built) {
    const named = index !== undefined && (!table || relationName(table) === name) ? { index } : {};
    draft.build({ ...named, table: name, blocksWrites: node.concurrent !== true, blocksReads: false, span: words });
    draft.scan(name, "index", words);
  }
  return draft.facts();
}

/** An index of a partition that is the same is attached, not built: its lock shows it. */
function attachExisting(draft: FactsDraft, { node, before }: Input, partition: Relation): boolean {
  const same = indexesOf(before, partition).find(
    (each) => each.index && each.index.parent === undefined && isSame(partition, each.index, node),
  );
  if (same) draft.lock(same, "SHARE", "index");
  return same !== undefined;
}

function isSame(table: Relation, index: IndexShape, node: IndexStmt): boolean {
  const keys = (node.indexParams ?? []).flatMap((each) => ("IndexElem" in each ? [each.IndexElem] : []));
  const included = (node.indexIncludingParams ?? []).flatMap((each) =>
    "IndexElem" in each ? [each.IndexElem.name] : [],
  );
  const name = (number: number): string | undefined => columnByNumber(table, number)?.name;
  const predicate = node.whereClause ? printExpression(node.whereClause) : undefined;
  return (
    index.method === (node.accessMethod ?? "btree") &&
    index.unique === (node.unique === true) &&
    index.predicate?.text === predicate &&
    index.keys.length === keys.length &&
    index.keys.every((key, at) => keys[at] !== undefined && sameKey(table, key, keys[at])) &&
    index.include.map(name).join() === included.join()
  );
}

function sameKey(table: Relation, key: IndexKey, element: IndexElem): boolean {
  const column = columnByNumber(table, key.column)?.name;
  const collation = strings(element.collation).at(-1);
  const operators = strings(element.opclass).at(-1);
  const expression = element.expr ? printExpression(element.expr) : undefined;
  const descending = element.ordering === "SORTBY_DESC";
  return (
    column === element.name &&
    key.expression?.text === expression &&
    key.descending === descending &&
    key.operatorClass === operators &&
    collationOf(table, key) === collationOf(table, { column: key.column, ...(collation && { collation }) })
  );
}

function schemaOf({ node, before }: Input): string {
  return node.relation?.schemaname ?? creationSchema(before);
}

function existing(draft: FactsDraft, { node, statement, before }: Input, index: string): Facts {
  const found = before.relations.get(before.relationNames.get(index) ?? -1);
  if (!node.if_not_exists && found?.existence !== "maybe") {
    draft.refuse(
      "42P07",
      msg`relation "${node.idxname ?? ""}" already exists`,
      wordsSpan(statement, node.idxname ?? "INDEX"),
    );
  }
  return draft.facts();
}

function refuseTarget(draft: FactsDraft, table: Relation, node: IndexStmt, span: { start: number; end: number }): void {
  const kinds = ["table", "partitioned-table", "materialized-view"];
  if (!kinds.includes(table.kind)) draft.refuse("42809", msg`cannot create index on relation "${table.name}"`, span);
  if (table.kind === "partitioned-table" && node.concurrent) {
    draft.refuse("0A000", msg`cannot create index on partitioned table "${table.name}" concurrently`, span);
  }
}

/** Missing columns (42703), and expressions that the catalog knows not to be immutable (42P17). */
function refuseColumns(draft: FactsDraft, { node, statement, before }: Input, table: Relation): void {
  const keys = (node.indexParams ?? []).flatMap((each) => ("IndexElem" in each ? [each.IndexElem] : []));
  const included = (node.indexIncludingParams ?? []).flatMap((each) => ("IndexElem" in each ? [each.IndexElem] : []));
  for (const key of [...keys, ...included]) {
    if (key.name !== undefined && !findColumn(table, key.name) && before.complete && !systemColumn(key.name)) {
      draft.refuse("42703", msg`column "${key.name}" does not exist`, wordsSpan(statement, key.name));
    }
    if (isMutable(draft, key))
      draft.refuse("42P17", msg`functions in index expression must be marked IMMUTABLE`, wordsSpan(statement, "INDEX"));
  }
  if (node.whereClause && mutable(before, node.whereClause)) {
    draft.refuse("42P17", msg`functions in index predicate must be marked IMMUTABLE`, wordsSpan(statement, "WHERE"));
  }
}

function systemColumn(name: string): boolean {
  return /^(ctid|tableoid|xmin|xmax|cmin|cmax)$/.test(name);
}

function isMutable(draft: FactsDraft, key: IndexElem): boolean {
  if (!key.expr) return false;
  return mutable(draft.catalog, key.expr);
}

/** SQL functions are inlined first, so what users declared them to be does not count. */
function mutable(catalog: Catalog, expression: Node): boolean {
  const volatility = volatilityOf(catalog, expression);
  if (volatility === "immutable" || volatility === "unknown") return false;
  let own = false;
  walk({ expression }, (kind, fields) => {
    if (kind === "FuncCall") own ||= findRoutines(catalog, nameFrom(strings((fields as FuncCall).funcname))).length > 0;
  });
  return !own;
}

export const createIndexFamilies: Families = { IndexStmt: createIndex };
