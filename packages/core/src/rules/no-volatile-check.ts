import type { Catalog, Expression } from "../catalog/catalog.js";
import { objectsIn } from "../catalog/expression.js";
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
    {
      history:
        "CREATE TABLE limits (most int); CREATE FUNCTION most() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT most FROM limits); END'; CREATE FUNCTION empty(text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN length($1) = 0; END';",
      bad: "CREATE TABLE orders (id bigint PRIMARY KEY, total int CHECK (total < most()));",
      good: "CREATE TABLE orders (id bigint PRIMARY KEY, note text CHECK (NOT empty(note)));",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newConstraints(step)
      .filter(
        ({ constraint: { kind, expression } }) =>
          kind === "check" && expression !== undefined && changesOverTime(step.after, expression),
      )
      .map(({ constraint }) => ({
        span: wordsOf(step.statement, "CHECK"),
        message: msg`The outcome of ${constraint.name} depends on more than the row.`,
      }));
  },
});

/** Built-in functions by their volatility; an own function, which is volatile unless it says otherwise, where it reads tables. */
function changesOverTime(catalog: Catalog, { node, volatility }: Expression): boolean {
  if (volatility !== "volatile" && volatility !== "stable") return false;
  const own = objectsIn(catalog, node).flatMap((each) =>
    each.class === "routine" ? [catalog.routines.get(each.oid)] : [],
  );
  return own.length === 0 || own.some((routine) => /\bfrom\b/i.test(routine?.body ?? ""));
}
