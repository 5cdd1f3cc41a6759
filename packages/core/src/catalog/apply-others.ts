import type {
  AlterEventTrigStmt,
  AlterFdwStmt,
  CreateCastStmt,
  CreateConversionStmt,
  CreateEventTrigStmt,
  CreateFdwStmt,
  CreateForeignServerStmt,
  CreateForeignTableStmt,
  CreateOpClassStmt,
  CreateOpFamilyStmt,
  CreatePLangStmt,
  CreateTransformStmt,
  CreateUserMappingStmt,
  DefineStmt,
  DropUserMappingStmt,
  Node,
  ObjectType,
  RoleSpec,
  TypeName,
} from "@pgsql/types";
import { createTable } from "./apply-table.js";
import type { Dependency, ObjectAddress, OtherObject } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { mayHoldUnseen } from "./extensions.js";
import { findRelation } from "./lookup.js";
import { nameFrom, objectParts, rangeName, strings } from "./names.js";
import { findOther, homeOf, otherKey, otherName, typesText, typeText, usersOfOther, type OtherName } from "./others.js";
import { dropAll } from "./remove.js";
import { routineOf } from "./routine-address.js";
import { findRoutines } from "./routines.js";
import { copyMappings } from "./text-search.js";
import { resolveType } from "./type-names.js";

/** Puts a new object into the catalog, with what it needs. Refused where its name is taken, unless that is welcome. */
export function makeOther(
  draft: Draft,
  name: OtherName,
  needs: readonly (ObjectAddress | undefined)[],
  taken: "refused" | "welcome" = "refused",
): OtherObject {
  const schema = homeOf(draft.catalog, name);
  const { schema: _, ...rest } = name;
  const full = { ...rest, ...(schema !== undefined && { schema }) };
  const known = draft.catalog.others.get(otherKey(full));
  if (known?.existence === "certain" && taken === "refused")
    throw new Refused("42710", `"${name.name}" already exists`);
  if (known && draft.existence === "certain") draft.putOther({ ...known, existence: "certain" });
  const made = known ?? draft.putOther({ ...full, oid: draft.newOid(), existence: draft.existence });
  for (const on of needs) if (on) draft.depend({ class: "other", oid: made.oid }, on, "normal");
  return made;
}

/** The address of an object that has to be there: refused where it certainly is not. */
function needed(draft: Draft, type: ObjectType, name: string | undefined): ObjectAddress | undefined {
  const found = findOther(draft.catalog, { type, name: name ?? "" });
  if (found) return { class: "other", oid: found.oid };
  if (draft.catalog.complete && !mayHoldUnseen(draft.catalog)) throw new Refused("42704", `"${name}" does not exist`);
  return undefined;
}

function routineNamed(draft: Draft, parts: readonly string[]): ObjectAddress | undefined {
  const [only, ...more] = findRoutines(draft.catalog, nameFrom(parts));
  return only && more.length === 0 ? { class: "routine", oid: only.oid } : undefined;
}

function routineWith(draft: Draft, object: Node | undefined): ObjectAddress | undefined {
  const found = object && routineOf(draft, object);
  return found && { class: "routine", oid: found.oid };
}

function typeOf(draft: Draft, type: TypeName | undefined): ObjectAddress | undefined {
  const { oid } = resolveType(draft.catalog, type);
  return oid === undefined ? undefined : { class: "type", oid };
}

/** The values of options: HANDLER f, FUNCTION = f, LEFTARG = t. */
function valueOf(options: readonly Node[] | undefined, names: RegExp): readonly string[][] {
  return (options ?? []).flatMap((each) =>
    "DefElem" in each && names.test(each.DefElem.defname ?? "") ? [objectParts(each.DefElem.arg)] : [],
  );
}

function typeOption(options: readonly Node[] | undefined, name: string): TypeName | undefined {
  for (const each of options ?? [])
    if ("DefElem" in each && each.DefElem.defname === name && each.DefElem.arg && "TypeName" in each.DefElem.arg)
      return each.DefElem.arg.TypeName;
  return undefined;
}

export function createWrapper(draft: Draft, node: CreateFdwStmt): void {
  const routines = valueOf(node.func_options, /^(?:handler|validator)$/).map((parts) => routineNamed(draft, parts));
  const made = makeOther(draft, { type: "OBJECT_FDW", name: node.fdwname ?? "" }, routines);
  if (valueOf(node.func_options, /^handler$/).every((parts) => parts.length === 0))
    draft.putOther({ ...made, bare: true });
}

/** ALTER FOREIGN DATA WRAPPER ... HANDLER f and NO HANDLER. */
export function alterWrapper(draft: Draft, node: AlterFdwStmt): void {
  const found = findOther(draft.catalog, { type: "OBJECT_FDW", name: node.fdwname ?? "" });
  const [handler] = valueOf(node.func_options, /^handler$/);
  if (!found || !handler) return;
  const { bare: _, ...rest } = found;
  draft.putOther(handler.length === 0 ? { ...rest, bare: true } : rest);
}

