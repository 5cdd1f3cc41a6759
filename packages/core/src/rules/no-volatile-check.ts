import { msg } from "../text/message.js";
import { newConstraints } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-volatile-check",
  title: "Disallow check constraints whose outcome changes over time",
  severity: "warning",
  covers: [59],
  why: msg`PostgreSQL checks a row only when it is written. A row that fits today may not fit tomorrow: then an UPDATE of another column fails, and so does restoring a dump.`,
  instead: msg`Check it in a trigger when the row is written, or in the application.`,
  examples: [
    {
      bad: "CREATE TABLE offers (id bigint PRIMARY KEY, until timestamptz CHECK (until > now()));",
      good: "CREATE TABLE offers (id bigint PRIMARY KEY, since timestamptz, until timestamptz CHECK (until > since));",
    },
  ],
  check(step) {
    if (step.statement.kind !== "CreateStmt" && step.statement.kind !== "AlterTableStmt") return [];
    return newConstraints(step)
      .filter(
        ({ constraint: { kind, expression } }) =>
          kind === "check" && (expression?.volatility === "volatile" || expression?.volatility === "stable"),
      )
      .map(({ constraint }) => ({
        span: wordsOf(step.statement, "CHECK"),
        message: msg`The outcome of ${constraint.name} depends on more than the row.`,
      }));
  },
});
