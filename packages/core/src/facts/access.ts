import type { Node, RoleSpec, VariableSetStmt } from "@pgsql/types";
import { strings } from "../catalog/names.js";
import type { Break } from "./facts.js";
import { settingValue } from "./settings.js";

/** Who loses what, of those who use a role, a database or the server. */
export type Denied = Pick<Break, "who"> | undefined;

/** A role as breaks name it. "PUBLIC", CURRENT_USER and the like have no name of their own. */
export function roleKey(role: RoleSpec | undefined): string {
  if (role === undefined) return "all roles";
  return role.rolename === undefined ? "the role that migrates" : `role ${role.rolename}`;
}

export function databaseKey(name: string | undefined): string {
  return `database ${name ?? ""}`;
}

/** What all sessions of the server have in common. */
export const theServer = "the server";

const yes = /^(?:on|true|yes|1|t|y|tr|tru|ye)$/i;

/** ALTER ROLE, ALTER DATABASE or ALTER SYSTEM ... SET: later sessions of them cannot write (measured on 14 to 18). */
export function deniedBySetting(change: VariableSetStmt | undefined): Denied {
  if (change?.kind !== "VAR_SET_VALUE") return undefined;
  const readOnly = (change.name ?? "").toLowerCase() === "default_transaction_read_only";
  return readOnly && yes.test(settingValue(change)) ? { who: "writers" } : undefined;
}

/** As many connections as a server takes that nobody set up otherwise. */
const usualConnections = 100;

/** Where clients find a server, and whom it lets in. */
const doors: ReadonlySet<string> = new Set([
  ...["port", "hba_file", "ident_file", "unix_socket_directories", "unix_socket_permissions", "unix_socket_group"],
  "ssl",
]);

/** ALTER SYSTEM SET: fewer connections than usual, other doors, or no writes, from the next start or reload on. */
export function deniedByServer(change: VariableSetStmt | undefined): Denied {
  if (change?.kind !== "VAR_SET_VALUE") return undefined;
  const name = (change.name ?? "").toLowerCase();
  const value = settingValue(change);
  const fewer = name === "max_connections" && !(Number(value) >= usualConnections);
  const inner = name === "listen_addresses" && !value.includes("*");
  return fewer || inner || doors.has(name) ? { who: "both" } : deniedBySetting(change);
}

/** Options of ALTER ROLE and ALTER DATABASE after which sessions are refused, or may do less. */
export function deniedByOptions(options: readonly Node[] | undefined): Denied {
  return (options ?? []).some(isDenying) ? { who: "both" } : undefined;
}

/** Attributes of a role that let it do what others may not. */
const rights = /^(?:canlogin|superuser|bypassrls|isreplication|allow_connections)$/;

function isDenying(node: Node): boolean {
  if (!("DefElem" in node)) return false;
  const { defname = "", arg } = node.DefElem;
  if (rights.test(defname)) return isFalse(arg);
  if (/^(?:connectionlimit|connection_limit)$/.test(defname))
    return arg !== undefined && "Integer" in arg && (arg.Integer.ival ?? 0) === 0;
  // Sessions begin with the password that the application has; from this time on with none.
  if (defname === "password") return true;
  return defname === "validUntil" && !/^\+?infinity$/i.test(strings(arg ? [arg] : []).join(""));
}

function isFalse(arg: Node | undefined): boolean {
  if (!arg) return false;
  if ("Boolean" in arg) return arg.Boolean.boolval !== true;
  if ("Integer" in arg) return (arg.Integer.ival ?? 0) === 0;
  return "String" in arg && /^(?:false|off|no|f|n|0)$/i.test(arg.String.sval ?? "");
}
