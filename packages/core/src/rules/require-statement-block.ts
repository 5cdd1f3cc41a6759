import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { defineRule } from "./rule.js";

/** Frameworks that end a statement at every line that ends with a semicolon, wherever in the statement that is. */
const lineByLine: ReadonlySet<string> = new Set(["goose", "sql-migrate"]);

export default defineRule({
  id: "require-statement-block",
  title: "Require StatementBegin around a body with semicolons",
  severity: "error",
  covers: [],
  down: true,
  why: msg`The runner does not know PostgreSQL's quotes: it ends a statement at each line that ends with a semicolon, also within a function's body. It sends the first piece, which PostgreSQL refuses (error 42601), and the deployment stops there.`,
  instead: msg`Write StatementBegin above the statement and StatementEnd below it, each in a comment line as the runner wants it.`,
  examples: [
    {
      framework: "goose",
      bad: "-- +goose Up\nCREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$\n  SELECT 1;\n$$;",
      good: "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$\n  SELECT 1;\n$$;\n-- +goose StatementEnd",
    },
    {
      framework: "sql-migrate",
      bad: "-- +migrate Up\nDO $$\nBEGIN\n  PERFORM 1; -- one\nEND\n$$;",
      good: "-- +migrate Up\nDO $$ BEGIN PERFORM 1; END $$;",
    },
  ],
  check({ statement, migration }) {
    if (!lineByLine.has(migration.framework) || !statement.text.includes("\n")) return [];
    const { start } = statement.span;
    if (migration.blocks?.some((block) => block.start <= start && start < block.end)) return [];
    const semicolon = firstLineEnd(statement.text);
    if (!semicolon) return [];
    const span = { start: start + semicolon.start, end: start + semicolon.end };
    return [{ span, message: msg`${migration.framework} ends the statement at this semicolon.` }];
  },
});

/** The first semicolon that ends a line, blanks and a comment behind it aside; not that of the last line. */
function firstLineEnd(text: string): Span | undefined {
  let at = 0;
  for (const line of text.split("\n").slice(0, -1)) {
    const words = line.split(/(?:^|\s)--/)[0] ?? "";
    const end = words.trimEnd().length;
    if (words[end - 1] === ";") return { start: at + end - 1, end: at + end };
    at += line.length + 1;
  }
  return undefined;
}
