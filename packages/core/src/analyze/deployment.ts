import { closestMatch } from "leven";
import type { Changes } from "../source/changes.js";
import type { EditedMigration } from "../rules/step.js";
import type { Framework } from "../source/framework.js";
import type { Migration } from "../source/migration.js";
import { compareVersions } from "../source/order.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import { frameworkNamed } from "../source/read-migrations.js";
import { editedMigrations, type ReadOld } from "./edited.js";
import type { NotRead } from "./not-known.js";
import { ranMigrations, type ChecksumsOf, type Ran } from "./runner-table.js";
import type { Note } from "./statistics/sizes.js";
import type { Statistics } from "./statistics/statistics.js";

/**
 * What tells which migrations ship together. The first of `changes`, `released` and `statistics` (with the table of the
 * runner) that is there decides. Where none is, each file is a deployment of its own, after what stands before it.
 */
export interface DeploymentOptions {
  /** What changed since a git ref. */
  readonly changes?: Changes | undefined;
  /** Version or name of the last migration that is in production; "none" where none is yet. */
  readonly released?: string | undefined;
  /** What was collected from the database in production. */
  readonly statistics?: Statistics | undefined;
  readonly checksumsOf?: ChecksumsOf | undefined;
  /** Paths of the files that were asked for: they choose what is judged and shown, never what counts as new. */
  readonly given?: ReadonlySet<string> | undefined;
  /** Those of them that a person named, or is looking at: what they do is told, released or not. */
  readonly named?: ReadonlySet<string> | undefined;
  /** Paths of files that nobody can have run yet: new in what is staged, or not saved. They ship, also before `released`. */
  readonly added?: ReadonlySet<string> | undefined;
}

/** The migrations that ship, those before them being history, and what of the history is not what was released. */
export interface Shipment {
  /** Those that ship together. */
  readonly shipping: ReadonlySet<Migration>;
  /** Those that are judged as if each file were a deployment of its own: what it makes is not new for the others. */
  readonly alone: ReadonlySet<Migration>;
  /** Those of `alone` of which nothing tells whether they were released. */
  readonly untold: ReadonlySet<Migration>;
  readonly edited: ReadonlyMap<Migration, EditedMigration>;
}

/**
 * Tells the deployment apart from what was released before.
 * @throws UserError where `released` names no migration, or the runner's table knows none of them.
 */
export function shipmentOf(migrations: readonly Migration[], options: DeploymentOptions, readOld: ReadOld): Shipment {
  const { changes, added, released, statistics } = options;
  const checksumsOf = options.checksumsOf ?? (() => undefined);
  const mustKnow = changes === undefined && released === undefined && options.given === undefined;
  const ran = statistics && ranMigrations(migrations, statistics.runners, checksumsOf, { mustKnow });
  const edited = editedMigrations(migrations, { changes, ran }, readOld);
  const isAdded = ({ source }: Migration): boolean => added?.has(source.path) ?? false;
  const told = (isNew: (migration: Migration) => boolean): Shipment => ({
    ...{ edited, alone: new Set(), untold: new Set() },
    shipping: new Set(migrations.filter(isNew)),
  });
  if (changes) {
    // An edited migration was released with other statements: what it makes is not new.
    const reworked = migrations.filter((each) => edited.get(each)?.differs === "statements");
    const untold = migrations.filter(({ source }) => changes.unknown?.has(source.path));
    const alone = new Set([...reworked, ...untold]);
    const shipping = new Set(migrations.filter((each) => !alone.has(each) && isChanged(each, changes, edited)));
    return { edited, shipping, alone, untold: new Set(untold.filter((each) => isAsked(each, options))) };
  }
  if (released !== undefined) {
    const later = new Set(laterThan(released, migrations));
    // Where the released one itself is added, a project is imported, with what it has in production.
    const isImport = migrations.some((each) => !later.has(each) && isAdded(each) && isNamed(each, released));
    return told((each) => later.has(each) || (!isImport && isAdded(each)));
  }
  if (ran) return told((each) => isPending(each, migrations, ran));
  const untold = new Set(migrations.filter((each) => isAsked(each, options) && !isAdded(each)));
  return { edited, shipping: new Set(migrations.filter(isAdded)), alone: untold, untold };
}

