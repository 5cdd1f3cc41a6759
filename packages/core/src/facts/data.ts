import type { InsertStmt, Node, SelectStmt } from "@pgsql/types";
import type { Column, Relation } from "../catalog/catalog.js";
import { findRelation, relationName } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, Place } from "./family.js";
import { lockQuery, type Stage } from "./query-locks.js";
import { lockDefaults, lockInsertChecks, lockPartitions, type Given } from "./row-checks.js";
import { noteTriggers } from "./routine-calls.js";
import { lockDeleteChecks, lockUpdateChecks } from "./row-changes.js";
import { family, lockPartitionBound } from "./targets.js";
import { wordsSpan } from "./words.js";

/** Facts of one query: `kind` is its node's name. Also within EXPLAIN, PREPARE, COPY and bodies of routines. */
export function queryFacts(input: Place, query: Node, stage: Stage = "run"): Facts {
  const draft = new FactsDraft(input.before);
  gatherQuery(draft, input, query, stage);
  return draft.facts();
}

export function gatherQuery(draft: FactsDraft, input: Place, query: Node, stage: Stage): void {
  lockQuery(draft, input, query, stage);
  if (stage !== "run") return;
  for (const change of changesIn(query)) gatherChange(draft, input, change);
}

/** The query itself where it changes rows, and the changing queries in its WITH. */
function changesIn(query: Node): Node[] {
  const fields = Object.values(query)[0] as { withClause?: { ctes?: Node[] } };
  const inner = (fields.withClause?.ctes ?? []).flatMap((each) =>
    "CommonTableExpr" in each && each.CommonTableExpr.ctequery ? changesIn(each.CommonTableExpr.ctequery) : [],
  );
  return "SelectStmt" in query ? inner : [...inner, query];
}

function gatherChange(draft: FactsDraft, place: Place, query: Node): void {
  const fields = Object.values(query)[0] as { relation?: InsertStmt["relation"]; whereClause?: Node };
  const table = findRelation(draft.catalog, rangeName(fields.relation));
  if (!table || table.kind === "view") return;
  const inherit = fields.relation?.inh === true;
  if ("InsertStmt" in query) return insertChecks(draft, place, table, query.InsertStmt);
  if ("UpdateStmt" in query) {
    noteTriggers(draft, place, table, "update");
    lockPartitionBound(draft, table);
    return lockUpdateChecks(draft, table, query.UpdateStmt.targetList ?? []);
  }
  if ("DeleteStmt" in query) {
    for (const each of family(draft.catalog, table, inherit)) lockDeleteChecks(draft, each);
    noteTriggers(draft, place, table, "delete");
    if (!fields.whereClause)
      draft.lose({
        what: "rows",
        name: relationName(table),
        relation: relationName(table),
        span: wordsSpan(place.statement, "DELETE"),
      });
    return;
  }
  if ("MergeStmt" in query) mergeChecks(draft, place, table, query.MergeStmt.mergeWhenClauses ?? []);
}

function mergeChecks(draft: FactsDraft, place: Place, table: Relation, clauses: readonly Node[]): void {
  for (const clause of clauses) {
    if (!("MergeWhenClause" in clause)) continue;
    const { commandType, targetList } = clause.MergeWhenClause;
    if (commandType === "CMD_UPDATE") lockUpdateChecks(draft, table, targetList ?? []);
    if (commandType === "CMD_DELETE") lockDeleteChecks(draft, table);
    if (commandType !== "CMD_INSERT") continue;
    const named = (targetList ?? []).map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : ""));
    const omitted = named.length ? table.columns.filter((column) => !named.includes(column.name)) : [];
    lockDefaults(draft, table, omitted, true);
    lockInsertChecks(draft, table, () => "unknown", true);
    lockPartitions(draft, table, "ROW EXCLUSIVE");
  }
  for (const event of ["insert", "update", "delete"]) noteTriggers(draft, place, table, event);
}

function insertChecks(draft: FactsDraft, place: Place, table: Relation, insert: InsertStmt): void {
  const named = (insert.cols ?? []).map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : ""));
  const select = insert.selectStmt && "SelectStmt" in insert.selectStmt ? insert.selectStmt.SelectStmt : undefined;
  const rows = valueRows(select);
  const certain =
    rows !== undefined ||
    !select ||
    (!select.fromClause && !select.whereClause && !select.op?.match(/UNION|EXCEPT|INTERSECT/));
  const width = rows?.[0]?.length ?? select?.targetList?.length ?? 0;
  const columns = named.length ? named : table.columns.slice(0, select ? width : 0).map((column) => column.name);
  const cells = rows ?? (certain && select?.targetList ? [select.targetList.map(target)] : undefined);
  const given = (column: Column): Given => givenFor(columns.indexOf(column.name), column, cells);
  const defaulted = table.columns.filter((column) => {
    const at = columns.indexOf(column.name);
    return at < 0 || (rows ?? []).some((row) => row[at] && "SetToDefault" in row[at]);
  });
  const overriding =
    insert.override === "OVERRIDING_USER_VALUE" ? table.columns.filter((column) => column.identity) : [];
  lockDefaults(draft, table, [...defaulted, ...overriding], !certain);
  lockPartitions(draft, table, "ROW EXCLUSIVE");
  lockPartitionBound(draft, table);
  if (insert.onConflictClause?.action === "ONCONFLICT_UPDATE")
    lockUpdateChecks(draft, table, insert.onConflictClause.targetList ?? []);
  lockInsertChecks(draft, table, given, !certain || insert.onConflictClause !== undefined);
  noteTriggers(draft, place, table, "insert");
  if (insert.onConflictClause?.infer) lockConflictIndexes(draft, table);
}

/** The rows of VALUES; undefined for any other query. */
function valueRows(select: SelectStmt | undefined): Node[][] | undefined {
  return select?.valuesLists?.map((list) => ("List" in list ? (list.List.items ?? []) : []));
}

function target(node: Node): Node {
  return "ResTarget" in node && node.ResTarget.val ? node.ResTarget.val : node;
}

/** Whether a column gets NULL in all rows, a value in some, or one that nobody knows. */
function givenFor(at: number, column: Column, rows: readonly (readonly Node[])[] | undefined): Given {
  if (column.generated) return "unknown";
  if (at < 0) return column.default || column.identity ? "value" : "null";
  if (!rows) return "unknown";
  const kinds = rows.map((row): Given => {
    const node = row[at];
    if (!node || "SetToDefault" in node) return column.default ? "value" : "null";
    return valueOf(node);
  });
  return kinds.includes("value") ? "value" : kinds.includes("unknown") ? "unknown" : "null";
}

function valueOf(node: Node): Given {
  if ("TypeCast" in node && node.TypeCast.arg) return valueOf(node.TypeCast.arg);
  if ("A_Const" in node) return node.A_Const.isnull ? "null" : "value";
  return "unknown";
}

/** ON CONFLICT with a target looks through the table's indexes (measured: ROW EXCLUSIVE on each). */
function lockConflictIndexes(draft: FactsDraft, table: Relation): void {
  for (const oid of table.indexes) {
    const index = draft.catalog.relations.get(oid);
    if (index) draft.lock(index, "ROW EXCLUSIVE", "index");
  }
}

export const dataFamilies: Families = {
  InsertStmt: (input) => queryFacts(input, { InsertStmt: input.node }),
  UpdateStmt: (input) => queryFacts(input, { UpdateStmt: input.node }),
  DeleteStmt: (input) => queryFacts(input, { DeleteStmt: input.node }),
  MergeStmt: (input) => queryFacts(input, { MergeStmt: input.node }),
};
