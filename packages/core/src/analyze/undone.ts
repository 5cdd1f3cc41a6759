import type { Migration } from "../source/migration.js";

/**
 * Down migration -> the up migration that it undoes: they have the version in common (the name, where there is no version).
 * Left out are versions of several sections, which only undo each other together.
 */
export function undoneBy(migrations: readonly Migration[]): ReadonlyMap<Migration, Migration> {
  const versions = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const key = migration.version ?? `name ${migration.name}`;
    const known = versions.get(key);
    if (known) known.push(migration);
    else versions.set(key, [migration]);
  }
  const undone = new Map<Migration, Migration>();
  for (const [first, second, ...others] of versions.values()) {
    if (first?.direction === "up" && second?.direction === "down" && others.length === 0) undone.set(second, first);
  }
  return undone;
}
