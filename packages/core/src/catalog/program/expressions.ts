import type { Node } from "@pgsql/types";
import { parseStatements } from "../../sql/parse.js";

/** Expressions of bodies that were parsed before: loops ask for the same ones again. */
const known = new Map<string, Node | undefined>();
const most = 500;

/** The node of an expression as PL/pgSQL writes them, without SELECT; undefined where it is none. */
export function expressionNode(text: string): Node | undefined {
  if (known.has(text)) return known.get(text);
  const { node } = parseStatements(`SELECT ${text}`, { postgres: 18 }).statements[0] ?? {};
  const target =
    node && "SelectStmt" in node && !node.SelectStmt.fromClause ? node.SelectStmt.targetList?.[0] : undefined;
  const found = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  if (known.size >= most) known.clear();
  known.set(text, found);
  return found;
}
