import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { hasWords, mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "require-concurrent-reindex",
  title: "Require CONCURRENTLY when rebuilding an index of an existing table",
  severity: "error",
  covers: [71],
  why: msg`REINDEX holds SHARE on the table, so writes wait, and ACCESS EXCLUSIVE on the index, which every query on the table must open to be planned: reads wait too, until the index is built.`,
  instead: msg`Use REINDEX ... CONCURRENTLY, in a migration that runs outside a transaction.`,
  fixable: true,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
      bad: "REINDEX INDEX users_email;",
      good: "REINDEX INDEX CONCURRENTLY users_email;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "REINDEX TABLE users;",
      good: "CREATE TABLE notes (id bigint PRIMARY KEY); REINDEX TABLE notes;",
    },
  ],
  kinds: ["ReindexStmt"],
  check(step) {
    const { statement } = step;
    if (step.facts.error || summaryOf(statement).concurrent) return [];
    const lock = step.facts.locks.find(
      ({ relation, mode, why }) => mode === "SHARE" && why !== "index" && mayBeLarge(step, relation),
    );
    if (!lock) return [];
    const span = wordsOf(statement, "REINDEX INDEX", "REINDEX TABLE", "REINDEX");
    const alone = !step.migration.multiStatementQuery || step.migration.statements.length === 1;
    const fixable =
      alone && !step.transaction.open && (hasWords(statement, "REINDEX INDEX") || hasWords(statement, "REINDEX TABLE"));
    return [
      {
        span,
        message: msg`Reads and writes of ${lock.relation} wait until the index is rebuilt.`,
        ...(fixable ? { fix: [{ span: { start: span.end, end: span.end }, text: " CONCURRENTLY" }] } : {}),
      },
    ];
  },
});
