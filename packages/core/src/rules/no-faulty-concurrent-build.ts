import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

/**
 * Release notes of PostgreSQL 14.4 (https://www.postgresql.org/docs/release/14.4/): a change of VACUUM in 14.0 let concurrent
 * builds miss rows that were updated meanwhile; 14.4 takes it back.
 */
const faulty = /^14\.[0-3](?!\d)/;

export default defineRule({
  id: "no-faulty-concurrent-build",
  title: "Disallow CONCURRENTLY on the minor versions that corrupt indexes",
  severity: "error",
  covers: [70],
  why: msg`PostgreSQL 14.0 to 14.3 can leave rows out of an index that is built with CONCURRENTLY while the table is written: queries miss rows, and a unique index lets duplicates in, without any error.`,
  instead: msg`Upgrade the server to the latest 14 first, and rebuild the indexes that were built with CONCURRENTLY before.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE INDEX CONCURRENTLY users_email ON users (email);",
      good: "CREATE TABLE notes (id bigint); CREATE INDEX CONCURRENTLY notes_id ON notes (id);",
      transaction: "none",
      goodTransaction: "none",
      postgres: [14],
      server: "14.2",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
      bad: "REINDEX INDEX CONCURRENTLY users_email;",
      good: "REINDEX INDEX users_email;",
      transaction: "none",
      postgres: [14],
      server: "14.0 (Debian 14.0-1.pgdg110+1)",
    },
  ],
  kinds: ["IndexStmt", "ReindexStmt"],
  check(step) {
    const { server } = step.before;
    if (server === undefined || !faulty.test(server) || step.facts.error) return [];
    if (!summaryOf(step.statement).concurrent) return [];
    const build = step.facts.indexBuilds.find(({ table }) => inUse(step, table));
    if (!build) return [];
    const version = server.split(" ")[0] ?? server;
    return [
      {
        span: wordsOf(step.statement, "CONCURRENTLY"),
        message: msg`The server is PostgreSQL ${version}: rows of ${build.table} that change during the build can be missing in the index.`,
      },
    ];
  },
});
