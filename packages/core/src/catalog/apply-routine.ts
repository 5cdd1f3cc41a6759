import type { AlterFunctionStmt, CreateFunctionStmt, DefineStmt, FunctionParameter, Node } from "@pgsql/types";
import type { ObjectAddress, Routine, TypeRef, Volatility } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { nameFrom, strings } from "./names.js";
import { optionText } from "./options.js";
import { relationsNamed } from "./rule-actions.js";
import { shapeOfQuery } from "./query.js";
import { schemaForCreation } from "./relations.js";
import { routineOf, sameType } from "./routine-address.js";
import { resolveType } from "./type-names.js";

type Options = ReadonlyMap<string, Node | undefined>;

function optionsOf(nodes: readonly Node[] | undefined): Options {
  return new Map(
    (nodes ?? []).flatMap((node) => ("DefElem" in node ? [[node.DefElem.defname ?? "", node.DefElem.arg]] : [])),
  );
}

/** What options of CREATE and ALTER FUNCTION say, for those that are given. */
function attributes(options: Options): Partial<Routine> {
  const text = (name: string): string => optionText(options.get(name));
  const body = options.get("as");
  return {
    ...(options.has("volatility") && { volatility: text("volatility") as Volatility }),
    ...(options.has("strict") && { strict: text("strict") === "true" }),
    ...(options.has("security") && { securityDefiner: text("security") === "true" }),
    ...(options.has("language") && { language: text("language") }),
    ...(body && { body: "List" in body ? (strings(body.List.items)[0] ?? "") : optionText(body) }),
  };
}

function parametersOf(nodes: readonly Node[] | undefined): FunctionParameter[] {
  return (nodes ?? []).flatMap((node) => ("FunctionParameter" in node ? [node.FunctionParameter] : []));
}

const inputModes: readonly (string | undefined)[] = [
  "FUNC_PARAM_IN",
  "FUNC_PARAM_INOUT",
  "FUNC_PARAM_VARIADIC",
  "FUNC_PARAM_DEFAULT",
];

/** CREATE [OR REPLACE] FUNCTION and PROCEDURE. */
export function createFunction(draft: Draft, node: CreateFunctionStmt): void {
  const name = nameFrom(strings(node.funcname));
  const schema = schemaForCreation(draft, name, "permanent");
  const options = optionsOf(node.options);
  const parameters = parametersOf(node.parameters);
  const inputs = parameters.filter((each) => inputModes.includes(each.mode));
  const types = inputs.map((each) => resolveType(draft.catalog, each.argType));
  const returns = returnType(draft, node, parameters);
  const known = overload(draft, `${schema}.${name.name}`, types);
  if (known && !node.replace)
    throw new Refused("42723", `function "${name.name}" already exists with same argument types`);
  if (known && known.returns && returns && !sameType(known.returns, returns))
    throw new Refused("42P13", "cannot change return type of existing function");
  const routine: Routine = {
    oid: known?.oid ?? draft.newOid(),
    schema,
    name: name.name,
    kind: node.is_procedure ? "procedure" : options.has("window") ? "window" : "function",
    arguments: types,
    argumentNames: inputs.map((each) => each.name ?? ""),
    defaults: inputs.filter((each) => each.defexpr).length,
    ...(returns && { returns }),
    returnsSet: node.returnType?.setof === true || parameters.some((each) => each.mode === "FUNC_PARAM_TABLE"),
    volatility: "volatile",
    language: node.sql_body ? "sql" : "",
    strict: false,
    securityDefiner: false,
    existence: known?.existence ?? draft.existence,
    ...(known?.owner !== undefined && { owner: known.owner }),
    ...(node.sql_body && { atomic: atomicBody(draft, node.sql_body) }),
    ...attributes(options),
  };
  draft.putRoutine(routine);
  recordNeeds(draft, routine, node.sql_body);
}

/** RETURNS, or what the OUT parameters make: one column its type, several a record. */
function returnType(
  draft: Draft,
  node: CreateFunctionStmt,
  parameters: readonly FunctionParameter[],
): TypeRef | undefined {
  if (node.is_procedure) return undefined;
  const outputs = parameters.filter((each) => /OUT$|TABLE$/.test(each.mode ?? ""));
  if (outputs.length > 1) return { name: "pg_catalog.record", typmods: [], array: false };
  if (outputs.length === 1) return { ...resolveType(draft.catalog, outputs[0]!.argType), typmods: [] };
  return node.returnType && { ...resolveType(draft.catalog, node.returnType), typmods: [] };
}

