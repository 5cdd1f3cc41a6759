import type { A_Expr, BoolExpr, FuncCall, Node, SelectStmt } from "@pgsql/types";
import type { Catalog } from "../catalog/catalog.js";
import { splitIdentifier } from "../catalog/expression.js";
import { findRelation } from "../catalog/lookup.js";
import { nameFrom, strings } from "../catalog/names.js";
import { parseStatements } from "../sql/parse.js";
import { rowsOf, type Row } from "./program-catalogs.js";

/** What an IF's condition is where the catalog knows it: `NOT EXISTS (SELECT ... FROM pg_type WHERE typname = 'x')`. */
export function holds(catalog: Catalog, condition: string | undefined): boolean | undefined {
  if (condition === undefined || !catalog.complete) return undefined;
  const node = parseStatements(`SELECT ${condition}`, { postgres: catalog.postgres }).statements[0]?.node;
  const target = node && "SelectStmt" in node ? node.SelectStmt.targetList?.[0] : undefined;
  return target && "ResTarget" in target && target.ResTarget.val ? truth(catalog, target.ResTarget.val) : undefined;
}

function truth(catalog: Catalog, node: Node): boolean | undefined {
  if ("A_Const" in node) return node.A_Const.boolval ? node.A_Const.boolval.boolval === true : undefined;
  if ("BoolExpr" in node) return combined(catalog, node.BoolExpr);
  if ("NullTest" in node && node.NullTest.arg && "FuncCall" in node.NullTest.arg) {
    const missing = isMissing(catalog, node.NullTest.arg.FuncCall);
    return missing === undefined ? undefined : missing === (node.NullTest.nulltesttype === "IS_NULL");
  }
  if (!("SubLink" in node) || node.SubLink.subLinkType !== "EXISTS_SUBLINK") return undefined;
  const query = node.SubLink.subselect;
  return query && "SelectStmt" in query ? exists(catalog, query.SelectStmt) : undefined;
}

/** Whether to_regclass and its relatives find nothing. */
function isMissing(catalog: Catalog, call: FuncCall): boolean | undefined {
  const text = constantOf(call.args?.[0]);
  if (text === undefined) return undefined;
  const name = nameFrom(splitIdentifier(text));
  switch (strings(call.funcname).at(-1)) {
    case "to_regclass":
      return findRelation(catalog, name) === undefined;
    case "to_regnamespace":
      return !catalog.schemas.has(name.name);
    default:
      return undefined;
  }
}

function combined(catalog: Catalog, { boolop, args }: BoolExpr): boolean | undefined {
  const values = (args ?? []).map((each) => truth(catalog, each));
  if (boolop === "NOT_EXPR") return values[0] === undefined ? undefined : !values[0];
  const decisive = boolop === "OR_EXPR";
  if (values.includes(decisive)) return decisive;
  return values.includes(undefined) ? undefined : !decisive;
}

/** Whether a query on one system catalog finds a row; undefined where it says more than equalities of known columns. */
function exists(catalog: Catalog, select: SelectStmt): boolean | undefined {
  const [from, ...others] = select.fromClause ?? [];
  if (!from || others.length > 0 || !("RangeVar" in from) || select.groupClause || select.havingClause)
    return undefined;
  const rows = rowsOf(catalog, from.RangeVar.schemaname, from.RangeVar.relname ?? "");
  if (!rows) return undefined;
  const wanted: Row = {};
  for (const each of conjuncts(select.whereClause)) {
    const pair = equality(catalog, each);
    if (!pair) return undefined;
    if (pair[0].endsWith("_catalog")) continue;
    wanted[pair[0]] = pair[1];
  }
  const columns = Object.keys(wanted);
  const sample = rows[0];
  if (sample && columns.some((column) => !(column in sample))) return undefined;
  return rows.some((row) => columns.every((column) => row[column] === wanted[column]));
}

function conjuncts(node: Node | undefined): Node[] {
  if (!node) return [];
  return "BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR"
    ? (node.BoolExpr.args ?? []).flatMap(conjuncts)
    : [node];
}

function equality(catalog: Catalog, node: Node): [string, string] | undefined {
  if (!("A_Expr" in node)) return undefined;
  const { name, lexpr, rexpr, kind }: A_Expr = node.A_Expr;
  if (kind !== "AEXPR_OP" || strings(name)[0] !== "=" || !lexpr || !rexpr || !("ColumnRef" in lexpr)) return undefined;
  const column = strings(lexpr.ColumnRef.fields).at(-1);
  const value = valueOf(catalog, rexpr);
  return column === undefined || value === undefined ? undefined : [column, value];
}

function valueOf(catalog: Catalog, node: Node): string | undefined {
  if ("TypeCast" in node && strings(node.TypeCast.typeName?.names).at(-1) === "regclass") {
    const text = constantOf(node);
    const relation = text === undefined ? undefined : findRelation(catalog, nameFrom(splitIdentifier(text)));
    return relation && `oid:${relation.oid}`;
  }
  if ("FuncCall" in node && strings(node.FuncCall.funcname).at(-1) === "current_schema")
    return catalog.session.searchPath[0];
  if ("SQLValueFunction" in node && node.SQLValueFunction.op === "SVFOP_CURRENT_SCHEMA")
    return catalog.session.searchPath[0];
  if ("SubLink" in node || ("FuncCall" in node && strings(node.FuncCall.funcname).at(-1) === "current_database")) {
    return JSON.stringify(node).includes("current_database") ? "current_database" : undefined;
  }
  return constantOf(node);
}

function constantOf(node: Node | undefined): string | undefined {
  if (node && "TypeCast" in node) return constantOf(node.TypeCast.arg);
  return node && "A_Const" in node ? node.A_Const.sval?.sval : undefined;
}
