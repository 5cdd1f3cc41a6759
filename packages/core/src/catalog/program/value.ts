import type { A_Expr, BoolExpr, CaseExpr, FuncCall, Node } from "@pgsql/types";
import { quoteIdentifier } from "../../sql/names.js";
import { isAscii } from "../../text/bytes.js";
import type { Catalog } from "../catalog.js";
import { columnRefParts } from "../expression.js";
import { strings } from "../names.js";
import { asType } from "./types.js";
import { exists, oneValue } from "./system-queries.js";

/** What an expression comes to: a text or the digits of a number, null for NULL, undefined where only the running server can tell. */
export type Value = string | boolean | null | undefined;

/** The variables and arguments of a body ("$1", and "r.field" of records) by their names; what is not in it is not known. */
export type Scope = ReadonlyMap<string, Value>;

/** Where an expression is looked at. Without a catalog only constants and variables count. */
export interface Sight {
  readonly scope: Scope;
  readonly catalog?: Catalog;
}

/**
 * The value of an expression, where it follows from constants and known variables, or from what the catalog holds of
 * PostgreSQL's own catalogs.
 */
export function evaluate(node: Node | undefined, sight: Sight): Value {
  if (!node) return undefined;
  if ("A_Const" in node) return constant(node.A_Const);
  if ("TypeCast" in node) return asType(node.TypeCast.typeName, evaluate(node.TypeCast.arg, sight), sight.catalog);
  if ("ColumnRef" in node) {
    const parts = columnRefParts(node.ColumnRef);
    return sight.scope.get(parts.join("."));
  }
  if ("ParamRef" in node) return sight.scope.get(`$${node.ParamRef.number ?? 0}`);
  if ("FuncCall" in node) return bounded(call(node.FuncCall, sight));
  if ("A_Expr" in node) return operation(node.A_Expr, sight);
  if ("BoolExpr" in node) return combined(node.BoolExpr, sight);
  if ("CaseExpr" in node) return chosen(node.CaseExpr, sight);
  if ("CoalesceExpr" in node) return firstOf(node.CoalesceExpr.args ?? [], sight);
  if ("NullTest" in node) {
    const value = evaluate(node.NullTest.arg, sight);
    return value === undefined ? undefined : (value === null) === (node.NullTest.nulltesttype === "IS_NULL");
  }
  if ("SQLValueFunction" in node && node.SQLValueFunction.op === "SVFOP_CURRENT_SCHEMA")
    return sight.catalog?.session.searchPath[0];
  if ("SubLink" in node) {
    const query = node.SubLink.subselect;
    if (!query || !("SelectStmt" in query) || !sight.catalog?.complete) return undefined;
    if (node.SubLink.subLinkType === "EXISTS_SUBLINK") return exists(query.SelectStmt, sight);
    return node.SubLink.subLinkType === "EXPR_SUBLINK" ? oneValue(query.SelectStmt, sight) : undefined;
  }
  return undefined;
}

/** The elements of ARRAY[...]; undefined where one of them is not known. */
export function elementsOf(node: Node | undefined, sight: Sight): readonly Exclude<Value, undefined>[] | undefined {
  if (node && "TypeCast" in node) return elementsOf(node.TypeCast.arg, sight);
  if (!node || !("A_ArrayExpr" in node)) return undefined;
  const values = (node.A_ArrayExpr.elements ?? []).map((each) => evaluate(each, sight));
  return values.some((each) => each === undefined) ? undefined : (values as Exclude<Value, undefined>[]);
}

/** Whether a condition holds: NULL does not. */
export function truth(value: Value): boolean | undefined {
  return value === undefined ? undefined : value === true;
}

/** A value as the server writes it into a text: by format and concat. */
export function written(value: string | boolean): string {
  return typeof value === "string" ? value : value ? "t" : "f";
}

function constant(node: Extract<Node, { A_Const: unknown }>["A_Const"]): Value {
  if (node.isnull) return null;
  if (node.sval) return node.sval.sval ?? "";
  if (node.ival) return String(node.ival.ival ?? 0);
  if (node.boolval) return node.boolval.boolval === true;
  return undefined;
}

/** Characters up to which texts are followed, far beyond any statement that a body puts together. */
const longest = 1 << 20;

function bounded(value: Value): Value {
  return typeof value === "string" && value.length > longest ? undefined : value;
}

function joined(parts: readonly string[]): string | undefined {
  return parts.reduce((sum, each) => sum + each.length, 0) > longest ? undefined : parts.join("");
}

const anything: ReadonlySet<string> = new Set(["format", "concat", "quote_literal", "quote_nullable", "text"]);

