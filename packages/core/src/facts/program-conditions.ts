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

/** A system catalog in FROM: the name that it has there, and its rows. */
interface Listed {
  readonly alias: string;
  readonly rows: readonly Row[];
}

/** Whether a query on system catalogs finds a row; undefined where it says more than equalities of known columns. */
function exists(catalog: Catalog, select: SelectStmt): boolean | undefined {
  if (!select.fromClause?.length || select.groupClause || select.havingClause) return undefined;
  const listed: Listed[] = [];
  const conditions = conjuncts(select.whereClause);
  for (const from of select.fromClause) if (!list(catalog, from, listed, conditions)) return undefined;
  let found: Row[] = [{}];
  for (const { alias, rows } of listed) {
    found = found.flatMap((row) => rows.map((each) => ({ ...row, ...prefixed(alias, each) })));
    const tests = conditions.map((each) => test(catalog, each, listed));
    if (tests.includes(undefined)) return undefined;
    found = found.filter((row) => tests.every((each) => each?.(row) ?? true));
  }
  return found.length > 0;
}

function prefixed(alias: string, row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [`${alias}.${column}`, value]));
}

/** Notes the catalogs of a FROM item, and the conditions of its inner joins; false for anything else. */
function list(catalog: Catalog, from: Node, listed: Listed[], conditions: Node[]): boolean {
  if ("JoinExpr" in from) {
    const { jointype, larg, rarg, quals, usingClause, isNatural } = from.JoinExpr;
    if (jointype !== "JOIN_INNER" || usingClause || isNatural || !larg || !rarg) return false;
    conditions.push(...conjuncts(quals));
    return list(catalog, larg, listed, conditions) && list(catalog, rarg, listed, conditions);
  }
  if (!("RangeVar" in from)) return false;
  const { schemaname, relname = "", alias } = from.RangeVar;
  const rows = rowsOf(catalog, schemaname, relname);
  if (rows) listed.push({ alias: alias?.aliasname ?? relname, rows });
  return rows !== undefined;
}

/** What a condition says of a joined row: undefined where it is not understood, true of a row that lacks its columns yet. */
function test(catalog: Catalog, node: Node, listed: readonly Listed[]): ((row: Row) => boolean) | undefined {
  if (isOfUserColumns(node)) return () => true;
  const pair = equality(catalog, node, listed);
  if (!pair) return undefined;
  const [left, right] = pair;
  if (left.endsWith("_catalog")) return () => true;
  return (row) => {
    const other = typeof right === "string" ? right : row[right.column];
    return row[left] === undefined || other === undefined || row[left] === other;
  };
}

/** `attnum > 0` and `NOT attisdropped` hold for all that the catalog knows. */
function isOfUserColumns(node: Node): boolean {
  const text = JSON.stringify(node);
  if ("BoolExpr" in node && node.BoolExpr.boolop === "NOT_EXPR") return text.includes('"attisdropped"');
  return "A_Expr" in node && strings(node.A_Expr.name)[0] === ">" && text.includes('"attnum"');
}

function conjuncts(node: Node | undefined): Node[] {
  if (!node) return [];
  return "BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR"
    ? (node.BoolExpr.args ?? []).flatMap(conjuncts)
    : [node];
}

/** The column on the left of an equality, and the value or the column on its right. */
function equality(
  catalog: Catalog,
  node: Node,
  listed: readonly Listed[],
): [string, string | { readonly column: string }] | undefined {
  if (!("A_Expr" in node)) return undefined;
  const { name, lexpr, rexpr, kind }: A_Expr = node.A_Expr;
  if (kind !== "AEXPR_OP" || strings(name)[0] !== "=" || !lexpr || !rexpr) return undefined;
  const column = columnOf(lexpr, listed);
  const other = columnOf(rexpr, listed);
  const value = other === undefined ? valueOf(catalog, rexpr) : { column: other };
  return column === undefined || value === undefined ? undefined : [column, value];
}

/** "alias.column" of a reference that one of the catalogs has; those of information_schema that name the database are known too. */
function columnOf(node: Node, listed: readonly Listed[]): string | undefined {
  if (!("ColumnRef" in node)) return undefined;
  const parts = strings(node.ColumnRef.fields);
  const column = parts.at(-1) ?? "";
  const alias = parts.at(-2);
  const holder = listed.find(
    (each) =>
      (alias === undefined || each.alias === alias) && (each.rows.length === 0 || column in (each.rows[0] ?? {})),
  );
  if (holder) return `${holder.alias}.${column}`;
  return column.endsWith("_catalog") ? column : undefined;
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
