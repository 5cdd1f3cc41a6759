import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-hidden-invalid-index",
  title: "Disallow IF NOT EXISTS that accepts an invalid index",
  severity: "warning",
  covers: [68],
  why: msg`A concurrent index build that fails leaves an INVALID index behind, which no query uses. On the next run IF NOT EXISTS sees the name, does nothing, and reports success.`,
  instead: msg`Run DROP INDEX CONCURRENTLY IF EXISTS with the same name before it, so that a failed attempt is removed first.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);",
      good: "DROP INDEX CONCURRENTLY IF EXISTS users_email; CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  kinds: ["IndexStmt"],
  check({ statement, migration, facts, deployment }) {
    const { concurrent, ifNotExists, makes } = summaryOf(statement);
    if (!concurrent) return [];
    const name = makes[0]?.name.name ?? "";
    const there = facts.indexBuilds.find(({ index }) => index !== undefined && deployment.invalidIndexes?.has(index));
    if (!ifNotExists && !there) return [];
    const dropped = migration.statements.some(
      (other) =>
        other.index < statement.index &&
        summaryOf(other).drops.some((drop) => drop.kind === "OBJECT_INDEX" && drop.name.name === name),
    );
    if (dropped) return [];
    if (there) {
      const index = there.index ?? name;
      const message = ifNotExists
        ? msg`${index} already exists and is INVALID: IF NOT EXISTS would accept it.`
        : msg`${index} already exists and is INVALID: PostgreSQL would refuse the build (42P07).`;
      return [{ span: there.span, message, severity: "error" }];
    }
    return [
      {
        span: wordsOf(statement, "IF NOT EXISTS"),
        message: msg`IF NOT EXISTS would accept an invalid ${name} that an earlier attempt left behind.`,
      },
    ];
  },
});
