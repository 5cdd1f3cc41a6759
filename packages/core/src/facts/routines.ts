import type { Node } from "@pgsql/types";
import type { Routine } from "../catalog/catalog.js";
import { nameFrom, strings } from "../catalog/names.js";
import { sameType } from "../catalog/routine-address.js";
import { resolveType } from "../catalog/type-names.js";
import { parseStatements } from "../sql/parse.js";
import { msg } from "../text/message.js";
import { creationSchema } from "../catalog/lookup.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { lockQuery } from "./query-locks.js";
import { wordsSpan } from "./words.js";

type Input = FactsInput<"CreateFunctionStmt">;

/** CREATE FUNCTION: the body of a SQL function is analysed, which locks what it names; other languages are not. */
function createFunction(input: Input): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  const existing = existingRoutine(input);
  const noun = node.is_procedure ? "PROCEDURE" : "FUNCTION";
  if (existing && !node.replace) {
    draft.refuse(
      "42723",
      msg`function "${existing.name}" already exists with same argument types`,
      wordsSpan(statement, noun),
    );
  }
  if (existing && node.replace) refuseChange(draft, input, existing);
  if (node.sql_body) lockQuery(draft, input, node.sql_body, "rewritten");
  const checks = (
    transaction.settings.get("check_function_bodies") ??
    before.session.settings.get("check_function_bodies") ??
    "on"
  ).toLowerCase();
  const off = /^'?(off|false|no|0)'?$/.test(checks);
  if (languageOf(node.options) === "sql" && !off) lockBody(draft, input, bodyOf(node.options));
  return draft.facts();
}

/** The routine with the same name and input argument types where CREATE would put it. */
function existingRoutine({ node, before }: Input): Routine | undefined {
  const name = nameFrom(strings(node.funcname));
  const oids = before.routineNames.get(`${name.schema ?? creationSchema(before)}.${name.name}`) ?? [];
  const inputs = (node.parameters ?? [])
    .flatMap((each) => ("FunctionParameter" in each ? [each.FunctionParameter] : []))
    .filter((each) => each.mode !== "FUNC_PARAM_OUT" && each.mode !== "FUNC_PARAM_TABLE");
  const types = inputs.map((each) => resolveType(before, each.argType));
  return oids
    .flatMap((oid) => before.routines.get(oid) ?? [])
    .find(
      (each) =>
        each.existence === "certain" &&
        each.arguments.length === types.length &&
        each.arguments.every((type, at) => sameType(type, types[at]!)),
    );
}

/** CREATE OR REPLACE keeps the return type and the names of input arguments: else error 42P13. */
function refuseChange(draft: FactsDraft, { node, statement, before }: Input, existing: Routine): void {
  const span = wordsSpan(statement, node.is_procedure ? "PROCEDURE" : "FUNCTION");
  const outputs = (node.parameters ?? []).some(
    (each) => "FunctionParameter" in each && /OUT|TABLE/.test(each.FunctionParameter.mode ?? ""),
  );
  if (node.returnType && existing.returns && !outputs) {
    const type = resolveType(before, node.returnType);
    const changed = !sameType(type, existing.returns) || (node.returnType.setof === true) !== existing.returnsSet;
    if (changed) draft.refuse("42P13", msg`cannot change return type of existing function`, span);
  }
  const names = (node.parameters ?? [])
    .flatMap((each) => ("FunctionParameter" in each ? [each.FunctionParameter] : []))
    .filter((each) => each.mode !== "FUNC_PARAM_OUT" && each.mode !== "FUNC_PARAM_TABLE")
    .map((each) => each.name ?? "");
  existing.argumentNames.slice(0, existing.arguments.length).forEach((name, at) => {
    if (name !== "" && names[at] !== undefined && names[at] !== name) {
      draft.refuse("42P13", msg`cannot change name of input parameter "${name}"`, span);
    }
  });
}

function optionOf(options: readonly Node[] | undefined, name: string): Node | undefined {
  for (const each of options ?? []) if ("DefElem" in each && each.DefElem.defname === name) return each.DefElem.arg;
  return undefined;
}

function languageOf(options: readonly Node[] | undefined): string {
  const value = optionOf(options, "language");
  return value && "String" in value ? (value.String.sval ?? "").toLowerCase() : "";
}

function bodyOf(options: readonly Node[] | undefined): string | undefined {
  const value = optionOf(options, "as");
  return value && "List" in value
    ? strings(value.List.items)[0]
    : value && "String" in value
      ? value.String.sval
      : undefined;
}

/** Locks of the queries in a body; the words to blame are the whole statement's. */
function lockBody(draft: FactsDraft, place: Place, body: string | undefined): void {
  if (body === undefined) return;
  const { statement, postgres } = place;
  for (const inner of parseStatements(body, { postgres }).statements) {
    if (inner.error) draft.refuse(inner.error.sqlstate, inner.error.message, statement.span);
    const here = { ...place, statement: { ...inner, span: statement.span, at: () => statement.span.start } };
    if (queries.has(inner.kind)) lockQuery(draft, here, inner.node, "rewritten");
    const within = inner.node && queryWithin(inner.node);
    if (within) lockQuery(draft, here, within, "analysed");
  }
}

const queries: ReadonlySet<string> = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

/** The query of a statement that is not one itself; other statements than these are not looked into. */
function queryWithin(node: Node): Node | undefined {
  if ("DeclareCursorStmt" in node) return node.DeclareCursorStmt.query;
  if ("CreateTableAsStmt" in node) return node.CreateTableAsStmt.query;
  return "ExplainStmt" in node ? node.ExplainStmt.query : undefined;
}

export const routineFamilies: Families = { CreateFunctionStmt: createFunction };
