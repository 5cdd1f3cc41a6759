import type { ColumnRef, FuncCall, Node } from "@pgsql/types";
import { columnRefParts } from "./expression.js";
import { strings } from "./names.js";

/** Names of variables and the text of their values. */
export type Bindings = ReadonlyMap<string, string>;

/**
 * The text that an expression comes to, where it follows from constants and the given variables by `||`, `format`,
 * `quote_ident` and `quote_literal`; undefined for any other.
 */
export function constantText(node: Node | undefined, bindings: Bindings): string | undefined {
  if (!node) return undefined;
  if ("A_Const" in node) return textOfConstant(node.A_Const);
  if ("TypeCast" in node) return constantText(node.TypeCast.arg, bindings);
  if ("ColumnRef" in node) return bindings.get(columnRefParts(node.ColumnRef as ColumnRef).at(-1) ?? "");
  if ("FuncCall" in node) return textOfCall(node.FuncCall, bindings);
  if (!("A_Expr" in node) || strings(node.A_Expr.name).at(-1) !== "||") return undefined;
  const [left, right] = [constantText(node.A_Expr.lexpr, bindings), constantText(node.A_Expr.rexpr, bindings)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function textOfConstant(constant: Extract<Node, { A_Const: unknown }>["A_Const"]): string | undefined {
  if (constant.isnull) return undefined;
  if (constant.sval) return constant.sval.sval ?? "";
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.boolval) return constant.boolval.boolval === true ? "t" : "f";
  return undefined;
}

function textOfCall(call: FuncCall, bindings: Bindings): string | undefined {
  const [first, ...rest] = (call.args ?? []).map((each) => constantText(each, bindings));
  if (first === undefined) return undefined;
  switch (strings(call.funcname).at(-1)) {
    case "format":
      return rest.some((each) => each === undefined) ? undefined : formatted(first, rest as string[]);
    case "quote_ident":
      return quoteIdentifier(first);
    case "quote_literal":
      return quoteLiteral(first);
    default:
      return undefined;
  }
}

/** `format` with %s, %I, %L and their positions (%1$s); undefined with widths, or where an argument is missing. */
function formatted(pattern: string, values: readonly string[]): string | undefined {
  let [next, failed] = [0, false];
  const text = pattern.replace(/%(?:%|(?:(\d+)\$)?(.))/g, (whole, position: string | undefined, kind: string) => {
    if (whole === "%%") return "%";
    const at = position === undefined ? next : Number(position) - 1;
    next = at + 1;
    const value = values[at];
    if (value === undefined || !/^[sIL]$/.test(kind)) failed = true;
    return kind === "I" ? quoteIdentifier(value ?? "") : kind === "L" ? quoteLiteral(value ?? "") : (value ?? "");
  });
  return failed ? undefined : text;
}

/** Always in quotes, which means the same as what the server writes. */
function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
