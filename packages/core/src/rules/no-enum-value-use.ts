import { summaryOf } from "../facts/summary.js";
import { tokensOf } from "../sql/tokens.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { hasWords, relationNamed, type Step } from "./step.js";

export default defineRule({
  id: "no-enum-value-use",
  title: "Disallow using an enum value in the transaction that adds it",
  severity: "error",
  down: true,
  covers: [96],
  why: msg`PostgreSQL does not let a new enum value be used before the transaction that added it is committed (error 55P04). The migration fails, and the deployment stops there.`,
  instead: msg`Put ALTER TYPE ... ADD VALUE into a migration of its own that is committed before the value is used.`,
  examples: [
    {
      history: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood ADD VALUE 'sad'; UPDATE users SET mood = 'sad' WHERE id = 1;",
      badFails: "55P04",
      good: "ALTER TYPE mood ADD VALUE 'sad';",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
      badFails: "55P04",
      good: "ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
      goodTransaction: "none",
    },
  ],
  check(step) {
    const { facts, statement, transaction } = step;
    const message = msg`The new enum value is used before it is committed.`;
    if (facts.error?.sqlstate === "55P04") return [{ span: facts.error.span, message }];
    if (statement.kind === "AlterEnumStmt" || !transaction.open) return [];
    for (const value of transaction.newEnumValues) {
      const type = value.split(".").slice(0, 2).join(".");
      const label = value.slice(type.length + 1);
      const use = tokensOf(statement).find(
        ({ kind, text }) => kind === "string" && text.slice(1, -1).replaceAll("''", "'") === label,
      );
      if (use && !createdHere(step, type) && meets(step, type)) return [{ span: use.span, message }];
    }
    return [];
  },
});

/** A type of the same transaction may be used with all its values at once. */
function createdHere({ migration, statement }: Step, type: string): boolean {
  const name = type.split(".")[1] ?? type;
  return migration.statements.some(
    (other) =>
      other.index < statement.index &&
      summaryOf(other).makes.some((made) => made.kind === "OBJECT_TYPE" && made.name.name === name),
  );
}

/** Whether the statement touches a column of the type, or names it in a cast. */
function meets({ before, facts, statement }: Step, type: string): boolean {
  const columns = facts.locks.flatMap(({ relation }) => relationNamed(before, relation)?.columns ?? []);
  return columns.some((column) => column.type.name === type) || hasWords(statement, type.split(".")[1] ?? type);
}
