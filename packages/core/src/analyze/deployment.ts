import { closestMatch } from "leven";
import type { Changes } from "../source/changes.js";
import type { EditedMigration } from "../rules/step.js";
import type { Migration } from "../source/migration.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { editedMigrations, type ReadOld } from "./edited.js";
import { ranMigrations, type ChecksumsOf, type Ran } from "./runner-table.js";
import type { Note } from "./sizes.js";
import type { Statistics } from "./statistics.js";

/**
 * What tells which migrations ship together. The first of `changes`, `released`, `statistics` (with the table of the runner)
 * and `given` that is there decides.
 */
export interface DeploymentOptions {
  /** What changed since a git ref. */
  readonly changes?: Changes;
  /** Version or name of the last migration that is in production. */
  readonly released?: string;
  /** What was collected from the database in production. */
  readonly statistics?: Statistics;
  readonly checksumsOf?: ChecksumsOf;
  /** Paths of the files that were asked for: they are judged, as part of the deployment, also where they are older. */
  readonly given?: ReadonlySet<string>;
}

/** The migrations that ship together, those before them being history, and what of the history is not what was released. */
export interface Shipment {
  readonly shipping: ReadonlySet<Migration>;
  readonly edited: ReadonlyMap<Migration, EditedMigration>;
  /** Whether nothing told what was released, so that everything ships. */
  readonly unknown?: boolean;
}

/**
 * Tells the deployment apart from what was released before.
 * @throws UserError where `released` names no migration, or the runner's table knows none of them.
 */
export function shipmentOf(migrations: readonly Migration[], options: DeploymentOptions, readOld: ReadOld): Shipment {
  const { changes, given, released, statistics } = options;
  const checksumsOf = options.checksumsOf ?? (() => undefined);
  const mustKnow = changes === undefined && released === undefined && given === undefined;
  const ran = statistics && ranMigrations(migrations, statistics.runners, checksumsOf, { mustKnow });
  const edited = editedMigrations(migrations, { changes, ran }, readOld);
  const asked = given ? migrations.filter((migration) => given.has(migration.source.path)) : [];
  if (changes) {
    // Of a file that was asked for git says whether it is new; only where it says nothing the asking decides.
    const others = asked.filter(({ source }) => !changes.files.has(source.path));
    return { edited, shipping: new Set([...migrations.filter((each) => isChanged(each, changes, edited)), ...others]) };
  }
  if (released !== undefined) return { edited, shipping: new Set([...laterThan(released, migrations), ...asked]) };
  if (ran) {
    const pending = migrations.filter((each) => isPending(each, migrations, ran));
    return { edited, shipping: new Set([...pending, ...asked]) };
  }
  return given ? { edited, shipping: new Set(asked) } : { edited, shipping: new Set(migrations), unknown: true };
}

/** That tables in use are taken for new, and empty, where nobody said that they are in production. */
export function notesOnShipment({ shipping, unknown }: Shipment): Note[] {
  const ups = [...shipping].filter(({ direction }) => direction === "up").length;
  if (unknown !== true || ups < 2) return [];
  const text = msg`Nothing tells what was released: all ${ups} migrations count as one deployment, so that their tables count as new. Name a git ref with --since, or set migrations.released.`;
  return [{ reason: "released-unknown", text }];
}

/** A down migration ships with its up migration. */
function isPending(migration: Migration, migrations: readonly Migration[], { released }: Ran): boolean {
  if (migration.direction === "up") return !released.has(migration);
  const same = (up: Migration): boolean =>
    up.version === migration.version && withoutDirection(up.name) === withoutDirection(migration.name);
  return !migrations.some((up) => up.direction === "up" && same(up) && released.has(up));
}

/** Files of no known framework are named with their direction: "1_a-up" and "1_a_down". */
function withoutDirection(name: string): string {
  return name.replace(/[._-](?:up|down)$/, "");
}

/** Whether a migration was asked for; all were where no files were given. */
export function isAsked({ source }: Migration, { given }: DeploymentOptions): boolean {
  return given?.has(source.path) ?? true;
}

/** New, or with other statements than at the ref; a file that was only renamed or commented on is no new migration. */
function isChanged(migration: Migration, { files }: Changes, edited: ReadonlyMap<Migration, EditedMigration>): boolean {
  const { source } = migration;
  if (!files.has(source.path)) return false;
  const known = edited.get(migration);
  return known ? known.differs === "statements" : files.get(source.path)?.text !== source.text;
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
