import type { Node } from "@pgsql/types";
import type { Catalog, Routine } from "../catalog/catalog.js";
import { nameFrom, strings } from "../catalog/names.js";
import { expressionNode } from "../catalog/program/expressions.js";
import { definitionOf } from "../catalog/program/routine.js";
import { fieldsOf, textOf } from "../catalog/program/shape.js";
import { evaluate } from "../catalog/program/value.js";
import { findRoutines } from "../catalog/routines.js";
import { parseStatements } from "../sql/parse.js";
import { parseRoutines } from "../sql/parser.js";
import { routineBody } from "../sql/routine-body.js";
import type { Statement } from "../sql/statement.js";

/** What a trigger's function does: its queries, and what it assigns to columns of its row. */
export interface TriggerBody {
  readonly queries: readonly Node[];
  readonly assignments: readonly { readonly name: string; readonly value: Node }[];
}

const changes = /\b(?:insert|update|merge|delete)\b/i;

/** The queries that a DO block runs, or the routines that CALL and SELECT call; none where they change no rows. */
export function bodiesOf(statement: Statement, catalog: Catalog): readonly Node[] {
  const { node } = statement;
  if (!node) return [];
  if ("DoStmt" in node) return changes.test(statement.text) ? queriesOf(statement, catalog) : [];
  const calls =
    "CallStmt" in node
      ? [node.CallStmt.funccall]
      : "SelectStmt" in node && !node.SelectStmt.fromClause
        ? (node.SelectStmt.targetList ?? []).map((target) => {
            const value = "ResTarget" in target ? target.ResTarget.val : undefined;
            return value && "FuncCall" in value ? value.FuncCall : undefined;
          })
        : [];
  return calls.flatMap((call) => (call ? routineQueries(catalog, strings(call.funcname)) : []));
}

function routineQueries(catalog: Catalog, name: readonly string[]): readonly Node[] {
  return findRoutines(catalog, nameFrom(name)).flatMap((routine) => {
    if (routine.body === undefined || !changes.test(routine.body)) return [];
    if (routine.language === "sql") return nodesIn(routine.body, catalog);
    const statement = definitionStatement(routine, catalog);
    return statement ? queriesOf(statement, catalog) : [];
  });
}

function definitionStatement(routine: Routine, catalog: Catalog): Statement | undefined {
  if (routine.body === undefined || routine.language !== "plpgsql") return undefined;
  return parseStatements(definitionOf(routine, routine.body), { postgres: catalog.postgres }).statements[0];
}

function nodesIn(text: string, catalog: Catalog): Node[] {
  return parseStatements(text, { postgres: catalog.postgres }).statements.flatMap(({ node }) => node ?? []);
}

/** The static SQL of a body, and its EXECUTEs of constants. */
function queriesOf(statement: Statement, catalog: Catalog): Node[] {
  const body = routineBody(statement, catalog.postgres);
  const dynamic = (body?.dynamic ?? []).flatMap(({ expression }) => {
    const sql = evaluate(expressionNode(expression), { scope: new Map(), catalog });
    return typeof sql === "string" ? nodesIn(sql, catalog) : [];
  });
  return [...(body?.statements ?? []).flatMap(({ node }) => node ?? []), ...dynamic];
}

/** The body of a trigger's function in PL/pgSQL; undefined where the catalog does not have it. */
export function triggerBody(catalog: Catalog, name: readonly string[]): TriggerBody | undefined {
  const [routine] = findRoutines(catalog, nameFrom(name));
  const statement = routine && definitionStatement(routine, catalog);
  if (!statement) return undefined;
  const answer = parseRoutines(statement.text);
  if (!("json" in answer)) return undefined;
  const assignments = assignedIn(answer.json).flatMap((text) => {
    const match = /^\s*new\.("?)([^"\s:=]+)\1\s*:?=(.*)$/is.exec(text);
    const [value] = match ? nodesIn(`SELECT ${match[3]}`, catalog) : [];
    return match?.[2] && value ? [{ name: match[2], value }] : [];
  });
  return { queries: queriesOf(statement, catalog), assignments };
}

/** The texts of all assignments in the parser's JSON of a body, in order. */
function assignedIn(json: unknown): string[] {
  const found: string[] = [];
  const stack: unknown[] = [json];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (Array.isArray(value)) for (const each of value.toReversed()) stack.push(each);
    else if (typeof value === "object" && value !== null) {
      const text = textOf(fieldsOf(fieldsOf(value).PLpgSQL_stmt_assign).expr);
      if (text !== undefined) found.push(text);
      stack.push(
        ...Object.values(value)
          .reverse()
          .filter((each) => each !== undefined && each !== null),
      );
    }
  }
  return found;
}