export function createServer(draft: Draft, node: CreateForeignServerStmt): void {
  const name: OtherName = { type: "OBJECT_FOREIGN_SERVER", name: node.servername ?? "" };
  if (node.if_not_exists && findOther(draft.catalog, name)) return;
  makeOther(draft, name, [needed(draft, "OBJECT_FDW", node.fdwname)]);
}

function mappingName(draft: Draft, user: RoleSpec | undefined, server: string | undefined): OtherName {
  const role = user?.roletype === "ROLESPEC_CSTRING" ? user.rolename : draft.catalog.session.role;
  const who = user?.roletype === "ROLESPEC_PUBLIC" ? "PUBLIC" : (role ?? "CURRENT_USER");
  return { type: "OBJECT_USER_MAPPING", name: `${who} for ${server ?? ""}` };
}

export function createUserMapping(draft: Draft, node: CreateUserMappingStmt): void {
  const name = mappingName(draft, node.user, node.servername);
  const server = needed(draft, "OBJECT_FOREIGN_SERVER", node.servername);
  if (node.if_not_exists && findOther(draft.catalog, name)) return;
  makeOther(draft, name, [server]);
}

export function dropUserMapping(draft: Draft, node: DropUserMappingStmt): void {
  if (!node.missing_ok) needed(draft, "OBJECT_FOREIGN_SERVER", node.servername);
  const found = findOther(draft.catalog, mappingName(draft, node.user, node.servername));
  if (found) dropAll(draft, [{ class: "other", oid: found.oid }], false);
}

/** CREATE FOREIGN TABLE: a table that goes with its server. */
export function createForeignTable(draft: Draft, node: CreateForeignTableStmt): void {
  const before = node.base && findRelation(draft.catalog, rangeName(node.base.relation));
  if (before && node.base?.if_not_exists) return;
  const server = needed(draft, "OBJECT_FOREIGN_SERVER", node.servername);
  createTable(draft, node.base ?? {}, "foreign-table");
  const table = findRelation(draft.catalog, rangeName(node.base?.relation));
  if (table && server) draft.depend({ class: "relation", oid: table.oid }, server, "normal");
}

export function createEventTrigger(draft: Draft, node: CreateEventTrigStmt): void {
  const name: OtherName = { type: "OBJECT_EVENT_TRIGGER", name: node.trigname ?? "" };
  const made = makeOther(draft, name, [routineNamed(draft, strings(node.funcname))]);
  const tags = (node.whenclause ?? []).flatMap((each) =>
    "DefElem" in each && each.DefElem.arg && "List" in each.DefElem.arg ? strings(each.DefElem.arg.List.items) : [],
  );
  draft.putOther({ ...made, event: { name: node.eventname ?? "", tags } });
}

export function alterEventTrigger(draft: Draft, node: AlterEventTrigStmt): void {
  const found = findOther(draft.catalog, { type: "OBJECT_EVENT_TRIGGER", name: node.trigname ?? "" });
  if (!found) return;
  const { disabled: _, ...rest } = found;
  // "R" fires in sessions of replication only.
  draft.putOther({ ...rest, ...((node.tgenabled === "D" || node.tgenabled === "R") && { disabled: true }) });
}

/** CREATE LANGUAGE of the one that every database has makes nothing. */
export function createLanguage(draft: Draft, node: CreatePLangStmt): void {
  const name = node.plname ?? "";
  if (name === "plpgsql") return;
  const routines = [node.plhandler, node.plinline, node.plvalidator].map((parts) =>
    routineNamed(draft, strings(parts)),
  );
  makeOther(draft, { type: "OBJECT_LANGUAGE", name }, routines, node.replace ? "welcome" : "refused");
}

export function createCast(draft: Draft, node: CreateCastStmt): void {
  const name = `${typeText(draft.catalog, node.sourcetype)},${typeText(draft.catalog, node.targettype)}`;
  makeOther(draft, { type: "OBJECT_CAST", name }, [
    typeOf(draft, node.sourcetype),
    typeOf(draft, node.targettype),
    routineWith(draft, node.func && { ObjectWithArgs: node.func }),
  ]);
}

export function createTransform(draft: Draft, node: CreateTransformStmt): void {
  const language = findOther(draft.catalog, { type: "OBJECT_LANGUAGE", name: node.lang ?? "" });
  const routines = [node.fromsql, node.tosql].map((each) => routineWith(draft, each && { ObjectWithArgs: each }));
  makeOther(
    draft,
    { type: "OBJECT_TRANSFORM", name: `${typeText(draft.catalog, node.type_name)} ${node.lang ?? ""}` },
    [typeOf(draft, node.type_name), language && { class: "other", oid: language.oid }, ...routines],
    node.replace ? "welcome" : "refused",
  );
}

