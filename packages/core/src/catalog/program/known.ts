import { parseStatements } from "../../sql/parse.js";
import { expressionNode } from "./expressions.js";
import { textOf, type Fields } from "./shape.js";
import { selectedRows } from "./system-queries.js";
import { evaluate, type Scope, type Sight, type Value } from "./value.js";

function selectOf(text: string) {
  const { node } = parseStatements(text, { postgres: 18 }).statements[0] ?? {};
  return node && "SelectStmt" in node ? node.SelectStmt : undefined;
}

/** The rows of a query on system catalogs, where they are known. */
export function rowsOf(text: string, sight: Sight): readonly Scope[] | undefined {
  const select = selectOf(text);
  return select && selectedRows(select, sight);
}

/** The values that a query of one row gives: of constants and known variables, or counted in system catalogs. */
export function valuesOf(text: string, sight: Sight): readonly Value[] {
  const select = selectOf(text);
  if (!select) return [];
  if (select.fromClause || select.whereClause || select.op !== "SETOP_NONE")
    return [evaluate(expressionNode(`(${text})`), sight)];
  return (select.targetList ?? []).map((each) => evaluate("ResTarget" in each ? each.ResTarget.val : undefined, sight));
}

/** The values of the variable of FOR i IN a..b; undefined where the bounds are not known, or the turns are too many. */
export function turnsOf(
  { lower, upper, step: by, reverse }: Fields,
  most: number,
  valueOf: (text: string | undefined) => Value,
): readonly string[] | undefined {
  const [from, to, step] = [lower, upper, by].map((each) => {
    const value = each === undefined ? "1" : valueOf(textOf(each));
    return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
  });
  if (from === undefined || to === undefined || !step || step < 0) return undefined;
  const turns = Math.max(0, Math.floor((reverse ? from - to : to - from) / step) + 1);
  if (turns > most) return undefined;
  return Array.from({ length: turns }, (_, at) => String(reverse ? from - at * step : from + at * step));
}
