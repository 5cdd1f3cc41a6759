import type { FuncCall, Node } from "@pgsql/types";
import type { Catalog, Routine, Volatility } from "../../catalog/catalog.js";
import { nameFrom, strings } from "../../catalog/names.js";
import { findRoutines } from "../../catalog/routines.js";
import { volatilityOf } from "../../catalog/volatility.js";
import { walk } from "../../catalog/walk.js";
import { parseStatements } from "../../sql/parse.js";

/**
 * How volatile an expression is once planned: the planner puts the body of a simple SQL function in the place of its
 * call (inline_function in clauses.c), so a function that is only declared volatile may turn out not to be.
 */
export function plannedVolatility(catalog: Catalog, node: Node): Volatility | "unknown" {
  const plain = volatilityOf(catalog, node);
  if (plain !== "volatile") return plain;
  let inlined = true;
  const bodies: Node[] = [];
  walk({ node }, (kind, fields) => {
    if (kind !== "FuncCall" || !inlined) return;
    const call = fields as FuncCall;
    if (volatilityOf(catalog, { FuncCall: { ...call, args: [] } }) !== "volatile") return;
    const routines = findRoutines(catalog, nameFrom(strings(call.funcname)));
    const body = routines.length === 1 && routines[0] ? inlineBody(catalog, routines[0]) : undefined;
    if (body) bodies.push(body);
    else inlined = false;
  });
  if (!inlined || bodies.length === 0) return "volatile";
  return bodies.some((body) => volatilityOf(catalog, body) === "volatile") ? "volatile" : "stable";
}

function inlineBody(catalog: Catalog, routine: Routine): Node | undefined {
  if (
    routine.language !== "sql" ||
    routine.kind !== "function" ||
    routine.strict ||
    routine.securityDefiner ||
    routine.returnsSet
  )
    return undefined;
  if (!routine.body || routine.arguments.length > 0) return undefined;
  const { statements } = parseStatements(routine.body, { postgres: catalog.postgres });
  const node = statements.length === 1 ? statements[0]?.node : undefined;
  if (!node || !("SelectStmt" in node)) return undefined;
  const select = node.SelectStmt;
  if (
    select.fromClause ||
    select.whereClause ||
    select.groupClause ||
    select.withClause ||
    select.valuesLists ||
    select.op !== "SETOP_NONE"
  )
    return undefined;
  const target = select.targetList?.length === 1 ? select.targetList[0] : undefined;
  return target && "ResTarget" in target ? target.ResTarget.val : undefined;
}
