import type { A_Const, A_Expr, A_Indirection, FuncCall, Node } from "@pgsql/types";
import type { Catalog, TypeRef } from "./catalog.js";
import { nameFrom, strings } from "./names.js";
import { findRoutines } from "./routines.js";
import { builtin, resolveType, unknownType } from "./type-names.js";

/** Tells the type of a column reference and of a sub-select's only column. */
export interface TypeContext {
  readonly catalog: Catalog;
  column(parts: readonly string[]): TypeRef;
  /** The type of (alias).column. */
  field(node: A_Indirection): TypeRef;
  subselect(select: Node): TypeRef;
}

/** Results of built-in functions that do not depend on their arguments' types. */
const functionTypes: Readonly<Record<string, string>> = {
  count: "int8",
  row_number: "int8",
  rank: "int8",
  dense_rank: "int8",
  now: "timestamptz",
  clock_timestamp: "timestamptz",
  statement_timestamp: "timestamptz",
  transaction_timestamp: "timestamptz",
  gen_random_uuid: "uuid",
  concat: "text",
  concat_ws: "text",
  format: "text",
  string_agg: "text",
  to_char: "text",
  replace: "text",
  btrim: "text",
  ltrim: "text",
  rtrim: "text",
  md5: "text",
  nextval: "int8",
  json_agg: "json",
  json_build_object: "json",
  to_json: "json",
  row_to_json: "json",
  json_object_agg: "json",
  jsonb_agg: "jsonb",
  jsonb_build_object: "jsonb",
  to_jsonb: "jsonb",
  jsonb_object_agg: "jsonb",
  bool_and: "bool",
  bool_or: "bool",
  every: "bool",
  to_tsvector: "tsvector",
  extract: "numeric",
  date_part: "float8",
};

/** Functions that give back the type of their first argument. */
const sameAsArgument = new Set(["generate_series", "max", "min", "lag", "lead", "first_value", "last_value", "abs"]);

/** Sums and averages widen (manual 9.21). */
const sums: Readonly<Record<string, string>> = {
  int2: "int8",
  int4: "int8",
  int8: "numeric",
  numeric: "numeric",
  float4: "float4",
  float8: "float8",
  interval: "interval",
  money: "money",
};

const valueFunctions: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: "date",
  SVFOP_CURRENT_TIME: "timetz",
  SVFOP_CURRENT_TIMESTAMP: "timestamptz",
  SVFOP_LOCALTIME: "time",
  SVFOP_LOCALTIMESTAMP: "timestamp",
};

/** The type of an expression where it can be told without PostgreSQL's operator tables; else `unknownType`. */
export function expressionType(context: TypeContext, node: Node | undefined, depth = 0): TypeRef {
  if (!node || depth > 200) return unknownType;
  const inner = (each: Node | undefined): TypeRef => expressionType(context, each, depth + 1);
  if ("ColumnRef" in node)
    return context.column((node.ColumnRef.fields ?? []).map((field) => strings([field])[0] ?? ""));
  if ("A_Const" in node) return constantType(node.A_Const);
  if ("TypeCast" in node) return resolveType(context.catalog, node.TypeCast.typeName);
  if ("A_Indirection" in node) return context.field(node.A_Indirection);
  if ("CollateClause" in node) return inner(node.CollateClause.arg);
  if ("BoolExpr" in node || "NullTest" in node || "BooleanTest" in node) return builtin("bool");
  if ("CoalesceExpr" in node) return commonType((node.CoalesceExpr.args ?? []).map(inner));
  if ("MinMaxExpr" in node) return commonType((node.MinMaxExpr.args ?? []).map(inner));
  if ("CaseExpr" in node) {
    const results = (node.CaseExpr.args ?? []).map((when) =>
      "CaseWhen" in when ? inner(when.CaseWhen.result) : unknownType,
    );
    // A missing ELSE is NULL, which has no type and no modifiers.
    return commonType([...results, node.CaseExpr.defresult ? inner(node.CaseExpr.defresult) : builtin("text")]);
  }
  if ("SQLValueFunction" in node) return builtin(valueFunctions[node.SQLValueFunction.op ?? ""] ?? "name");
  if ("FuncCall" in node) return callType(context, node.FuncCall, inner);
  if ("A_Expr" in node) return operationType(node.A_Expr, inner);
  if ("SubLink" in node) {
    if (node.SubLink.subLinkType === "EXPR_SUBLINK" && node.SubLink.subselect)
      return context.subselect(node.SubLink.subselect);
    return node.SubLink.subLinkType === "ARRAY_SUBLINK" ? unknownType : builtin("bool");
  }
  return unknownType;
}

