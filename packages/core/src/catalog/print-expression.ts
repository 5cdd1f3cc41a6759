import type { A_Const, A_Expr, FuncCall, Node, TypeName } from "@pgsql/types";
import type { NodeKind, NodeOf } from "../sql/statement.js";
import { stringOf, strings } from "./names.js";

type Print = (node: Node | undefined) => string;
type Printers = { readonly [Kind in NodeKind]?: (fields: NodeOf<Kind>, print: Print) => string };

/** Deeper expressions end in an ellipsis, so that no input overflows the stack. */
const deepest = 400;

/**
 * An expression as text in one normal form, so that equal expressions have equal texts however they were laid out.
 * It is for showing and comparing; a kind of node that is not known here is printed as its name in angle brackets.
 */
export function printExpression(node: Node | undefined, depth = 0): string {
  if (!node) return "";
  if (depth > deepest) return "...";
  const kind = Object.keys(node)[0] as NodeKind;
  const printer = printers[kind] as ((fields: unknown, print: Print) => string) | undefined;
  const fields = (node as unknown as Record<string, unknown>)[kind];
  return printer ? printer(fields, (inner) => printExpression(inner, depth + 1)) : `<${kind}>`;
}

function quote(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function dotted(nodes: readonly Node[] | undefined): string {
  return (nodes ?? []).map((part) => ("A_Star" in part ? "*" : quote(stringOf(part)))).join(".");
}

function list(nodes: readonly Node[] | undefined, print: Print): string {
  return (nodes ?? []).map(print).join(", ");
}

function constant(value: A_Const): string {
  if (value.isnull) return "NULL";
  if (value.ival) return String(value.ival.ival ?? 0);
  if (value.fval) return value.fval.fval ?? "0";
  if (value.boolval) return value.boolval.boolval ? "true" : "false";
  if (value.bsval) return value.bsval.bsval ?? "";
  return `'${(value.sval?.sval ?? "").replaceAll("'", "''")}'`;
}

function typeName(type: TypeName | undefined, print: Print): string {
  const name = strings(type?.names)
    .filter((part) => part !== "pg_catalog")
    .map(quote)
    .join(".");
  return `${name}${type?.typmods?.length ? `(${list(type.typmods, print)})` : ""}${"[]".repeat(type?.arrayBounds?.length ?? 0)}`;
}

const wordOperators: Readonly<Record<string, string>> = {
  AEXPR_DISTINCT: "IS DISTINCT FROM",
  AEXPR_NOT_DISTINCT: "IS NOT DISTINCT FROM",
};

function operation(fields: A_Expr, print: Print): string {
  const operator = strings(fields.name).at(-1) ?? "";
  const [left, right] = [print(fields.lexpr), print(fields.rexpr)];
  const not = operator.startsWith("!") || operator === "<>" ? "NOT " : "";
  switch (fields.kind) {
    case "AEXPR_IN":
      return `(${left} ${not}IN (${right}))`;
    case "AEXPR_OP_ANY":
      return `(${left} ${operator} ANY (${right}))`;
    case "AEXPR_OP_ALL":
      return `(${left} ${operator} ALL (${right}))`;
    case "AEXPR_NULLIF":
      return `NULLIF(${left}, ${right})`;
    case "AEXPR_LIKE":
      return `(${left} ${not}LIKE ${right})`;
    case "AEXPR_ILIKE":
      return `(${left} ${not}ILIKE ${right})`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
      return `(${left} ${operator} ${right.replace(", ", " AND ")})`;
    default: {
      const word = wordOperators[fields.kind ?? ""] ?? operator;
      return left ? `(${left} ${word} ${right})` : `(${word} ${right})`;
    }
  }
}

function call(fields: FuncCall, print: Print): string {
  const inner = fields.agg_star ? "*" : `${fields.agg_distinct ? "DISTINCT " : ""}${list(fields.args, print)}`;
  return `${dotted(fields.funcname)}(${inner})`;
}

const boolTests: Readonly<Record<string, string>> = {
  IS_TRUE: "IS TRUE",
  IS_NOT_TRUE: "IS NOT TRUE",
  IS_FALSE: "IS FALSE",
  IS_NOT_FALSE: "IS NOT FALSE",
  IS_UNKNOWN: "IS UNKNOWN",
  IS_NOT_UNKNOWN: "IS NOT UNKNOWN",
};

const printers: Printers = {
  A_Const: constant,
  Integer: (fields) => String(fields.ival ?? 0),
  Float: (fields) => fields.fval ?? "0",
  String: (fields) => fields.sval ?? "",
  List: (fields, print) => list(fields.items, print),
  ColumnRef: (fields) => dotted(fields.fields),
  A_Expr: operation,
  FuncCall: call,
  TypeCast: (fields, print) => `${print(fields.arg)}::${typeName(fields.typeName, print)}`,
  NullTest: (fields, print) =>
    `(${print(fields.arg)} ${fields.nulltesttype === "IS_NOT_NULL" ? "IS NOT NULL" : "IS NULL"})`,
  BooleanTest: (fields, print) => `(${print(fields.arg)} ${boolTests[fields.booltesttype ?? ""] ?? ""})`,
  BoolExpr: (fields, print) => {
    if (fields.boolop === "NOT_EXPR") return `(NOT ${list(fields.args, print)})`;
    return `(${(fields.args ?? []).map(print).join(fields.boolop === "OR_EXPR" ? " OR " : " AND ")})`;
  },
  SQLValueFunction: (fields) => (fields.op ?? "").replace(/^SVFOP_/, "").replace(/_N$/, ""),
  CoalesceExpr: (fields, print) => `COALESCE(${list(fields.args, print)})`,
  MinMaxExpr: (fields, print) => `${fields.op === "IS_LEAST" ? "LEAST" : "GREATEST"}(${list(fields.args, print)})`,
  A_ArrayExpr: (fields, print) => `ARRAY[${list(fields.elements, print)}]`,
  RowExpr: (fields, print) => `ROW(${list(fields.args, print)})`,
  CollateClause: (fields, print) => `${print(fields.arg)} COLLATE ${dotted(fields.collname)}`,
  A_Indirection: (fields, print) => `(${print(fields.arg)})${(fields.indirection ?? []).map(print).join("")}`,
  A_Indices: (fields, print) => `[${fields.is_slice ? `${print(fields.lidx)}:` : ""}${print(fields.uidx)}]`,
  CaseExpr: (fields, print) => {
    const otherwise = fields.defresult ? ` ELSE ${print(fields.defresult)}` : "";
    return `CASE ${print(fields.arg)}${list(fields.args, print).replaceAll(", WHEN", " WHEN")}${otherwise} END`;
  },
  CaseWhen: (fields, print) => `WHEN ${print(fields.expr)} THEN ${print(fields.result)}`,
  SubLink: () => "(SELECT ...)",
};