/** So many of the newest files are shown in full and count where nothing tells what was released. */
export const newestShown = 10;

/**
 * The migrations before the newest ones, where nothing tells what was released: most of them have run long ago, so their
 * findings are only counted. A down migration goes with its up migration.
 */
export function olderOf(migrations: readonly Migration[], { untold }: Shipment): ReadonlySet<Migration> {
  const ups = migrations.filter((each) => each.direction === "up" && untold.has(each));
  const files = [...new Set(ups.map(({ source }) => source))];
  const first = files.at(-newestShown);
  if (first === undefined || files.length <= newestShown) return new Set();
  const from = migrations.findIndex(({ source }) => source === first);
  return new Set(migrations.slice(0, from).filter((each) => untold.has(each)));
}

/** A new migration that stands before a released one of its folder. */
interface Late {
  readonly each: Migration;
  /** The path of the last one that is released. */
  readonly later: string;
  /** What its runner does with it, where that is known. */
  readonly does: Framework["late"];
}

function lateOnes(migrations: readonly Migration[], { shipping, alone, edited }: Shipment): Late[] {
  const last = new Map<string, number>();
  const isUp = ({ direction, version }: Migration): boolean => direction === "up" && version !== undefined;
  for (const [at, each] of migrations.entries())
    if (isUp(each) && !shipping.has(each) && !alone.has(each)) last.set(folderOfUnit(each), at);
  return migrations.flatMap((each, at) => {
    const after = last.get(folderOfUnit(each)) ?? -1;
    if (!isUp(each) || !shipping.has(each) || edited.has(each) || at >= after) return [];
    return [{ each, later: migrations[after]?.source.path ?? "", does: frameworkNamed(each.framework).late }];
  });
}

/** Those of which nobody knows what their runner does with them: it may never run them. */
function outOfOrder(migrations: readonly Migration[], shipment: Shipment): Note[] {
  const before = lateOnes(migrations, shipment).filter(({ does }) => does === undefined);
  const [first] = before;
  if (!first) return [];
  const names = [...new Set(before.map(({ each }) => each.source.path))];
  const files = names.length > 3 ? `${names.slice(0, 3).join(", ")}, ...` : names.join(", ");
  const text = msg`New, but before ${first.later}, which is released: ${files}. A runner may skip or refuse such a file, or run it after the later one. Give it a later version.`;
  return [{ reason: "out-of-order", text }];
}

/** Those that their runner is known not to run: what they are for is never done, and the release is not what was judged. */
export function neverRun(migrations: readonly Migration[], shipment: Shipment): NotRead[] {
  const told = new Map<string, NotRead>();
  for (const { each, later, does } of lateOnes(migrations, shipment)) {
    const { path } = each.source;
    if (does === undefined || told.has(path)) continue;
    const text =
      does === "skipped"
        ? msg`${each.framework} never runs this file: it is new, and stands before ${later}, which is released. Give it a later version.`
        : msg`${each.framework} refuses this file unless it is told otherwise: it is new, and stands before ${later}, which is released. Give it a later version.`;
    told.set(path, { path, why: "never-run", text, ships: true });
  }
  return [...told.values()];
}

/**
 * The migrations in the order in which a database that has the released ones runs them: a new one before a released one runs
 * after it, if its runner does not skip it.
 */
