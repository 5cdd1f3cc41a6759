import { closestMatch } from "leven";
import type { Changes } from "../source/changes.js";
import type { Migration } from "../source/migration.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";

/** What tells which migrations ship together. The first of `changes`, `released` and `given` that is there decides. */
export interface DeploymentOptions {
  /** What changed since a git ref. */
  readonly changes?: Changes;
  /** Version or name of the last migration that is in production. */
  readonly released?: string;
  /** Paths of the files that were asked for: they are judged, as part of the deployment, also where they are older. */
  readonly given?: ReadonlySet<string>;
}

/** The migrations that ship together; those before them are history. */
export function shippingOf(migrations: readonly Migration[], options: DeploymentOptions): ReadonlySet<Migration> {
  const { changes, given, released } = options;
  const asked = given ? migrations.filter((migration) => given.has(migration.source.path)) : [];
  if (changes) {
    // Of a file that was asked for git says whether it is new; only where it says nothing the asking decides.
    const others = asked.filter(({ source }) => !changes.files.has(source.path));
    return new Set([...migrations.filter((migration) => isChanged(migration, changes)), ...others]);
  }
  if (released !== undefined) return new Set([...laterThan(released, migrations), ...asked]);
  return new Set(given ? asked : migrations);
}

/** Whether a migration was asked for; all were where no files were given. */
export function isAsked({ source }: Migration, { given }: DeploymentOptions): boolean {
  return given?.has(source.path) ?? true;
}

/** New, or with another text than at the ref; a file that was only renamed is no new migration. */
function isChanged({ source }: Migration, { files }: Changes): boolean {
  if (!files.has(source.path)) return false;
  return files.get(source.path)?.text !== source.text;
}

function laterThan(released: string, migrations: readonly Migration[]): readonly Migration[] {
  const last = migrations.findLastIndex((migration) => migration.version === released || migration.name === released);
  if (last !== -1) return migrations.slice(last + 1);
  const close = closestMatch(
    released,
    migrations.map((migration) => migration.name),
  );
  throw new UserError(msg`The released migration "${released}" is not among the migrations.`, {
    hint: close === undefined ? msg`Name the version or the name of a migration.` : msg`Did you mean "${close}"?`,
  });
}
