import { blocksReads } from "../facts/lock.js";
import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "require-concurrent-index-drop",
  title: "Require CONCURRENTLY when dropping an index of an existing table",
  severity: "warning",
  covers: [61, 62],
  fixable: true,
  why: msg`DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. It must wait for every running query on the table, and while it waits, all later reads and writes wait behind it.`,
  instead: msg`Drop the index with DROP INDEX CONCURRENTLY, in a migration that runs outside a transaction.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
      bad: "DROP INDEX users_email;",
      good: "DROP INDEX CONCURRENTLY users_email;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
      bad: "DROP INDEX IF EXISTS users_email;",
      good: "CREATE TABLE notes (id bigint, body text); CREATE INDEX notes_body ON notes (body); DROP INDEX notes_body;",
    },
  ],
  kinds: ["DropStmt"],
  check(step) {
    if (step.facts.error) return [];
    const { drops, concurrent, cascades } = summaryOf(step.statement);
    if (drops[0]?.kind !== "OBJECT_INDEX" || concurrent) return [];
    const lock = step.facts.locks.find(
      ({ relation, mode, why }) => blocksReads(mode) && why !== "index" && inUse(step, relation) && !isIndex(relation),
    );
    if (!lock) return [];
    const single = drops.length === 1 && !cascades;
    const index = step.facts.locks.find(({ relation }) => isIndex(relation));
    const partitioned = index !== undefined && relationNamed(step.before, index.relation)?.kind === "partitioned-index";
    if (partitioned) return [];
    const span = wordsOf(step.statement, "INDEX");
    const alone = !step.migration.multiStatementQuery || step.migration.statements.length === 1;
    return [
      {
        span,
        message: msg`Reads and writes of ${lock.relation} wait for the lock of DROP INDEX.`,
        ...(single && alone && !step.transaction.open
          ? { fix: [{ span: { start: span.end, end: span.end }, text: " CONCURRENTLY" }] }
          : {}),
      },
    ];

    function isIndex(name: string): boolean {
      return relationNamed(step.before, name)?.kind.endsWith("index") ?? false;
    }
  },
});
