import type { FuncCall, Node, SelectStmt } from "@pgsql/types";
import { parseStatements } from "../sql/parse.js";
import { parseRoutines } from "../sql/parser.js";
import { routineBody } from "../sql/routine-body.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { english } from "../text/message.js";
import type { Applied } from "./apply.js";
import type { Catalog, Existence, Routine } from "./catalog.js";
import { nameFrom, strings } from "./names.js";
import { definitionOf, givenTo } from "./program/routine.js";
import type { Effects, Program } from "./program/effects.js";
import { ProgramRun } from "./program/run.js";
import { findRoutines } from "./routines.js";

/** Applies one statement of a body to a catalog. */
export type RunInBody = (catalog: Catalog, kind: NodeKind, node: Node, existence: Existence) => Applied;

/** How deep calls of calls are followed. */
const deepest = 8;
const following: Routine[] = [];

/**
 * A DO block: its static SQL, and its EXECUTEs whose SQL follows from what is known, in their order. What runs on some paths
 * only makes objects that are "maybe"; where such a statement would be refused, the path was not taken.
 */
export function applyDo(catalog: Catalog, statement: Statement, run: RunInBody): Applied {
  if (routineBody(statement, catalog.postgres)?.language !== "plpgsql") return { catalog };
  const answer = parseRoutines(statement.text);
  if (!("json" in answer)) return { catalog };
  return applyProgram({ json: answer.json, given: new Map(), placed: [], within: statement, catalog }, run);
}

/** SELECT f(...): what the body of a function in PL/pgSQL or SQL does to the schema. */
export function applyCalls(catalog: Catalog, node: SelectStmt, within: Statement, run: RunInBody): Catalog {
  if (node.fromClause || node.whereClause || node.op !== "SETOP_NONE") return catalog;
  let after = catalog;
  for (const target of node.targetList ?? []) {
    const value = "ResTarget" in target ? target.ResTarget.val : undefined;
    if (value && "FuncCall" in value) after = applyCall(after, value.FuncCall, within, run);
  }
  return after;
}

function applyCall(catalog: Catalog, call: FuncCall, within: Statement, run: RunInBody): Catalog {
  const args = call.args ?? [];
  const [routine, ...others] = findRoutines(catalog, nameFrom(strings(call.funcname)));
  if (!routine?.body || others.length > 0 || following.length >= deepest) return catalog;
  const fewest = routine.arguments.length - routine.defaults;
  if (args.length < fewest || args.length > routine.arguments.length || following.includes(routine)) return catalog;
  if (routine.language === "sql") return applySql(catalog, routine.body, run);
  const answer = routine.language === "plpgsql" ? parseRoutines(definitionOf(routine, routine.body)) : undefined;
  if (!answer || !("json" in answer)) return catalog;
  following.push(routine);
  try {
    const given = givenTo(routine, args, catalog);
    const applied = applyProgram({ json: answer.json, given, placed: [], within, catalog }, run);
    return applied.refused ? catalog : applied.catalog;
  } finally {
    following.pop();
  }
}

/** The body of an SQL function: its statements in their order, all of them or, where one is refused, none. */
function applySql(catalog: Catalog, body: string, run: RunInBody): Catalog {
  let after = catalog;
  for (const { kind, node } of parseStatements(body, { postgres: catalog.postgres }).statements) {
    if (!kind || !node) return catalog;
    if ("SelectStmt" in node && !node.SelectStmt.intoClause) continue;
    const { catalog: next, refused } = run(after, kind, node, "certain");
    if (refused) return catalog;
    after = next;
  }
  return after;
}

function applyProgram(program: Program, run: RunInBody): Applied {
  let unseen = false;
  const effects: Effects<string> = {
    run(statement, before, path) {
      const { kind, node, span } = statement;
      if (!kind || !node) return { catalog: before };
      if ("SelectStmt" in node && !node.SelectStmt.intoClause)
        return { catalog: path === "always" ? applyCalls(before, node.SelectStmt, statement, run) : before };
      const { catalog, refused } = run(before, kind, node, path === "always" ? "certain" : "maybe");
      return refused && path === "always" ? { catalog, failure: { ...refused, span } } : { catalog };
    },
    unknown: () => (unseen = true),
    refused: ({ message }) => english(message),
    raised: (text) => text,
    begin: () => undefined,
    end: () => undefined,
  };
  const { catalog, failure } = new ProgramRun(program, effects).run();
  if (failure) return { catalog: program.catalog, refused: { sqlstate: failure.sqlstate, message: failure.message } };
  return { catalog: unseen ? { ...catalog, unseen } : catalog };
}
