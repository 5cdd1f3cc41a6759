import type { DeallocateStmt, DiscardStmt, Node, PrepareStmt, SelectStmt, VariableSetStmt } from "@pgsql/types";
import type { Session } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { splitIdentifier } from "./expression.js";
import { strings } from "./names.js";
import { dropAll } from "./remove.js";

/** The search path of a new session, without "$user", which no history has. */
const defaultPath = ["public"];

function textOf(node: Node): string {
  if (!("A_Const" in node)) return "";
  const { sval, ival, fval, boolval } = node.A_Const;
  if (sval) return sval.sval ?? "";
  if (ival) return String(ival.ival ?? 0);
  if (fval) return fval.fval ?? "";
  return boolval ? String(boolval.boolval === true) : "";
}

function pathOf(names: readonly string[]): string[] {
  return names.filter((name) => name !== "" && name !== "$user");
}

/** SET and RESET of any setting, of the search path and of the role. SET LOCAL counts as SET: who replays undoes it. */
export function setVariable(draft: Draft, node: VariableSetStmt): void {
  const name = (node.name ?? "").toLowerCase();
  const values = node.kind === "VAR_SET_VALUE" ? (node.args ?? []).map(textOf) : undefined;
  if (node.kind === "VAR_RESET_ALL") {
    change(draft, { searchPath: defaultPath, settings: new Map() });
    return;
  }
  if (node.kind === "VAR_SET_CURRENT" || node.kind === "VAR_SET_MULTI") return;
  if (name === "search_path") change(draft, { searchPath: values ? pathOf(values) : defaultPath });
  else if (name === "role") setRole(draft, values?.[0]);
  else if (name === "session_authorization") setUser(draft, values?.[0]);
  setSetting(draft, name, values?.join(", "));
}

function change(draft: Draft, fields: Partial<Session>): void {
  draft.update({ session: { ...draft.catalog.session, ...fields } });
}

/** SET ROLE; NONE and RESET give back the role of the session, where it is known. */
function setRole(draft: Draft, role: string | undefined): void {
  const { role: _, ...rest } = draft.catalog.session;
  const next = role === undefined || role === "none" ? (rest.user ?? draft.catalog.migrator) : role;
  draft.update({ session: next === undefined ? rest : { ...rest, role: next } });
}

/** SET SESSION AUTHORIZATION: the role of the session, which RESET ROLE then gives back. */
function setUser(draft: Draft, user: string | undefined): void {
  const { user: _, ...rest } = draft.catalog.session;
  draft.update({ session: user === undefined ? rest : { ...rest, user } });
  setRole(draft, undefined);
}

function setSetting(draft: Draft, name: string, value: string | undefined): void {
  const settings = new Map(draft.catalog.session.settings);
  if (value === undefined) settings.delete(name);
  else settings.set(name, value);
  change(draft, { settings });
}

/** SELECT set_config('search_path', ...), which every pg_dump begins with. */
export function setConfig(draft: Draft, node: SelectStmt): void {
  for (const target of node.targetList ?? []) {
    const call =
      "ResTarget" in target && target.ResTarget.val && "FuncCall" in target.ResTarget.val
        ? target.ResTarget.val.FuncCall
        : undefined;
    if (!call || strings(call.funcname).at(-1) !== "set_config") continue;
    const [name, value] = (call.args ?? []).map(textOf);
    if (name === undefined || value === undefined) continue;
    if (name.toLowerCase() === "search_path")
      change(draft, { searchPath: pathOf(value.split(",").flatMap(splitIdentifier)) });
    setSetting(draft, name.toLowerCase(), value);
  }
}

/** DISCARD ALL and DISCARD TEMP. */
export function discard(draft: Draft, node: DiscardStmt): void {
  if (node.target === "DISCARD_ALL") {
    draft.update({ session: { searchPath: defaultPath, settings: new Map() } });
    setRole(draft, undefined);
  }
  if (node.target !== "DISCARD_ALL" && node.target !== "DISCARD_TEMP") return;
  const temporary = draft.catalog.relations
    .values()
    .filter((relation) => relation.schema === "pg_temp" && !relation.index);
  dropAll(
    draft,
    temporary.map(({ oid }) => ({ class: "relation", oid })),
    true,
  );
}

/** PREPARE: the query is kept for EXECUTE. */
export function prepare(draft: Draft, { name = "", query }: PrepareStmt): void {
  const { prepared } = draft.catalog.session;
  if (prepared?.has(name)) throw new Refused("42P05", `prepared statement "${name}" already exists`);
  if (query) change(draft, { prepared: new Map([...(prepared ?? []), [name, query]]) });
}

/** DEALLOCATE of one, or of all. */
export function deallocate(draft: Draft, { name }: DeallocateStmt): void {
  const prepared = new Map(name === undefined ? [] : draft.catalog.session.prepared);
  prepared.delete(name ?? "");
  change(draft, { prepared });
}
