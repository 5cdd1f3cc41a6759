import { findColumn } from "../catalog/lookup.js";
import type { Column, Relation } from "../catalog/catalog.js";
import { proofOfNotNull } from "../facts/alter/not-null-proof.js";
import type { Break } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { newConstraints } from "./new-objects.js";
import { ships } from "./replacement.js";
import { defineRule, type RuleReport } from "./rule.js";
import { columnKey } from "./shipped.js";
import { inUsePart, relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "require-earlier-backfill",
  title: "Require that a column's backfill has shipped before the column becomes required",
  severity: "error",
  covers: [20, 140],
  why: msg`Rows from before the column have NULL in it. Until they are filled, NOT NULL is refused (error 23502), and under a CHECK that is NOT VALID every UPDATE of such a row by the application fails (error 23514). Filled in the same deployment, rows that the running application adds meanwhile are missed.`,
  instead: msg`Ship the steps in this order, each in a deployment of its own: add the column, deploy an application that writes it, fill the old rows, and make it NOT NULL. Where something else than a migration filled it, allow this finding with that reason.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ADD COLUMN plan text;",
      bad: "ALTER TABLE users ALTER COLUMN plan SET NOT NULL;",
      good: "ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free';",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ADD COLUMN plan text;",
      bad: "UPDATE users SET plan = 'free' WHERE plan IS NULL; ALTER TABLE users ADD CONSTRAINT plan_set CHECK (plan IS NOT NULL) NOT VALID;",
      good: "UPDATE users SET plan = 'free' WHERE plan IS NULL;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ADD COLUMN name text; ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = 'free' WHERE plan IS NULL;",
      bad: "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
      good: "ALTER TABLE users ALTER COLUMN plan SET NOT NULL;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text); ALTER TABLE users ADD COLUMN plan text, ADD COLUMN kind text; ALTER TABLE users ADD CONSTRAINT plan_set CHECK (plan IS NOT NULL);",
      bad: "ALTER TABLE users ADD CONSTRAINT kind_set CHECK (kind IS NOT NULL) NOT VALID;",
      good: "ALTER TABLE users ALTER COLUMN plan SET NOT NULL; ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
    },
  ],
  check(step) {
    const seen = new Set<string>();
    return step.facts.breaks.flatMap((each) => {
      if (seen.has(each.of)) return [];
      seen.add(each.of);
      return judged(step, each);
    });
  },
});

function judged(step: Step, each: Break): RuleReport[] {
  const relation = relationPart(each.of);
  const table = relationNamed(step.before, relation);
  const column = table && findColumn(table, each.of.slice(relation.length + 1));
  if (!table || !column || table.rows === 0 || !inUsePart(step, each.of)) return [];
  if (!becomesRequired(step, each, column) || !wasAddedEmpty(step, table, column)) return [];
  const fills = step.deployment.shipped.fills.get(columnKey({ table: table.oid, column: column.number })) ?? [];
  const filled = fills.filter(({ by }) => by === "rows" || by === "default");
  if (filled.some(({ migration }) => !ships(step, migration))) return [];
  const [here] = filled;
  return [
    {
      span: each.span,
      message: here
        ? msg`${each.of} becomes required (step 4 of 6), and step 3 of 6 has not shipped: its backfill is in this same deployment (${here.migration.name}).`
        : msg`${each.of} becomes required (step 4 of 6), and step 3 of 6 has not shipped: nothing before this fills it.`,
    },
  ];
}

function becomesRequired(step: Step, { why }: Break, { name }: Column): boolean {
  if (why === "required") return true;
  return (
    why === "constrained" &&
    newConstraints(step).some(({ constraint }) => constraint.expression?.text.includes(`${name} IS NOT NULL`))
  );
}

/** Whether the column came later than its table, and nothing proves yet that each row has a value. */
function wasAddedEmpty(step: Step, table: Relation, column: Column): boolean {
  const width = step.deployment.shipped.widths.get(table.oid);
  return width !== undefined && column.number >= width && !proofOfNotNull(table, column.name);
}