function call(node: FuncCall, sight: Sight): Value {
  const args = (node.args ?? []).map((each) => evaluate(each, sight));
  const name = strings(node.funcname).at(-1);
  if (name === "current_schema" && args.length === 0) return sight.catalog?.session.searchPath[0];
  // Only these take a boolean as it is; for the others a function of that kind would have to be there.
  if (!anything.has(name ?? "") && args.some((each) => typeof each === "boolean")) return undefined;
  const values = args.map((each) =>
    typeof each === "boolean" ? (name === "text" ? String(each) : written(each)) : each,
  );
  if (values.length === 0 || values.includes(undefined)) return undefined;
  if (name === "concat") return joined(values.map((each) => each ?? ""));
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
    case "text":
      return asType("text", first, catalog);
    case "length":
      return String([...first].length);
    case "substr":
    case "substring":
      return part(first, rest.map(Number));
    case "left":
      return Number(rest[0]) >= 0 ? part(first, [1, Number(rest[0])]) : undefined;
    case "lpad":
      return rest[1] === undefined ||
        [...rest[1]].length !== 1 ||
        [...first].length > Number(rest[0]) ||
        Number(rest[0]) > longest
        ? undefined
        : first.padStart(Number(rest[0]) + first.length - [...first].length, rest[1]);
    case "replace":
      return rest[0] === "" ? first : replaced(first, rest[0] ?? "", rest[1] ?? "");
    case "to_regclass":
      return catalog?.complete ? asType("regclass", first, catalog, null) : undefined;
    default:
      return undefined;
  }
}

function replaced(text: string, from: string, to: string): string | undefined {
  const parts = text.split(from);
  return text.length + (parts.length - 1) * to.length > longest ? undefined : parts.join(to);
}

/** A part of a text, counted in characters from 1. */
function part(text: string, [from = 1, length = Infinity]: readonly number[]): string | undefined {
  if (!Number.isInteger(from) || length < 0 || Number.isNaN(length)) return undefined;
  return [...text].slice(Math.max(from - 1, 0), Math.max(from - 1 + length, 0)).join("");
}

/** `format` with %s, %I, %L and their positions (%1$s); undefined with widths, or where the server would refuse it. */
export function formatted(pattern: string, values: readonly (string | null | undefined)[]): string | undefined {
  let [next, failed, length] = [0, false, pattern.length];
  const text = pattern.replace(/%(?:%|(?:(\d+)\$)?(.))/g, (whole, position: string | undefined, kind: string) => {
    if (whole === "%%") return "%";
    const at = position === undefined ? next : Number(position) - 1;
    next = at + 1;
    const value = values[at];
    length += value?.length ?? 0;
    if (value === undefined || !/^[sIL]$/.test(kind) || (value === null && kind === "I") || length > longest) {
      failed = true;
      return "";
    }
    if (kind === "L") return value === null ? "NULL" : quoteLiteral(value);
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
  if (operator === "||") return joined([String(left), String(right)]);
  if (operator === "=") return same(left, right);
  if (operator === "<>" || operator === "!=") return negated(same(left, right));
  if (typeof left === "boolean" || typeof right === "boolean") return undefined;
  return wholeNumber.test(left) && wholeNumber.test(right) ? counted(operator, Number(left), Number(right)) : undefined;
}

/** A text beside a boolean is one too. */
function same(left: string | boolean, right: string | boolean): boolean | undefined {
  if (typeof left === typeof right) return left === right;
  const [one, other] = [asType("bool", left, undefined), asType("bool", right, undefined)];
  return one === undefined ? undefined : one === other;
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
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
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
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
  return list.includes(value) === (operator === "=");
}

function combined({ boolop, args }: BoolExpr, sight: Sight): Value {
  const values = (args ?? []).map((each) => evaluate(each, sight));
  const [first] = values;
  if (values.some((each) => typeof each === "string")) return undefined;
  if (boolop === "NOT_EXPR") return typeof first === "boolean" ? !first : first;
  const decisive = boolop === "OR_EXPR";
  if (values.includes(decisive)) return decisive;
  if (values.includes(undefined)) return undefined;
  return values.includes(null) ? null : !decisive;
}

function chosen({ arg, args, defresult }: CaseExpr, sight: Sight): Value {
  const subject = arg ? evaluate(arg, sight) : undefined;
  if (arg && subject === undefined) return undefined;
  for (const each of args ?? []) {
    if (!("CaseWhen" in each)) return undefined;
    const given = evaluate(each.CaseWhen.expr, sight);
    if (given === undefined) return undefined;
    const holds = arg ? subject !== null && given === subject : given === true;
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