function overload(draft: Draft, key: string, types: readonly TypeRef[]): Routine | undefined {
  return (draft.catalog.routineNames.get(key) ?? [])
    .flatMap((oid) => draft.catalog.routines.get(oid) ?? [])
    .find(
      (each) =>
        each.arguments.length === types.length && each.arguments.every((type, at) => sameType(type, types[at]!)),
    );
}

function atomicBody(draft: Draft, body: Node): NonNullable<Routine["atomic"]> {
  const statements: Node[] = [];
  const pending = [body];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ("List" in node) for (const item of (node.List.items ?? []).toReversed()) pending.push(item);
    else if ("ReturnStmt" in node) {
      const { returnval } = node.ReturnStmt;
      if (returnval) statements.push({ SelectStmt: { targetList: [{ ResTarget: { val: returnval } }] } });
    } else if (Object.keys(node).length > 0) statements.push(node); // the body of `BEGIN ATOMIC END` holds an empty node
  }
  return { statements, relations: relationsNamed(draft.catalog, statements) };
}

/** The user-made types of the signature; of a body in standard SQL (BEGIN ATOMIC, RETURN) also what it reads. */
function recordNeeds(draft: Draft, routine: Routine, body: Node | undefined): void {
  const address: ObjectAddress = { class: "routine", oid: routine.oid };
  draft.independ(address);
  for (const type of [...routine.arguments, ...(routine.returns ? [routine.returns] : [])]) {
    if (type.oid === undefined) continue;
    draft.depend(address, { class: draft.catalog.types.has(type.oid) ? "type" : "relation", oid: type.oid }, "normal");
  }
  const pending = body ? [body] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ("List" in node) for (const item of node.List.items ?? []) pending.push(item);
    if ("SelectStmt" in node)
      for (const on of shapeOfQuery(draft.catalog, node).needs) draft.depend(address, on, "normal");
  }
}

/** ALTER FUNCTION ... IMMUTABLE, STRICT, SECURITY DEFINER and so on. */
export function alterFunction(draft: Draft, node: AlterFunctionStmt): void {
  const routine = node.func && routineOf(draft, { ObjectWithArgs: node.func });
  if (!routine) throw new Refused("42883", "function does not exist");
  draft.putRoutine({ ...routine, ...attributes(optionsOf(node.actions)) });
}

/** What an aggregate calls: SFUNC, FINALFUNC and their like. */
function functionsOf({ definition }: DefineStmt): string[] {
  return (definition ?? []).flatMap((each) => {
    const { defname, arg } = "DefElem" in each ? each.DefElem : {};
    return /func\d?$/.test(defname ?? "") && arg && "TypeName" in arg ? strings(arg.TypeName.names).join(".") : [];
  });
}

/** The argument of the old form, basetype = ...; "ANY" for none. */
function baseType(draft: Draft, { definition }: DefineStmt): TypeRef[] {
  const given = (definition ?? []).flatMap((each) => ("DefElem" in each ? [each.DefElem] : []));
  const base = given.find((each) => each.defname === "basetype")?.arg;
  if (!base || !("TypeName" in base) || /^any$/i.test(strings(base.TypeName.names).at(-1) ?? "")) return [];
  return [resolveType(draft.catalog, base.TypeName)];
}

/** CREATE AGGREGATE. */
export function createAggregate(draft: Draft, node: DefineStmt): void {
  const name = nameFrom(strings(node.defnames));
  const schema = schemaForCreation(draft, name, "permanent");
  const list = node.args?.[0];
  const parameters = parametersOf(list && "List" in list ? list.List.items : node.args);
  const types = node.oldstyle
    ? baseType(draft, node)
    : parameters.map((each) => resolveType(draft.catalog, each.argType));
  const known = overload(draft, `${schema}.${name.name}`, types);
  if (known && !node.replace)
    throw new Refused("42723", `function "${name.name}" already exists with same argument types`);
  draft.putRoutine({
    oid: known?.oid ?? draft.newOid(),
    schema,
    name: name.name,
    kind: "aggregate",
    calls: functionsOf(node),
    arguments: types,
    argumentNames: parameters.map((each) => each.name ?? ""),
    defaults: 0,
    returnsSet: false,
    volatility: "immutable",
    language: "internal",
    strict: false,
    securityDefiner: false,
    existence: draft.existence,
  });
}
