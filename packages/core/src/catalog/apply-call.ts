import type { FuncCall, Node, SelectStmt } from "@pgsql/types";
import { parseStatements } from "../sql/parse.js";
import { parseRoutines } from "../sql/parser.js";
import { bodyParts } from "../sql/plpgsql.js";
import type { RunInBody } from "./apply-do.js";
import type { Catalog, Routine } from "./catalog.js";
import { constantText, type Bindings } from "./constant-text.js";
import { nameFrom, strings } from "./names.js";
import { findRoutines } from "./routines.js";

/**
 * SELECT f(...): what the body of a PL/pgSQL function does to the schema on all paths, with EXECUTEs whose SQL follows
 * from constants among the arguments. What only some paths do, and other SQL, is left out.
 */
export function applyCalls(catalog: Catalog, node: SelectStmt, run: RunInBody): Catalog {
  if (node.fromClause || node.whereClause || node.op !== "SETOP_NONE") return catalog;
  let after = catalog;
  for (const target of node.targetList ?? []) {
    const value = "ResTarget" in target ? target.ResTarget.val : undefined;
    if (value && "FuncCall" in value) after = applyCall(after, value.FuncCall, run);
  }
  return after;
}

function applyCall(catalog: Catalog, call: FuncCall, run: RunInBody): Catalog {
  const given = call.args ?? [];
  const [routine, ...others] = findRoutines(catalog, nameFrom(strings(call.funcname)));
  if (!routine?.body || others.length > 0 || routine.language !== "plpgsql") return catalog;
  if (routine.arguments.length !== given.length || !/\b(create|alter|drop)\b/i.test(routine.body)) return catalog;
  const bindings = bindingsOf(routine, given);
  let after = catalog;
  for (const text of alwaysRun(routine, bindings, catalog)) {
    for (const { kind, node } of parseStatements(text, { postgres: catalog.postgres }).statements) {
      if (!node || !kind || kind === "SelectStmt") continue;
      const applied = run(after, kind, node, "certain");
      if (applied.refused) return catalog;
      after = applied.catalog;
    }
  }
  return after;
}

/** The arguments that are constants, but for those that the body assigns to. */
export function bindingsOf(routine: Routine, given: readonly Node[]): Bindings {
  const bindings = new Map<string, string>();
  for (const [at, name] of routine.argumentNames.entries()) {
    const value = constantText(given[at], new Map());
    const assigned =
      name === "" || new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\s*:?=`, "i").test(routine.body ?? "");
    if (value !== undefined && !assigned) bindings.set(name, value);
  }
  return bindings;
}

/** The SQL that a body runs whatever happens, in order. */
function alwaysRun(routine: Routine, bindings: Bindings, catalog: Catalog): string[] {
  const args = routine.argumentNames.flatMap((name) => (name === "" ? [] : [`"${name.replaceAll('"', '""')}" text`]));
  const answer = parseRoutines(
    `CREATE FUNCTION f(${args.join(", ")}) RETURNS record LANGUAGE plpgsql AS $release_gate$${routine.body}$release_gate$`,
  );
  if (!("json" in answer)) return [];
  const { queries, leaves } = bodyParts(answer.json);
  const left = Math.min(Infinity, ...leaves);
  return queries.flatMap(({ text, lineno, conditional, dynamic }) => {
    if (conditional || lineno >= left) return [];
    if (!dynamic) return [text];
    const node = parseStatements(`SELECT ${text}`, { postgres: catalog.postgres }).statements[0]?.node;
    const target = node && "SelectStmt" in node ? node.SelectStmt.targetList?.[0] : undefined;
    return (target && "ResTarget" in target && constantText(target.ResTarget.val, bindings)) || [];
  });
}
