import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-timeout-on-concurrent-index",
  title: "Disallow timeouts around CONCURRENTLY",
  severity: "warning",
  covers: [69],
  why: msg`CONCURRENTLY waits for every transaction that is older than it, which is harmless for users and can take hours. A timeout aborts it and leaves an INVALID index behind.`,
  instead: msg`Run SET lock_timeout = 0 and SET statement_timeout = 0 before it.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "SET lock_timeout = '5s'; CREATE INDEX CONCURRENTLY users_email ON users (email);",
      good: "SET lock_timeout = 0; SET statement_timeout = 0; CREATE INDEX CONCURRENTLY users_email ON users (email);",
      transaction: "none",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "SET statement_timeout = '1min'; REINDEX TABLE CONCURRENTLY users;",
      good: "SET statement_timeout = '1min'; RESET statement_timeout; REINDEX TABLE CONCURRENTLY users;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  kinds: ["IndexStmt", "ReindexStmt", "DropStmt"],
  check({ statement, transaction, facts }) {
    if (facts.error || !summaryOf(statement).concurrent) return [];
    const [name] = ["lock_timeout", "statement_timeout"].filter(
      (setting) => !/^0*\s*[a-z]*$/.test(transaction.settings.get(setting) ?? "0"),
    );
    if (name === undefined) return [];
    return [
      {
        span: wordsOf(statement, "CONCURRENTLY"),
        message: msg`A ${name} of ${transaction.settings.get(name) ?? ""} can abort this and leave an invalid index.`,
      },
    ];
  },
});
