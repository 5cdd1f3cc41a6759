import type { A_Const, ColumnRef, Node, PartitionBoundSpec } from "@pgsql/types";
import type { Catalog, Relation } from "../../catalog/catalog.js";
import { columnRefParts } from "../../catalog/expression.js";
import { columnByNumber } from "../../catalog/lookup.js";
import { isNotNull, proofOfNotNull } from "./not-null-proof.js";

/** What a valid CHECK says of a column: `column op constant`. */
interface Limit {
  readonly op: string;
  readonly values: readonly Value[];
}

type Value = bigint | number | string;

/** Whether valid CHECKs of a table imply the bound of the partition that it is to be, so that its rows need no look. */
export function provesBound(
  _catalog: Catalog,
  parent: Relation,
  table: Relation,
  bound: PartitionBoundSpec | undefined,
): boolean {
  const key = parent.partitionKey;
  const name = columnByNumber(parent, key?.columns[0] ?? 0)?.name;
  if (
    !key ||
    name === undefined ||
    !bound ||
    bound.is_default ||
    key.columns.length !== 1 ||
    key.expressions.length > 0
  )
    return false;
  if (!isNotNull(table, name) && !proofOfNotNull(table, name)) return false;
  const limits = checksOf(table).flatMap((node) => limitsOf(node, name));
  if (bound.strategy === "l") return withinList(limits, (bound.listdatums ?? []).flatMap(valueOf));
  if (bound.strategy !== "r") return false;
  const low = edge(bound.lowerdatums?.[0]);
  const high = edge(bound.upperdatums?.[0]);
  const above =
    low === "unbounded" ||
    limits.some(({ op, values }) => low !== undefined && values.length === 1 && atLeast(op, values[0], low));
  const under =
    high === "unbounded" ||
    limits.some(({ op, values }) => high !== undefined && values.length === 1 && below(op, values[0], high));
  return above && under;
}

/** Whether valid CHECKs of the DEFAULT partition keep it clear of a new sibling's bound. */
export function provesOutside(parent: Relation, table: Relation, bound: PartitionBoundSpec | undefined): boolean {
  const name = columnByNumber(parent, parent.partitionKey?.columns[0] ?? 0)?.name;
  if (!bound || bound.is_default || name === undefined || parent.partitionKey?.columns.length !== 1) return false;
  if (bound.strategy === "l") return (bound.listdatums ?? []).every((datum) => excludes(table, name, datum));
  return checksOf(table).some((node) => conjuncts(node).some((part) => clear(part, name, bound)));
}

/** Whether checks keep a value of a list, NULL among them, out of a column. */
function excludes(table: Relation, column: string, datum: Node): boolean {
  const parts = checksOf(table).flatMap(conjuncts);
  if ("A_Const" in datum && datum.A_Const.isnull)
    return isNotNull(table, column) || parts.some((part) => isNotNullTest(part, column));
  const [value] = valueOf(datum);
  return value !== undefined && parts.some((part) => excludesValue(part, column, value));
}

function excludesValue(node: Node, column: string, value: Value): boolean {
  if ("BoolExpr" in node && node.BoolExpr.boolop === "OR_EXPR")
    return (node.BoolExpr.args ?? []).every((part) => excludesValue(part, column, value));
  return limitsOf(node, column).some(
    ({ op, values }) => values.length > 0 && values.every((each) => differs(op, each, value)),
  );
}

/** Whether nothing that is `op` a limit is the value. */
function differs(op: string, limit: Value, value: Value): boolean {
  const order = compare(value, limit);
  if (order === undefined) return false;
  if (op === "=") return order !== 0;
  return op.startsWith("<") ? order > 0 || (order === 0 && op === "<") : order < 0 || (order === 0 && op === ">");
}

function isNotNullTest(node: Node, column: string): boolean {
  return "NullTest" in node && node.NullTest.nulltesttype === "IS_NOT_NULL" && isColumn(node.NullTest.arg, column);
}

function clear(node: Node, column: string, bound: PartitionBoundSpec): boolean {
  if ("BoolExpr" in node && node.BoolExpr.boolop === "OR_EXPR")
    return (node.BoolExpr.args ?? []).every((part) => clear(part, column, bound));
  if (bound.strategy !== "r") return false;
  const low = edge(bound.lowerdatums?.[0]);
  const high = edge(bound.upperdatums?.[0]);
  return conjuncts(node)
    .flatMap((part) => limitOf(part, column))
    .some(
      ({ op, values: [value] }) =>
        value !== undefined &&
        ((high !== undefined && high !== "unbounded" && atLeast(op, value, high)) ||
          (low !== undefined && low !== "unbounded" && below(op, value, low))),
    );
}

