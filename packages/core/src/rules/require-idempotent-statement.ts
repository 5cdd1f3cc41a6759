import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "require-idempotent-statement",
  title: "Require IF EXISTS or IF NOT EXISTS where a migration can stop half-way",
  severity: "warning",
  default: false,
  covers: [135],
  why: msg`Outside a transaction each statement is kept when a later one fails. The next attempt starts from the top, and stops at the first statement that has already been done.`,
  instead: msg`Put each statement into a migration of its own, or make it repeatable with IF EXISTS or IF NOT EXISTS (for indexes, drop an invalid one first).`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE notes (id bigint); ALTER TABLE users ADD COLUMN a int;",
      good: "CREATE TABLE IF NOT EXISTS notes (id bigint); ALTER TABLE users ADD COLUMN a int;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  kinds: [
    "CreateStmt",
    "CreateSeqStmt",
    "CreateSchemaStmt",
    "DropStmt",
    "IndexStmt",
    "CreateTableAsStmt",
    "CreateExtensionStmt",
  ],
  check({ statement, migration, transaction, facts }) {
    if (transaction.open || facts.error || migration.statements.length < 2) return [];
    if (statement.index === migration.statements.length - 1) return [];
    const { ifExists, ifNotExists } = summaryOf(statement);
    if (ifExists || ifNotExists) return [];
    return [{ span: wordsOf(statement), message: msg`A second run of this migration fails here.` }];
  },
});
