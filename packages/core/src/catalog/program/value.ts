import type { A_Expr, BoolExpr, CaseExpr, FuncCall, Node } from "@pgsql/types";
import { quoteIdentifier } from "../../sql/names.js";
import { isAscii } from "../../text/bytes.js";
import type { Catalog } from "../catalog.js";
import { columnRefParts } from "../expression.js";
import { strings } from "../names.js";
import { asType } from "./types.js";
import { exists, rowCount } from "./system-queries.js";

/** What an expression comes to, as text: null for NULL, undefined where only the running server can tell. */
export type Value = string | null | undefined;

/** The variables and arguments of a body ("$1" too) by their names; what is not in it is not known. */
export type Scope = ReadonlyMap<string, Value>;

/** Where an expression is looked at. Without a catalog only constants and variables count. */
export interface Sight {
  readonly scope: Scope;
  readonly catalog?: Catalog;
}

/**
 * The value of an expression, where it follows from constants and known variables, or from what the catalog holds of
 * PostgreSQL's own catalogs. Booleans are "t" and "f", whole numbers their digits.
 */
export function evaluate(node: Node | undefined, sight: Sight): Value {
  if (!node) return undefined;
  if ("A_Const" in node) return constant(node.A_Const);
  if ("TypeCast" in node) return asType(node.TypeCast.typeName, evaluate(node.TypeCast.arg, sight), sight.catalog);
  if ("ColumnRef" in node) {
    const parts = columnRefParts(node.ColumnRef);
    return parts.length === 1 ? sight.scope.get(parts[0] ?? "") : undefined;
  }
  if ("ParamRef" in node) return sight.scope.get(`$${node.ParamRef.number ?? 0}`);
  if ("FuncCall" in node) return call(node.FuncCall, sight);
  if ("A_Expr" in node) return operation(node.A_Expr, sight);
  if ("BoolExpr" in node) return combined(node.BoolExpr, sight);
  if ("CaseExpr" in node) return chosen(node.CaseExpr, sight);
  if ("CoalesceExpr" in node) return firstOf(node.CoalesceExpr.args ?? [], sight);
  if ("NullTest" in node) {
    const value = evaluate(node.NullTest.arg, sight);
    return value === undefined ? undefined : bool((value === null) === (node.NullTest.nulltesttype === "IS_NULL"));
  }
  if ("SQLValueFunction" in node && node.SQLValueFunction.op === "SVFOP_CURRENT_SCHEMA")
    return sight.catalog?.session.searchPath[0];
  if ("SubLink" in node) {
    const query = node.SubLink.subselect;
    if (!query || !("SelectStmt" in query) || !sight.catalog?.complete) return undefined;
    if (node.SubLink.subLinkType === "EXISTS_SUBLINK") return bool(exists(query.SelectStmt, sight));
    return node.SubLink.subLinkType === "EXPR_SUBLINK" ? rowCount(query.SelectStmt, sight) : undefined;
  }
  return undefined;
}

/** The elements of ARRAY[...]; undefined where one of them is not known. */
export function elementsOf(node: Node | undefined, sight: Sight): readonly (string | null)[] | undefined {
  if (node && "TypeCast" in node) return elementsOf(node.TypeCast.arg, sight);
  if (!node || !("A_ArrayExpr" in node)) return undefined;
  const values = (node.A_ArrayExpr.elements ?? []).map((each) => evaluate(each, sight));
  return values.some((each) => each === undefined) ? undefined : (values as (string | null)[]);
}

/** Whether a condition holds: NULL does not. */
export function truth(value: Value): boolean | undefined {
  return value === undefined ? undefined : value === "t";
}

function bool(value: boolean | undefined): Value {
  return value === undefined ? undefined : value ? "t" : "f";
}

function constant(node: Extract<Node, { A_Const: unknown }>["A_Const"]): Value {
  if (node.isnull) return null;
  if (node.sval) return node.sval.sval ?? "";
  if (node.ival) return String(node.ival.ival ?? 0);
  if (node.boolval) return bool(node.boolval.boolval === true);
  return undefined;
}

function call(node: FuncCall, sight: Sight): Value {
  const values = (node.args ?? []).map((each) => evaluate(each, sight));
  const name = strings(node.funcname).at(-1);
  if (name === "current_schema" && values.length === 0) return sight.catalog?.session.searchPath[0];
  if (values.length === 0 || values.includes(undefined)) return undefined;
  if (name === "concat") return values.map((each) => each ?? "").join("");
  const [first = null, ...rest] = values;
  if (name === "quote_nullable" && first === null) return "NULL";
  if (first === null) return null;
  if (name === "format") return formatted(first, rest);
  return rest.includes(null) ? null : ofTexts(name, first, rest as string[], sight);
}

