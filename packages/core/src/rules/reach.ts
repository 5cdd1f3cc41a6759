import type { Alias, MergeStmt, Node, SubLink } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { columnByNumber, findRelation } from "../catalog/lookup.js";
import { nodesOf } from "../sql/walk.js";
import type { Step } from "./step.js";

/** Which rows an UPDATE or DELETE reaches: all, an unknown number, or some that a key or LIMIT bounds. */
export type Reach = "all" | "unknown" | "some";

/** The reach of an UPDATE, DELETE or MERGE, as its WHERE or ON tells; undefined for other statements. */
export function reachOf({ statement, before }: Step): Reach | undefined {
  const node = statement.node;
  const data =
    node && "UpdateStmt" in node ? node.UpdateStmt : node && "DeleteStmt" in node ? node.DeleteStmt : undefined;
  if (node && "MergeStmt" in node) return mergeReach(node.MergeStmt);
  if (!data) return undefined;
  const { schemaname, relname } = data.relation ?? {};
  const table = relname === undefined ? undefined : findRelation(before, { schema: schemaname, name: relname });
  if (!data.whereClause || alwaysTrue(data.whereClause, table)) return "all";
  if (hasBound(node!)) return "some";
  const keys = table ? keyColumns(before, table) : new Set(["id"]);
  const joined = joinedNames("usingClause" in data ? data.usingClause : "fromClause" in data ? data.fromClause : []);
  return conjuncts(data.whereClause).some((part) => boundColumns(part, joined).some((column) => keys.has(column)))
    ? "some"
    : "unknown";
}

/** More rows than these at once are no batch. */
const largestBatch = 1_000_000;

/** Whether a LIMIT or FETCH FIRST of a query in the statement bounds it: one by a number too large, by ALL or by NULL does not. */
function hasBound(node: Node): boolean {
  return nodesOf(node, "SelectStmt").some(({ limitCount }) => isBatch(limitCount as Node | undefined));
}

function isBatch(limit: Node | undefined): boolean {
  // What is no constant (a parameter, a variable) is somebody's size of a batch.
  if (limit === undefined || !("A_Const" in limit)) return limit !== undefined;
  const { isnull, fval, ival } = limit.A_Const;
  return isnull !== true && fval === undefined && (ival?.ival ?? 0) <= largestBatch;
}

/** MERGE reaches as many rows as its source joins, and without WHEN MATCHED (or NOT MATCHED BY SOURCE) none of the old ones. */
function mergeReach({ joinCondition, mergeWhenClauses = [] }: MergeStmt): Reach {
  const changes = mergeWhenClauses.some((each) => {
    const command = "MergeWhenClause" in each ? each.MergeWhenClause.commandType : undefined;
    return command === "CMD_UPDATE" || command === "CMD_DELETE";
  });
  if (!changes) return "some";
  return joinCondition && alwaysTrue(joinCondition) ? "all" : "unknown";
}

/** The parts that AND joins. */
function conjuncts(node: Node): Node[] {
  if (!("BoolExpr" in node) || node.BoolExpr.boolop !== "AND_EXPR") return [node];
  return (node.BoolExpr.args ?? []).flatMap(conjuncts);
}

/** Whether a condition holds for every row: of the table that is changed, where it is known. */
function alwaysTrue(node: Node, table?: Relation): boolean {
  if ("A_Const" in node) return node.A_Const.boolval?.boolval === true;
  if ("BoolExpr" in node) {
    const { boolop, args = [] } = node.BoolExpr;
    if (boolop === "AND_EXPR") return args.every((each) => alwaysTrue(each, table));
    return boolop === "OR_EXPR" && (args.some((each) => alwaysTrue(each, table)) || isEitherNull(args));
  }
  if ("NullTest" in node) {
    const { nulltesttype, arg } = node.NullTest;
    return nulltesttype === "IS_NOT_NULL" && arg !== undefined && isNeverNull(arg, table);
  }
  if ("SubLink" in node) return isEveryRow(node.SubLink, table);
  if (!("A_Expr" in node) || node.A_Expr.kind !== "AEXPR_OP") return false;
  const { lexpr, rexpr, name } = node.A_Expr;
  const operator = name?.[0] && "String" in name[0] ? name[0].String.sval : undefined;
  if (operator !== "=" || !lexpr || !rexpr) return false;
  if (isNeverNull(lexpr, table) && isSamePath(lexpr, firstOfCoalesce(rexpr))) return true;
  if (!("A_Const" in lexpr) || !("A_Const" in rexpr)) return false;
  const text = (constant: typeof lexpr.A_Const) => JSON.stringify({ ...constant, location: undefined });
  return text(lexpr.A_Const) === text(rexpr.A_Const);
}

