import type { Node } from "@pgsql/types";
import { strings } from "../names.js";
import { evaluate, formatted, written, type Sight } from "./value.js";

/** Stands for a part of a text that nobody knows. A letter to the scanner, so that it can be a name or a part of one. */
const unknownPart = "\uE000";

/** Whether a name, or a text, has a part that nobody knows. */
export function isPartlyUnknown(text: string): boolean {
  return text.includes(unknownPart);
}

/** The text of an expression as far as it is known, with `isPartlyUnknown` parts; undefined where nothing of it is. */
export function sketch(node: Node | undefined, sight: Sight): string | undefined {
  const text = part(node, sight);
  return text.replaceAll(unknownPart, "").trim() === "" ? undefined : text;
}

function part(node: Node | undefined, sight: Sight): string {
  const known = evaluate(node, sight);
  if (known !== undefined) return known === null ? "" : written(known);
  if (!node) return unknownPart;
  if ("TypeCast" in node) return part(node.TypeCast.arg, sight);
  if ("A_Expr" in node && strings(node.A_Expr.name).at(-1) === "||")
    return part(node.A_Expr.lexpr, sight) + part(node.A_Expr.rexpr, sight);
  if (!("FuncCall" in node)) return unknownPart;
  const args = (node.FuncCall.args ?? []).map((each) => part(each, sight));
  switch (strings(node.FuncCall.funcname).at(-1)) {
    case "concat":
      return args.join("");
    case "format":
      return formatted(args[0] ?? "", args.slice(1)) ?? unknownPart;
    case "quote_ident":
    case "lower":
      return args[0] ?? unknownPart;
    default:
      return unknownPart;
  }
}
