import type { Fill } from "../facts/fills.js";
import { msg } from "../text/message.js";
import { columnAt } from "./replacement.js";
import { defineRule } from "./rule.js";
import { columnKey } from "./shipped.js";
import { inUse, relationNamed, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-early-backfill",
  title: "Disallow filling a new column from an old one in the deployment that adds it",
  severity: "warning",
  covers: [140],
  why: msg`The application that still runs does not know the new column: what it inserts and changes after the backfill is missing or outdated there, and nobody notices until the old column is dropped.`,
  instead: msg`Deploy an application that writes both columns first (step 2 of 6), or add a trigger that keeps them in step, and fill the old rows in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users ADD COLUMN full_name text; UPDATE users SET full_name = name WHERE id BETWEEN 1 AND 1000;",
      good: "ALTER TABLE users ADD COLUMN full_name text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text); ALTER TABLE users ADD COLUMN full_name text;",
      bad: "ALTER TABLE users ADD COLUMN nick text; UPDATE users SET nick = full_name WHERE id BETWEEN 1 AND 1000;",
      good: "UPDATE users SET full_name = name WHERE id BETWEEN 1 AND 1000;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users ADD COLUMN nick text; DO $$ BEGIN UPDATE users SET nick = lower(name) WHERE id < 1000; END $$;",
      good: "ALTER TABLE users ADD COLUMN nick text; CREATE FUNCTION keep_nick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.nick := lower(NEW.name); RETURN NEW; END $$; CREATE TRIGGER keep_nick BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION keep_nick(); UPDATE users SET nick = lower(name) WHERE id < 1000;",
    },
  ],
  check(step) {
    const early = step.fills.find((fill) => isEarly(step, fill));
    if (!early) return [];
    const table = step.before.relations.get(early.to.table);
    const name = table ? `${table.schema}.${table.name}.${columnAt(step.before, early.to)?.name ?? ""}` : "";
    return [
      {
        span: wordsOf(step.statement, "UPDATE", "MERGE"),
        message: msg`${name} is added in this same deployment, so step 2 of 6 has not shipped: what the running application writes after this is not in it.`,
      },
    ];
  },
});

/** Whether old rows of a table in use are filled, from a column in use, into one that came with this deployment. */
function isEarly(step: Step, { by, to, from }: Fill): boolean {
  const table = step.before.relations.get(to.table);
  const column = columnAt(step.before, to);
  if (by !== "rows" || from.length === 0 || !table || !column) return false;
  const name = `${table.schema}.${table.name}`;
  if (!inUse(step, name) || !step.deployment.createdColumn(name, column.name)) return false;
  const fills = step.deployment.shipped.fills.get(columnKey(to)) ?? [];
  return relationNamed(step.before, name)?.rows !== 0 && !fills.some((fill) => fill.by === "trigger");
}