/** Whether two partitions of one key certainly share a value; only bounds of one column are compared. */
export function overlaps(a: PartitionBoundSpec | undefined, b: PartitionBoundSpec | undefined): boolean {
  if (!a || !b || a.is_default || b.is_default || a.strategy !== b.strategy) return false;
  if (a.strategy === "l") {
    const [left, right] = [(a.listdatums ?? []).flatMap(valueOf), (b.listdatums ?? []).flatMap(valueOf)];
    return left.some((value) => right.some((each) => compare(value, each) === 0));
  }
  if (a.strategy !== "r" || a.lowerdatums?.length !== 1 || b.lowerdatums?.length !== 1) return false;
  return startsBefore(a.lowerdatums[0], b.upperdatums?.[0]) && startsBefore(b.lowerdatums[0], a.upperdatums?.[0]);
}

function startsBefore(low: Node | undefined, high: Node | undefined): boolean {
  const [from, to] = [edge(low), edge(high)];
  if (from === undefined || to === undefined) return false;
  if (from === "unbounded" || to === "unbounded") return true;
  return (compare(from, to) ?? 1) < 0;
}

function checksOf(table: Relation): Node[] {
  return table.constraints.flatMap((each) =>
    each.kind === "check" && each.validated && each.enforced && each.expression ? [each.expression.node as Node] : [],
  );
}

function conjuncts(node: Node): Node[] {
  if (!("BoolExpr" in node) || node.BoolExpr.boolop !== "AND_EXPR") return [node];
  return (node.BoolExpr.args ?? []).flatMap(conjuncts);
}

function limitsOf(node: Node, column: string): Limit[] {
  return conjuncts(node).flatMap((part) => limitOf(part, column));
}

const turned: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=" };

function limitOf(node: Node, column: string): Limit[] {
  if (!("A_Expr" in node)) return [];
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const op = name?.[0] && "String" in name[0] ? (name[0].String.sval ?? "") : "";
  if (kind === "AEXPR_BETWEEN" && isColumn(lexpr, column) && rexpr && "List" in rexpr) {
    const [low, high] = (rexpr.List.items ?? []).map(valueOf);
    return [
      ...(low?.[0] === undefined ? [] : [{ op: ">=", values: low }]),
      ...(high?.[0] === undefined ? [] : [{ op: "<=", values: high }]),
    ];
  }
  if (kind === "AEXPR_IN" && op === "=" && isColumn(lexpr, column) && rexpr && "List" in rexpr)
    return [{ op: "=", values: (rexpr.List.items ?? []).flatMap(valueOf) }];
  if (kind !== "AEXPR_OP" || !(op in turned) || !lexpr || !rexpr) return [];
  if (isColumn(lexpr, column) && valueOf(rexpr).length) return [{ op, values: valueOf(rexpr) }];
  if (isColumn(rexpr, column) && valueOf(lexpr).length) return [{ op: turned[op] ?? op, values: valueOf(lexpr) }];
  return [];
}

function isColumn(node: Node | undefined, column: string): boolean {
  if (node && "TypeCast" in node) return isColumn(node.TypeCast.arg, column);
  return node !== undefined && "ColumnRef" in node && columnRefParts(node.ColumnRef as ColumnRef).at(-1) === column;
}

function valueOf(node: Node): Value[] {
  if ("TypeCast" in node) return node.TypeCast.arg ? valueOf(node.TypeCast.arg) : [];
  if (!("A_Const" in node)) return [];
  const constant = node.A_Const as A_Const;
  if (constant.ival) return [BigInt(constant.ival.ival ?? 0)];
  if (constant.fval)
    return [/^-?\d+$/.test(constant.fval.fval ?? "") ? BigInt(constant.fval.fval ?? 0) : Number(constant.fval.fval)];
  return constant.sval ? [constant.sval.sval ?? ""] : [];
}

function edge(node: Node | undefined): Value | "unbounded" | undefined {
  if (!node) return undefined;
  if ("ColumnRef" in node && /^(minvalue|maxvalue)$/.test(columnRefParts(node.ColumnRef as ColumnRef).at(-1) ?? ""))
    return "unbounded";
  return valueOf(node)[0];
}

/** Numbers compare as such, dates as the text of their ISO form; other texts are equal or not comparable. */
function compare(a: Value, b: Value): number | undefined {
  if (typeof a !== "string" && typeof b !== "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a !== "string" || typeof b !== "string") return undefined;
  if (a === b) return 0;
  const iso = /^\d{4}-\d\d-\d\d([ T].*)?$/;
  return iso.test(a) && iso.test(b) && a.length === b.length ? (a < b ? -1 : 1) : undefined;
}

function atLeast(op: string, value: Value | undefined, low: Value): boolean {
  const order = value === undefined ? undefined : compare(value, low);
  return order !== undefined && order >= 0 && /^(>=|>|=)$/.test(op);
}

function below(op: string, value: Value | undefined, high: Value): boolean {
  const order = value === undefined ? undefined : compare(value, high);
  if (order === undefined) return false;
  return order < 0 ? /^(<|<=|=)$/.test(op) : order === 0 && op === "<";
}

function withinList(limits: readonly Limit[], list: readonly Value[]): boolean {
  return limits.some(
    ({ op, values }) =>
      op === "=" && values.length > 0 && values.every((value) => list.some((each) => compare(each, value) === 0)),
  );
}