/** `x IS NULL OR x IS NOT NULL`. */
function isEitherNull(args: readonly Node[]): boolean {
  const tested = (type: "IS_NULL" | "IS_NOT_NULL"): string[] =>
    args.flatMap((each) =>
      "NullTest" in each && each.NullTest.nulltesttype === type && each.NullTest.arg ? columnOf(each.NullTest.arg) : [],
    );
  const notNull = new Set(tested("IS_NOT_NULL"));
  return tested("IS_NULL").some((column) => notNull.has(column));
}

/** EXISTS of a row that is always there; a column among all of its own values. */
function isEveryRow({ subLinkType, subselect, testexpr }: SubLink, table: Relation | undefined): boolean {
  const query = subselect && "SelectStmt" in subselect ? subselect.SelectStmt : undefined;
  if (!query || query.whereClause || query.groupClause || query.havingClause || query.op !== "SETOP_NONE") return false;
  if (subLinkType === "EXISTS_SUBLINK") return query.fromClause === undefined && query.limitCount === undefined;
  const [only, ...others] = query.targetList ?? [];
  const [from, ...joined] = query.fromClause ?? [];
  if (
    subLinkType !== "ANY_SUBLINK" ||
    !testexpr ||
    !only ||
    others.length + joined.length > 0 ||
    isBatch(query.limitCount)
  )
    return false;
  const value = "ResTarget" in only ? only.ResTarget.val : undefined;
  const isOwn = from !== undefined && "RangeVar" in from && from.RangeVar.relname === table?.name;
  return isOwn && value !== undefined && isNeverNull(testexpr, table) && isSameColumn(testexpr, value);
}

const isSameColumn = (a: Node, b: Node): boolean => {
  const [column, other] = [columnOf(a)[0], columnOf(b)[0]];
  return column !== undefined && column === other;
};

/** Of two tables that are joined, columns of one name are two columns. */
const isSamePath = (a: Node, b: Node): boolean => isSameColumn(a, b) && qualifierOf(a) === qualifierOf(b);

const firstOfCoalesce = (node: Node): Node => ("CoalesceExpr" in node ? (node.CoalesceExpr.args?.[0] ?? node) : node);

function isNeverNull(node: Node, table: Relation | undefined): boolean {
  const [name] = columnOf(node);
  return name !== undefined && table?.columns.some((column) => column.name === name && column.notNull) === true;
}

/** First columns of unique indexes: a condition on one of them finds its rows by key. */
function keyColumns(catalog: Catalog, table: Relation): Set<string> {
  const keys = new Set<string>();
  for (const oid of table.indexes) {
    const index = catalog.relations.get(oid)?.index;
    const first = index?.unique ? index.keys[0]?.column : undefined;
    const column = first ? columnByNumber(table, first) : undefined;
    if (column) keys.add(column.name);
  }
  return keys;
}

/** The names of what a statement joins: what is compared with their columns is bounded by nothing but their size. */
function joinedNames(from: readonly Node[] = []): ReadonlySet<string> {
  const names = nodesOf(from, "RangeVar").map(
    ({ alias, relname }) => (alias as Alias | undefined)?.aliasname ?? relname,
  );
  return new Set(names.filter((name) => typeof name === "string"));
}

/** The columns that a condition compares for equality, membership or a range. */
function boundColumns(node: Node, joined: ReadonlySet<string>): string[] {
  if (!("A_Expr" in node)) return "SubLink" in node && node.SubLink.testexpr ? columnOf(node.SubLink.testexpr) : [];
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const operator = name?.[0] && "String" in name[0] ? (name[0].String.sval ?? "") : "";
  const binds = kind === "AEXPR_BETWEEN" || kind === "AEXPR_IN" || ["=", "<", "<=", ">", ">="].includes(operator);
  if (!binds || [lexpr, rexpr].some((side) => side && joined.has(qualifierOf(side) ?? ""))) return [];
  return [...(lexpr ? columnOf(lexpr) : []), ...(rexpr ? columnOf(rexpr) : [])];
}

function qualifierOf(node: Node): string | undefined {
  if (!("ColumnRef" in node)) return undefined;
  const qualifier = node.ColumnRef.fields?.at(-2);
  return qualifier && "String" in qualifier ? qualifier.String.sval : undefined;
}

function columnOf(node: Node): string[] {
  if (!("ColumnRef" in node)) return [];
  const last = node.ColumnRef.fields?.at(-1);
  return last && "String" in last && last.String.sval !== undefined ? [last.String.sval] : [];
}
