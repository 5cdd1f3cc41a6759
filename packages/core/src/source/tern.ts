import { numbered, type Framework, type Section } from "./framework.js";
import { usesGoModule } from "./around.js";
import type { Direction } from "./migration.js";

const border = "---- create above / drop below ----";
const outside = /^---- tern: disable-tx ----\r?$/m;

/**
 * tern: what stands above `---- create above / drop below ----` is up, what stands below is down; each half in a transaction
 * unless it has the line `---- tern: disable-tx ----`, then statement by statement. In jackc/tern: migrate/migrate.go
 * (LoadMigrations, disableTx, doSQLMigration; FindMigrations refuses a number that is there twice or missing).
 */
export const tern: Framework = {
  name: "tern",
  profile: {
    files: "`<n>_name.sql` with `---- create above / drop below ----`",
    order: "by number",
    transaction: "each half",
    outside: "`---- tern: disable-tx ----`",
  },
  oncePer: "number",
  leaving: { write: "---- tern: disable-tx ----", alone: false },
  recognise: (path) => numbered(path),
  seen: (around) =>
    around.holds(/^---- (?:create above \/ drop below|tern: disable-tx) ----/m) ??
    (usesGoModule(around, "github.com/jackc/tern") ? "go.mod" : undefined),
  sections({ text }) {
    const at = text.indexOf(border);
    if (at < 0) return [half(text, "up", 0, text.length)];
    return [half(text, "up", 0, at), half(text, "down", at, text.length)];
  },
};

function half(text: string, direction: Direction, start: number, end: number): Section {
  const transaction = outside.test(text.slice(start, end)) ? "none" : "file";
  return { direction, span: { start, end }, transaction, multiStatementQuery: false };
}
