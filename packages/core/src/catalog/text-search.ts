import type { AlterTSConfigurationStmt, DefineStmt, Node } from "@pgsql/types";
import type { ObjectAddress, Oid, OtherObject } from "./catalog.js";
import type { Draft } from "./draft.js";
import { nameFrom, objectParts, strings } from "./names.js";
import { findOther } from "./others.js";

/** ALTER TEXT SEARCH CONFIGURATION ADD, ALTER and DROP MAPPING: the configuration needs the dictionaries that it maps to. */
export function alterConfiguration(draft: Draft, node: AlterTSConfigurationStmt): void {
  const found = findOther(draft.catalog, { type: "OBJECT_TSCONFIGURATION", ...nameFrom(strings(node.cfgname)) });
  if (!found) return;
  const tokens = strings(node.tokentype);
  const dictionaries = (node.dicts ?? []).map((each) => dictionaryOf(draft, each));
  const mappings = new Map(found.mappings);
  if (node.kind === "ALTER_TSCONFIG_DROP_MAPPING") for (const token of tokens) mappings.delete(token);
  else if (node.replace) {
    const [from = "", to = ""] = dictionaries;
    for (const [token, known] of mappings)
      if (tokens.length === 0 || tokens.includes(token))
        mappings.set(
          token,
          known.map((each) => (each === from ? to : each)),
        );
  } else for (const token of tokens) mappings.set(token, dictionaries);
  remember(draft, found, mappings);
}

/** CREATE TEXT SEARCH CONFIGURATION (COPY = ...) takes the mappings over. */
export function copyMappings(draft: Draft, made: OtherObject, node: DefineStmt): void {
  for (const each of node.definition ?? []) {
    if (!("DefElem" in each) || each.DefElem.defname !== "copy") continue;
    const from = findOther(draft.catalog, {
      type: "OBJECT_TSCONFIGURATION",
      ...nameFrom(objectParts(each.DefElem.arg)),
    });
    if (from?.mappings) remember(draft, made, from.mappings);
  }
}

/** By its oid; one of the server's own, which the history does not make, by its name. */
function dictionaryOf(draft: Draft, node: Node): Oid | string {
  return (
    findOther(draft.catalog, { type: "OBJECT_TSDICTIONARY", ...nameFrom(objectParts(node)) })?.oid ??
    objectParts(node).join(".")
  );
}

function remember(
  draft: Draft,
  configuration: OtherObject,
  mappings: ReadonlyMap<string, readonly (Oid | string)[]>,
): void {
  const address: ObjectAddress = { class: "other", oid: configuration.oid };
  const kept = (draft.catalog.dependencies.get(`other:${configuration.oid}`) ?? []).filter(
    ({ on }) => ![...(configuration.mappings?.values() ?? [])].flat().includes(on.oid),
  );
  draft.independ(address);
  for (const { on, kind } of kept) draft.depend(address, on, kind);
  for (const oid of [...mappings.values()].flat())
    if (typeof oid === "number") draft.depend(address, { class: "other", oid }, "normal");
  draft.putOther({ ...configuration, mappings });
}
