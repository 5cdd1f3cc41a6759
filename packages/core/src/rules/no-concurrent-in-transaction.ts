import { summaryOf } from "../facts/summary.js";
import { msg, type Message } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-concurrent-in-transaction",
  title: "Disallow CONCURRENTLY inside a transaction",
  severity: "error",
  down: true,
  covers: [63],
  why: msg`PostgreSQL refuses CONCURRENTLY inside a transaction block, and also inside a query of several statements (error 25001). The migration fails, and the deployment stops there.`,
  instead: msg`Put the statement into a migration of its own that the runner runs outside a transaction.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE INDEX CONCURRENTLY users_email ON users (email);",
      badFails: "25001",
      good: "CREATE INDEX CONCURRENTLY users_email ON users (email);",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
      bad: "DROP INDEX CONCURRENTLY users_email;",
      badFails: "25001",
      good: "DROP INDEX CONCURRENTLY users_email; CREATE INDEX CONCURRENTLY users_email ON users (email, id);",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "REINDEX TABLE CONCURRENTLY users;",
      badFails: "25001",
      good: "REINDEX TABLE CONCURRENTLY users;",
      goodTransaction: "none",
    },
  ],
  check({ statement, facts, migration }) {
    if (facts.error?.sqlstate !== "25001" || !summaryOf(statement).concurrent) return [];
    const span = wordsOf(statement, "CONCURRENTLY");
    const advice = adviceFor(migration);
    if (migration.multiStatementQuery) {
      return [
        {
          span,
          ...advice,
          message: msg`CONCURRENTLY fails here, because the statements of this migration are sent as one query.`,
        },
      ];
    }
    return [{ span, ...advice, message: msg`CONCURRENTLY fails here, because a transaction is open.` }];
  },
});

/** What to write in a file of this framework. */
function adviceFor({ framework, leaving }: Step["migration"]): { readonly advice?: Message } {
  if (!leaving) return {};
  const { write, alone, part } = leaving;
  if (part)
    return { advice: msg`Put the statement into a part of the file that leaves the transaction by "${write}".` };
  if (alone)
    return {
      advice: msg`Put the statement alone into a file, which leaves the transaction of ${framework} by "${write}".`,
    };
  return { advice: msg`Put the statement into a file, which leaves the transaction of ${framework} by "${write}".` };
}
