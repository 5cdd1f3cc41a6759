import type { Statistics } from "./statistics.js";

/** What ALTER ROLE or ALTER DATABASE ... SET gives to the sessions of a role in a database; of all where one is left out. */
export interface RoleSettings {
  readonly role?: string | undefined;
  readonly database?: string | undefined;
  /** By their names in lower case, the values as they were written. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The settings with which the sessions of a role begin: those for the role in this database before those for the role, the
 * database and all (PostgreSQL, ALTER ROLE; the real-server test compares). What nobody set is as for the role that asked,
 * unless that role has a value of its own: then nobody knows, and the setting is left out.
 */
export function roleSettings(statistics: Statistics, role: string | undefined): Readonly<Record<string, string>> {
  const { settings, roles = [] } = statistics;
  if (role === undefined || role === statistics.role) return settings;
  const of = (whose: string): readonly RoleSettings[] => roles.filter((each) => each.role === whose);
  const own = new Set(of(statistics.role).flatMap((each) => Object.keys(each.settings)));
  const shared = Object.fromEntries(Object.entries(settings).filter(([name]) => !own.has(name)));
  return roles
    .filter((each) => each.role === undefined || each.role === role)
    .toSorted((a, b) => precedence(a) - precedence(b))
    .reduce((all, each) => ({ ...all, ...each.settings }), shared);
}

function precedence({ role, database }: RoleSettings): number {
  return (role === undefined ? 0 : 2) + (database === undefined ? 0 : 1);
}
