import type { EditedMigration } from "../rules/step.js";
import type { Changes } from "../source/changes.js";
import { outsideAt } from "../source/marks.js";
import type { Migration, Source } from "../source/migration.js";
import type { Statement } from "../sql/statement.js";
import { LineMap, type Span } from "../text/span.js";
import { UserError } from "../text/user-error.js";
import type { Ran } from "./runner-table.js";

/** Reads a source as the migrations of a framework. */
export type ReadOld = (source: Source, framework: string) => readonly Migration[];

/**
 * The migrations that were released before and are no longer what was released, as git and the runner's table tell. A file
 * that is only somewhere else, under the same version and name, is the same migration.
 */
export function editedMigrations(
  migrations: readonly Migration[],
  { changes, ran }: { readonly changes?: Changes | undefined; readonly ran?: Ran | undefined },
  readOld: ReadOld,
): ReadonlyMap<Migration, EditedMigration> {
  const edited = new Map<Migration, EditedMigration>();
  for (const migration of migrations) {
    if (migration.direction !== "up" || isRepeatable(migration)) continue;
    const found = changes && editedSince(migration, changes, readOld);
    if (found) edited.set(migration, found);
    else if (ran?.edited.has(migration)) {
      const { source } = migration;
      edited.set(migration, {
        by: ran.table.table,
        differs: "checksum",
        path: source.path,
        span: firstLine(source, 0),
      });
    }
  }
  return edited;
}

/** Flyway's repeatable migrations run again whenever they change; that is what they are for. */
function isRepeatable({ framework, version }: Migration): boolean {
  return framework === "flyway" && version === undefined;
}

function editedSince(migration: Migration, changes: Changes, readOld: ReadOld): EditedMigration | undefined {
  const { source } = migration;
  const was = changes.files.get(source.path);
  if (!was) return undefined;
  const { path } = was;
  const old = oldOf(migration, was, readOld);
  const renamed = old === undefined || identity(old) !== identity(migration);
  const by = changes.since;
  if (was.text === source.text && was.bom === source.bom) {
    return renamed ? { by, differs: "name", path, span: firstLine(source, 0) } : undefined;
  }
  // Another version with another text is another migration.
  if (old === undefined || (old.version ?? old.name) !== (migration.version ?? migration.name)) return undefined;
  const statement = firstDifferent(old, migration);
  if (statement) return { by, differs: "statements", path, span: statement };
  const text = unix(was.text) === unix(source.text) ? "line-ends" : "text";
  return { by, differs: renamed ? "name" : text, path, span: firstDifferentLine(was, source) };
}

/**
 * The runners that know a migration by its whole name: prisma `migration_name`, sql-migrate `gorp_migrations.id`,
 * postgres-migrations (the file name is in the hash), Flyway (a description that differs fails its validation), sqitch
 * `changes.change`. The others know it by its version.
 */
const byName: ReadonlySet<string> = new Set(["prisma", "sql-migrate", "postgres-migrations", "flyway", "sqitch"]);

function identity({ framework, name, version }: Migration): string {
  return byName.has(framework) ? name : (version ?? name);
}

/** The migration as it was. A text that cannot be read as one was none that a runner could run. */
function oldOf(migration: Migration, was: Source, readOld: ReadOld): Migration | undefined {
  try {
    return readOld(was, migration.framework).find(({ direction }) => direction === "up");
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Where the statements, or how they run, begin to differ. */
function firstDifferent(old: Migration, now: Migration): Span | undefined {
  const length = Math.max(old.statements.length, now.statements.length);
  for (let at = 0; at < length; at++) {
    const statement = now.statements[at];
    if (statement && sameStatement(old.statements[at], statement)) continue;
    return statement?.span ?? now.statements.at(-1)?.span ?? firstLine(now.source, 0);
  }
  const runsAlike = old.transaction === now.transaction && old.multiStatementQuery === now.multiStatementQuery;
  const samePlaces = now.statements.every(
    ({ span }, at) => !outsideAt(now, span.start) === !outsideAt(old, old.statements[at]?.span.start ?? 0),
  );
  return runsAlike && samePlaces ? undefined : firstDifferentLine(old.source, now.source);
}

function sameStatement(old: Statement | undefined, now: Statement): boolean {
  if (old === undefined) return false;
  if (unix(old.text) === unix(now.text)) return true;
  return old.node !== undefined && now.node !== undefined && meaning(old.node) === meaning(now.node);
}

/** The fields of nodes that tell places: `location`, `stmt_location`, `list_start`, `rexpr_list_end`. */
const places = /^(?:\w+_)?(?:location|len|list_start|list_end)$|^list_(?:start|end)$/;

/** A syntax tree without the places of its parts. Line ends are git's to change (core.autocrlf). */
function meaning(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (places.test(key)) return undefined;
    return typeof value === "string" ? unix(value) : value;
  });
}

function unix(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function firstDifferentLine(was: Source, now: Source): Span {
  const [before, after] = [was, now].map(({ text }) => text.split(/\r?\n/));
  const line = after?.findIndex((each, at) => each !== before?.[at]) ?? 0;
  const lines = new LineMap(now.text);
  return firstLine(now, line > 0 ? lines.lineStart(line + 1) : 0);
}

/** The line of an offset. */
function firstLine({ text }: Source, offset: number): Span {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}