function ofTexts(name: string | undefined, first: string, rest: readonly string[], { catalog }: Sight): Value {
  switch (name) {
    case "quote_ident":
      return quoteIdentifier(first);
    case "quote_literal":
    case "quote_nullable":
      return quoteLiteral(first);
    // Beyond ASCII the server's locale decides.
    case "lower":
      return isAscii(first) ? first.toLowerCase() : undefined;
    case "upper":
      return isAscii(first) ? first.toUpperCase() : undefined;
    case "replace":
      return rest[0] === "" ? first : first.replaceAll(rest[0] ?? "", () => rest[1] ?? "");
    case "to_regclass":
      return catalog?.complete ? asType("regclass", first, catalog, null) : undefined;
    default:
      return undefined;
  }
}

/** `format` with %s, %I, %L and their positions (%1$s); undefined with widths, or where the server would refuse it. */
function formatted(pattern: string, values: readonly Value[]): Value {
  let [next, failed] = [0, false];
  const text = pattern.replace(/%(?:%|(?:(\d+)\$)?(.))/g, (whole, position: string | undefined, kind: string) => {
    if (whole === "%%") return "%";
    const at = position === undefined ? next : Number(position) - 1;
    next = at + 1;
    const value = values[at];
    if (value === undefined || !/^[sIL]$/.test(kind) || (value === null && kind === "I")) failed = true;
    if (kind === "L") return value === null ? "NULL" : quoteLiteral(value ?? "");
    return kind === "I" ? quoteIdentifier(value ?? "") : (value ?? "");
  });
  return failed ? undefined : text;
}

function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

const wholeNumber = /^-?(?:0|[1-9]\d{0,14})$/;

function operation({ kind, name, lexpr, rexpr }: A_Expr, sight: Sight): Value {
  const operator = strings(name).at(-1) ?? "";
  if (kind === "AEXPR_IN") return isAmong(operator, lexpr, rexpr, sight);
  if (kind !== "AEXPR_OP") return undefined;
  const [left, right] = [evaluate(lexpr, sight), evaluate(rexpr, sight)];
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return null;
  if (operator === "||") return left + right;
  if (operator === "=") return bool(left === right);
  if (operator === "<>" || operator === "!=") return bool(left !== right);
  if (!wholeNumber.test(left) || !wholeNumber.test(right)) return undefined;
  return counted(operator, Number(left), Number(right));
}

function counted(operator: string, left: number, right: number): Value {
  switch (operator) {
    case "+":
      return String(left + right);
    case "-":
      return String(left - right);
    case "*":
      return String(left * right);
    case "/":
      return right === 0 ? undefined : String(Math.trunc(left / right));
    case "%":
      return right === 0 ? undefined : String(left % right);
    case "<":
      return bool(left < right);
    case "<=":
      return bool(left <= right);
    case ">":
      return bool(left > right);
    case ">=":
      return bool(left >= right);
    default:
      return undefined;
  }
}

/** `x IN (a, b)` and `x NOT IN (a, b)`. */
function isAmong(operator: string, lexpr: Node | undefined, rexpr: Node | undefined, sight: Sight): Value {
  const value = evaluate(lexpr, sight);
  const list = rexpr && "List" in rexpr ? (rexpr.List.items ?? []).map((each) => evaluate(each, sight)) : [undefined];
  if (value === undefined || value === null || list.some((each) => each === undefined || each === null))
    return undefined;
  return bool(list.includes(value) === (operator === "="));
}

function combined({ boolop, args }: BoolExpr, sight: Sight): Value {
  const values = (args ?? []).map((each) => evaluate(each, sight));
  const [first] = values;
  if (boolop === "NOT_EXPR") return first === "t" ? "f" : first === "f" ? "t" : first;
  const decisive = boolop === "OR_EXPR" ? "t" : "f";
  if (values.includes(decisive)) return decisive;
  if (values.includes(undefined)) return undefined;
  return values.includes(null) ? null : boolop === "OR_EXPR" ? "f" : "t";
}

function chosen({ arg, args, defresult }: CaseExpr, sight: Sight): Value {
  const subject = arg ? evaluate(arg, sight) : undefined;
  if (arg && subject === undefined) return undefined;
  for (const each of args ?? []) {
    if (!("CaseWhen" in each)) return undefined;
    const given = evaluate(each.CaseWhen.expr, sight);
    if (given === undefined) return undefined;
    const holds = arg ? subject !== null && given === subject : given === "t";
    if (holds) return evaluate(each.CaseWhen.result, sight);
  }
  return defresult ? evaluate(defresult, sight) : null;
}

function firstOf(args: readonly Node[], sight: Sight): Value {
  for (const each of args) {
    const value = evaluate(each, sight);
    if (value !== null) return value;
  }
  return null;
}