function constantType(value: A_Const): TypeRef {
  if (value.ival) return builtin("int4");
  if (value.fval) return builtin(/^\d+$/.test(value.fval.fval ?? "") ? "int8" : "numeric");
  if (value.boolval) return builtin("bool");
  // Strings and NULL: a view's or table's column of unknown type becomes text.
  return value.bsval ? builtin("bit") : builtin("text");
}

/**
 * The type that alternatives (COALESCE, CASE, UNION) have in common: the first that is known; text from a literal counts
 * only where nothing else is there. Modifiers are kept where all have the same.
 */
export function commonType(types: readonly TypeRef[]): TypeRef {
  const known = types.filter((type) => type.name !== unknownType.name);
  const chosen = known.find((type) => type.name !== "pg_catalog.text") ?? known[0] ?? unknownType;
  const agreed = types.every((type) => type.name === chosen.name && type.typmods.join() === chosen.typmods.join());
  return agreed ? chosen : { ...chosen, typmods: [] };
}

function callType(context: TypeContext, call: FuncCall, inner: (node: Node | undefined) => TypeRef): TypeRef {
  const name = nameFrom(strings(call.funcname));
  if (name.schema === undefined || name.schema === "pg_catalog") {
    const fixed = functionTypes[name.name];
    if (fixed) return builtin(fixed);
    const first = inner(call.args?.[0]);
    // There is no max(varchar): it is max(text).
    if (/^(max|min)$/.test(name.name) && first.name === "pg_catalog.varchar" && !first.array) return builtin("text");
    if (sameAsArgument.has(name.name)) return bare(first);
    if (/^(lower|upper)$/.test(name.name) && !/range$/.test(first.name)) return builtin("text");
    const plain = first.name.replace("pg_catalog.", "");
    if (name.name === "sum" && sums[plain]) return builtin(sums[plain]);
    if (name.name === "avg")
      return builtin(/^float/.test(plain) ? "float8" : plain === "interval" ? "interval" : "numeric");
    if (name.name === "array_agg" && !first.array) return { ...first, typmods: [], array: first !== unknownType };
    if (name.name === "date_trunc") return bare(inner(call.args?.[1]));
  }
  const routines = findRoutines(context.catalog, name);
  return routines.length === 1 ? (routines[0]!.returns ?? unknownType) : unknownType;
}

function bare(type: TypeRef): TypeRef {
  return { ...type, typmods: [] };
}

const widths = ["int2", "int4", "int8", "numeric", "float4", "float8"];

function operationType(fields: A_Expr, inner: (node: Node | undefined) => TypeRef): TypeRef {
  const operator = strings(fields.name).at(-1) ?? "";
  if (fields.kind === "AEXPR_NULLIF") return inner(fields.lexpr);
  if (fields.kind !== "AEXPR_OP" || /^(=|<>|!=|<|>|<=|>=|~~?\*?|!~~?\*?|@>|<@|&&|@@|\?[|&]?)$/.test(operator))
    return builtin("bool");
  if (operator === "->>" || operator === "#>>") return builtin("text");
  const left = fields.lexpr && inner(fields.lexpr);
  const right = inner(fields.rexpr);
  if (operator === "->" || operator === "#>") return left ? bare(left) : unknownType;
  if (operator === "||") return left && /json|array/.test(left.name) ? left : left?.array ? left : builtin("text");
  if (!/^[-+*/%]$/.test(operator)) return unknownType;
  if (!left) return bare(right);
  const [a, b] = [left, right].map((type) => widths.indexOf(type.name.replace("pg_catalog.", ""))) as [number, number];
  return a >= 0 && b >= 0 ? builtin(widths[Math.max(a, b)]!) : unknownType;
}
