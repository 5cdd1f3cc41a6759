import type {
  AlterDatabaseSetStmt,
  AlterRoleSetStmt,
  CreateRoleStmt,
  CreatedbStmt,
  VariableSetStmt,
} from "@pgsql/types";
import type { Catalog } from "./catalog.js";
import { evaluate } from "./program/value.js";
import type { Draft } from "./draft.js";

type Defaults = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** CREATE ROLE, CREATE USER: nobody uses it yet. */
export function createRole(draft: Draft, { role }: CreateRoleStmt): void {
  share(draft, `role ${role ?? ""}`);
}

export function createDatabase(draft: Draft, { dbname }: CreatedbStmt): void {
  share(draft, `database ${dbname ?? ""}`);
}

function share(draft: Draft, name: string): void {
  const { shared } = draft.catalog;
  if (!shared?.has(name)) draft.update({ shared: new Map([...(shared ?? []), [name, draft.newOid()]]) });
}

/** ALTER DATABASE ... SET: for later sessions of the database, which is taken to be the one that is migrated. */
export function setDatabaseDefault(draft: Draft, { setstmt }: AlterDatabaseSetStmt): void {
  setDefault(draft, "database", setstmt);
}

/** ALTER ROLE ... SET: for later sessions of all roles, of the one that migrates, or of one by its name. */
export function setRoleDefault(draft: Draft, { role, setstmt }: AlterRoleSetStmt): void {
  const named = role?.rolename !== undefined && role.rolename === draft.catalog.migrator;
  const own = named || role?.roletype === "ROLESPEC_CURRENT_USER" || role?.roletype === "ROLESPEC_SESSION_USER";
  setDefault(draft, role === undefined ? "all" : own ? "user" : `role ${role.rolename ?? ""}`, setstmt);
}

function setDefault(draft: Draft, whose: string, change: VariableSetStmt | undefined): void {
  if (!change) return;
  const settings = new Map(draft.catalog.defaults?.get(whose));
  const name = (change.name ?? "").toLowerCase();
  if (change.kind === "VAR_RESET_ALL") settings.clear();
  else if (change.kind === "VAR_SET_VALUE")
    settings.set(name, (change.args ?? []).map((arg) => evaluate(arg, { scope: new Map() }) ?? "").join(", "));
  else settings.delete(name);
  const defaults: Defaults = new Map([...(draft.catalog.defaults ?? []), [whose, settings]]);
  draft.update({ defaults });
}

const none: ReadonlyMap<string, string> = new Map();

/**
 * The settings that a new session of the one who migrates starts with, as far as the history tells: the role's before the
 * database's before those of all roles (manual, ALTER ROLE; the real-server test compares). Of roles by name only
 * the one counts that is told to migrate.
 */
export function sessionDefaults({ defaults }: Catalog): ReadonlyMap<string, string> {
  if (!defaults) return none;
  return new Map(["all", "database", "user"].flatMap((whose) => [...(defaults.get(whose) ?? [])]));
}
