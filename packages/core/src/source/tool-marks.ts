import type { Around } from "./around.js";
import type { Section } from "./framework.js";
import { markerLines, partsAt, sectionOf } from "./marked-sections.js";
import type { Direction } from "./migration.js";

/**
 * The sections of a file that has the marks of a tool whose files are else named as anybody's; undefined where it has none.
 *
 * node-pg-migrate: `-- Up Migration` and `-- Down Migration`, both, and the first line of each counts (src/sqlMigration.ts); all pending
 * files in one transaction. Play evolutions: `# --- !Ups` and `# --- !Downs` (EvolutionsApi.scala: a line that begins with # or
 * -- and holds the word). MyBatis Migrations: `-- //@UNDO` (MigrationReader.java). Liquibase: each `--changeset` after
 * `--liquibase formatted sql` is a transaction, unless it says `runInTransaction:` and a word that is not "true"; in quotes or after a
 * space it says nothing (run with 4.33.0). Its rollbacks are comments. Atlas:
 * `-- atlas:txmode none` at the top leaves the transaction of the file, any other mode says that there is one.
 */
export function toolSections(text: string): readonly Section[] | undefined {
  return changesets(text) ?? halves(text, nodePgMigrate) ?? halves(text, play) ?? halves(text, myBatis) ?? atlas(text);
}

/**
 * Whether a file without marks is one of a tool that runs each in a transaction, as others in its folder show: MyBatis does so where
 * nothing undoes a file, Liquibase makes one changeset of it (includeAll; both were run).
 */
export function isBesideMarked(around: Around): boolean {
  return around.holds(myBatis.down) !== undefined || around.holds(withChangeset) !== undefined;
}

const withChangeset = /^\s*--[^\S\n]*liquibase formatted sql[\s\S]*\n[^\S\n]*--[^\S\n]*changeset\s/i;
const formattedSql = /^\s*--[^\S\n]*liquibase formatted sql/i;

interface Halves {
  readonly up: RegExp | undefined;
  readonly down: RegExp;
  readonly transaction: Section["transaction"];
}

const nodePgMigrate: Halves = {
  up: /^[^\S\n]*--[^\S\n-]*-*[^\S\n]*up[^\S\n]+migration[^\r\n]*/im,
  down: /^[^\S\n]*--[^\S\n-]*-*[^\S\n]*down[^\S\n]+migration[^\r\n]*/im,
  transaction: "batch",
};
const play: Halves = {
  up: /^(?:#|--)[^\r\n]*!Ups[^\r\n]*/m,
  down: /^(?:#|--)[^\r\n]*!Downs[^\r\n]*/m,
  transaction: "file",
};
const myBatis: Halves = { up: undefined, down: /^[^\S\n]*--[^\S\n]*\/\/[^\r\n]*@UNDO[^\r\n]*/m, transaction: "file" };

/**
 * A text that lines cut into what goes up and what goes down. A tool with two lines is told by both of them: a remark about a
 * down migration does not hide what follows it.
 */
function halves(text: string, { up, down, transaction }: Halves): readonly Section[] | undefined {
  const [first, second] = [up && placeOf(text, up), placeOf(text, down)];
  if (!second || (up && !first)) return undefined;
  const part = (direction: Direction, start: number, end: number): Section => ({
    direction,
    span: { start, end },
    transaction,
    multiStatementQuery: false,
  });
  if (first && first.start > second.start)
    return [part("up", first.next, text.length), part("down", second.next, first.start)];
  // Only remarks may stand before the line; SQL there is judged with what goes up.
  const before = text.slice(0, first?.start ?? 0).replace(/^(?:#|--).*$/gm, "");
  const start = before.trim() === "" ? (first?.next ?? 0) : 0;
  return [part("up", start, second.start), part("down", second.next, text.length)];
}

function placeOf(text: string, mark: RegExp): { readonly start: number; readonly next: number } | undefined {
  const found = mark.exec(text);
  return found ? { start: found.index, next: found.index + found[0].length } : undefined;
}

/** Liquibase's changesets; what stands before the first one is judged with it. */
function changesets(text: string): readonly Section[] | undefined {
  if (!formattedSql.test(text)) return undefined;
  const lines = markerLines(text, /^[^\S\n]*--[^\S\n]*changeset([^\S\n][^\r\n]*)$/gim);
  if (lines.length === 0) return undefined;
  const parts = partsAt(
    text,
    lines.map((line) => ({ direction: "up", options: line.words, line })),
  );
  return parts.map((part, at) =>
    sectionOf(
      at === 0 ? { ...part, span: { start: 0, end: part.span.end } } : part,
      (/\brunInTransaction:(\w+)/i.exec(part.options)?.[1] ?? "true").toLowerCase() === "true",
    ),
  );
}

function atlas(text: string): readonly Section[] | undefined {
  const mode = /^--[^\S\n]*atlas:txmode[^\S\n]+(\w+)/m.exec(text)?.[1];
  if (mode === undefined) return undefined;
  return [sectionOf({ direction: "up", options: "", span: { start: 0, end: text.length } }, mode !== "none")];
}
