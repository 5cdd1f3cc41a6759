import type { MergeStmt, Node } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { columnByNumber, findRelation } from "../catalog/lookup.js";
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
  if (!data.whereClause || alwaysTrue(data.whereClause)) return "all";
  if (/\b(limit|fetch\s+(first|next))\b/i.test(statement.text)) return "some";
  const { schemaname, relname } = data.relation ?? {};
  const table = relname === undefined ? undefined : findRelation(before, { schema: schemaname, name: relname });
  const keys = table ? keyColumns(before, table) : new Set(["id"]);
  return conjuncts(data.whereClause).some((part) => boundColumns(part).some((column) => keys.has(column)))
    ? "some"
    : "unknown";
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

function alwaysTrue(node: Node): boolean {
  if ("A_Const" in node) return node.A_Const.boolval?.boolval === true;
  if (!("A_Expr" in node) || node.A_Expr.kind !== "AEXPR_OP") return false;
  const { lexpr, rexpr, name } = node.A_Expr;
  const operator = name?.[0] && "String" in name[0] ? name[0].String.sval : undefined;
  if (operator !== "=" || !lexpr || !rexpr || !("A_Const" in lexpr) || !("A_Const" in rexpr)) return false;
  const text = (constant: typeof lexpr.A_Const) => JSON.stringify({ ...constant, location: undefined });
  return text(lexpr.A_Const) === text(rexpr.A_Const);
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

/** The columns that a condition compares for equality, membership or a range. */
function boundColumns(node: Node): string[] {
  if (!("A_Expr" in node)) return "SubLink" in node && node.SubLink.testexpr ? columnOf(node.SubLink.testexpr) : [];
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const operator = name?.[0] && "String" in name[0] ? (name[0].String.sval ?? "") : "";
  const binds = kind === "AEXPR_BETWEEN" || kind === "AEXPR_IN" || ["=", "<", "<=", ">", ">="].includes(operator);
  return binds ? [...(lexpr ? columnOf(lexpr) : []), ...(rexpr ? columnOf(rexpr) : [])] : [];
}

function columnOf(node: Node): string[] {
  if (!("ColumnRef" in node)) return [];
  const last = node.ColumnRef.fields?.at(-1);
  return last && "String" in last && last.String.sval !== undefined ? [last.String.sval] : [];
}