export function asTheyRun(migrations: readonly Migration[], { shipping, alone }: Shipment): readonly Migration[] {
  const last = new Map<string, Migration>();
  for (const each of migrations)
    if (each.direction === "up" && !shipping.has(each) && !alone.has(each)) last.set(folderOfUnit(each), each);
  const seen = new Set<Migration>();
  const late = new Map<Migration, Migration[]>();
  const order: Migration[] = [];
  for (const each of migrations) {
    const after = last.get(folderOfUnit(each));
    seen.add(each);
    if (after && shipping.has(each) && !seen.has(after) && frameworkNamed(each.framework).late !== "skipped")
      late.set(after, [...(late.get(after) ?? []), each]);
    else order.push(each);
  }
  return late.size === 0 ? migrations : order.flatMap((each) => [each, ...(late.get(each) ?? [])]);
}

/** The folder of a migration, above its own where it is one. */
function folderOfUnit({ framework, source: { path } }: Migration): string {
  const parts = path.split("/").slice(0, -1);
  const isFolder = /(?:^|\/)(?:up|migration)\.sql$/i.test(path);
  return `${framework} ${(isFolder ? parts.slice(0, -1) : parts).join("/")}`;
}

/** That nobody said what is in production, so that each file is judged by itself; said before anything else. */
export function notesOnShipment(
  migrations: readonly Migration[],
  shipment: Shipment,
  older: ReadonlySet<Migration>,
  { named, changes }: DeploymentOptions,
): Note[] {
  const { shipping, alone, untold, edited } = shipment;
  const isRest = (each: Migration): boolean => !shipping.has(each) && !alone.has(each) && !edited.has(each);
  const rest = named ? filesOf(migrations.filter((each) => named.has(each.source.path) && isRest(each))) : 0;
  const released = msg`${rest} of the files that were named are released, and so not judged.`;
  const files = filesOf(untold);
  return [
    ...(changes ? unknownToGit(files, changes.since) : nothingTold(files, filesOf(older))),
    ...(rest > 0 ? [{ reason: "released" as const, text: released }] : []),
    ...outOfOrder(migrations, shipment),
  ];
}

function nothingTold(files: number, older: number): Note[] {
  // A lone file is judged after what stands before it, whatever is released.
  if (files < 2) return [];
  const each = msg`It is not known what was released: each of the ${files} {0, plural, one {file} other {files}} is judged as a deployment of its own, after the files before it.`;
  const how = msg`Write "released: NAME" (the last migration in production) under "migrations" in release-gate.yaml, or name a git ref with --since.`;
  const counted = msg`The newest ${newestShown} count and are shown; of the ${older} before them the findings are only counted.`;
  return [{ reason: "released-unknown", text: older === 0 ? msg`${each} ${how}` : msg`${each} ${counted} ${how}` }];
}

function unknownToGit(files: number, since: string): Note[] {
  if (files === 0) return [];
  const text = msg`git does not know ${files} of the files, so it cannot tell whether ${since} has them: each is judged as a deployment of its own.`;
  return [{ reason: "released-unknown", text }];
}

/** How many files the up migrations are in. */
function filesOf(migrations: Iterable<Migration>): number {
  return new Set([...migrations].filter(({ direction }) => direction === "up").map(({ source }) => source)).size;
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

/** "none" says that nothing is in production, where no migration is called so. */
function laterThan(released: string, migrations: readonly Migration[]): readonly Migration[] {
  const last = migrations.findLastIndex((migration) => isNamed(migration, released));
  if (last !== -1) return migrations.slice(last + 1);
  if (released === "none") return migrations;
  const close = closestMatch(
    released,
    migrations.map((migration) => migration.name),
  );
  throw new UserError(msg`The released migration "${released}" is not among the migrations.`, {
    hint: close === undefined ? msg`Name the version or the name of a migration.` : msg`Did you mean "${close}"?`,
  });
}

/** A migration is named by its version ("000118", and "118" as well), its name, its file or its path. */
function isNamed({ version, name, source }: Migration, released: string): boolean {
  if (version === released || name === released) return true;
  if (source.path === released || source.path.endsWith(`/${released}`)) return true;
  const isNumber = /^\d+(?:[._]\d+)*$/;
  return (
    version !== undefined && isNumber.test(released) && isNumber.test(version) && !compareVersions(version, released)
  );
}
