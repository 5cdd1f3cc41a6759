import { pathParts, type Framework } from "./framework.js";
import { blocksBetween, orWhole } from "./goose.js";
import { markerLines, partsAt, sectionOf } from "./marked-sections.js";

const markers = /^-- \+migrate ([^\r\n]*)/gm;

/**
 * sql-migrate: sections by `-- +migrate Up` and `Down`; all up sections of a file are run in one transaction, unless one of
 * their lines says `notransaction`. Every statement is sent alone, a `StatementBegin` block as one query. In rubenv/sql-migrate:
 * sqlparse/sqlparse.go (markers, case matters), migrate.go (Less: by leading number, then by name; the whole name is the id).
 */
export const sqlMigrate: Framework = {
  name: "sql-migrate",
  profile: {
    files: "`<n>.sql` with `-- +migrate Up` and `-- +migrate Down`",
    order: "by leading number, then by name",
    transaction: "all up sections of a file",
    outside: "`-- +migrate Up notransaction`",
  },
  leaving: { write: "-- +migrate Up notransaction", alone: false },
  recognise(path) {
    const { file } = pathParts(path);
    if (!file.endsWith(".sql")) return undefined;
    return { name: file.slice(0, -".sql".length), version: /^\d+/.exec(file)?.[0] };
  },
  seen: (around) => around.holds(/^-- \+migrate Up\b/m),
  sections(source) {
    const lines = markerLines(source.text, markers);
    const opening = lines.flatMap((line) => {
      const [word, ...options] = line.words.split(/\s+/);
      if (word !== "Up" && word !== "Down") return [];
      return [{ direction: word === "Up" ? "up" : "down", options: options.join(" "), line } as const];
    });
    const outside = new Set(opening.filter(leavesTransaction).map(({ direction }) => direction));
    // Sections of one direction are run as one, and the word counts for all of them.
    const first = opening.filter(({ direction }, at) => opening[at - 1]?.direction !== direction);
    const blocks = blocksBetween(lines, "statementbegin", "statementend");
    const parts = partsAt(source.text, first).map((part) => sectionOf(part, !outside.has(part.direction), blocks));
    return orWhole(source, parts, true);
  },
};

function leavesTransaction({ options }: { readonly options: string }): boolean {
  return options.split(/\s+/).includes("notransaction");
}