export function createConversion(draft: Draft, node: CreateConversionStmt): void {
  const name: OtherName = { type: "OBJECT_CONVERSION", ...nameFrom(strings(node.conversion_name)) };
  makeOther(draft, name, [routineNamed(draft, strings(node.func_name))]);
}

export function createOperatorFamily(draft: Draft, node: CreateOpFamilyStmt): void {
  makeOther(draft, { type: "OBJECT_OPFAMILY", ...nameFrom(strings(node.opfamilyname)), detail: node.amname ?? "" }, []);
}

/** CREATE OPERATOR CLASS: without FAMILY it makes one of its name. It goes with its family, and needs its operators. */
export function createOperatorClass(draft: Draft, node: CreateOpClassStmt): void {
  const detail = node.amname ?? "";
  const items = (node.items ?? []).map((each) => memberOf(draft, each));
  const own = nameFrom(strings(node.opclassname));
  const made = makeOther(draft, { type: "OBJECT_OPCLASS", ...own, detail }, [typeOf(draft, node.datatype), ...items]);
  const said = node.opfamilyname && nameFrom(strings(node.opfamilyname));
  const name: OtherName = { type: "OBJECT_OPFAMILY", ...(said ?? own), detail };
  const family = findOther(draft.catalog, name) ?? (said ? undefined : makeOther(draft, name, []));
  if (family) draft.depend({ class: "other", oid: made.oid }, { class: "other", oid: family.oid }, "auto");
}

function memberOf(draft: Draft, node: Node): ObjectAddress | undefined {
  const item = "CreateOpClassItem" in node ? node.CreateOpClassItem : undefined;
  if (!item?.name) return undefined;
  if (item.itemtype === 2) return routineWith(draft, { ObjectWithArgs: item.name });
  const { objname, objargs } = item.name;
  const types = typesText(draft.catalog, objargs);
  const candidates = [...draft.catalog.others.values()].filter(
    (each) => each.type === "OBJECT_OPERATOR" && each.name === nameFrom(strings(objname)).name,
  );
  const found = types === "" ? candidates : candidates.filter((each) => each.detail === types);
  return found[0] && found.length === 1 ? { class: "other", oid: found[0].oid } : undefined;
}

/** CREATE OPERATOR, COLLATION and TEXT SEARCH objects; aggregates and types are others' concern. */
export function createDefined(draft: Draft, node: DefineStmt): void {
  const type = node.kind ?? "OBJECT_TYPE";
  const name = nameFrom(strings(node.defnames));
  if (type === "OBJECT_COLLATION") {
    if (node.if_not_exists && findOther(draft.catalog, { type, ...name })) return;
    makeOther(draft, { type, ...name }, []);
  } else if (type === "OBJECT_OPERATOR") {
    const [left, right] = [typeOption(node.definition, "leftarg"), typeOption(node.definition, "rightarg")];
    const detail = `${typeText(draft.catalog, left)},${typeText(draft.catalog, right)}`;
    const routines = valueOf(node.definition, /^(?:function|procedure)$/).map((parts) => routineNamed(draft, parts));
    makeOther(draft, { type, ...name, detail }, [typeOf(draft, left), typeOf(draft, right), ...routines]);
  } else if (/^OBJECT_TS/.test(type)) {
    const parts = valueOf(node.definition, /^(?:template|parser)$/)[0];
    const kind = type === "OBJECT_TSDICTIONARY" ? "OBJECT_TSTEMPLATE" : "OBJECT_TSPARSER";
    const needs = parts && findOther(draft.catalog, { type: kind, ...nameFrom(parts) });
    const made = makeOther(draft, { type, ...name }, [needs && { class: "other", oid: needs.oid }]);
    copyMappings(draft, made, node);
  }
}

/** ALTER ... RENAME TO and SET SCHEMA of such an object. */
export function changeOther(
  draft: Draft,
  type: ObjectType,
  object: Node | undefined,
  change: { readonly name?: string; readonly schema?: string },
): void {
  const found = findOther(draft.catalog, otherName(draft.catalog, type, object));
  if (!found) return;
  if (draft.catalog.others.has(otherKey({ ...found, ...change })))
    throw new Refused("42710", `"${change.name ?? found.name}" already exists`);
  // What names it goes on meaning it.
  for (const { dependent, on, kind } of usersOfOther(draft.catalog, { class: "other", oid: found.oid }))
    draft.depend(dependent, on, kind);
  draft.putOther({ ...found, ...change });
}

/** The foreign data wrappers that extensions of PostgreSQL itself bring. */
const wrappers: ReadonlySet<string> = new Set(["postgres_fdw", "file_fdw"]);

/** What an extension brings of these, as far as it is known. It goes with it, and not alone. */
export function bringOthers(draft: Draft, extension: string, on: ObjectAddress): void {
  if (!wrappers.has(extension)) return;
  const made = makeOther(draft, { type: "OBJECT_FDW", name: extension }, [], "welcome");
  const kind: Dependency["kind"] = "internal";
  draft.depend({ class: "other", oid: made.oid }, on, kind);
}
