import { findColumn } from "../catalog/lookup.js";
import type { Break } from "../facts/facts.js";
import { msg, type Message } from "../text/message.js";
import { newConstraints } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-required-column",
  title: "Disallow requiring a value that the running application does not write",
  severity: "error",
  covers: [4, 19],
  why: msg`The application that still runs does not know the column, so each of its INSERTs fails on the missing value. A NOT NULL column without a default fails at once when the table has rows (error 23502).`,
  instead: msg`Give the column a default, or add it without NOT NULL, deploy an application that writes it, fill the old rows, and make it NOT NULL in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN plan text NOT NULL;",
      good: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ADD CONSTRAINT users_plan CHECK (plan IS NOT NULL) NOT VALID;",
      good: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ADD CONSTRAINT users_plan CHECK (plan <> '') NOT VALID;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, mail text);",
      bad: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ALTER COLUMN plan SET NOT NULL;",
      good: "ALTER TABLE users ADD CONSTRAINT users_mail CHECK (mail IS NOT NULL) NOT VALID;",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter((each) => inUse(step, relationPart(each.of)) && isUnknownToWriters(step, each))
      .map(({ of, span }) => ({ span, message: messageOf(step, of) }));
  },
});

/** A column without values for the old rows is refused as soon as there is one. */
function messageOf({ facts }: Step, of: string): Message {
  const relation = relationPart(of);
  return facts.scans.some((scan) => scan.endsAtFirstRow === true && scan.relation === relation)
    ? msg`This fails where ${relation} has a row, and INSERTs that do not give ${of} a value fail.`
    : msg`INSERTs that do not give ${of} a value fail.`;
}

/** Whether the value is required of a column that came with this deployment, and that nothing fills by default. */
function isUnknownToWriters(step: Step, { why, of }: Break): boolean {
  if (why !== "required" && why !== "constrained") return false;
  const relation = relationPart(of);
  const name = of.slice(relation.length + 1);
  const table = relationNamed(step.before, relation);
  const column = table && findColumn(table, name);
  if (!column) return why === "required";
  if (!step.deployment.createdColumn(relation, name) || column.default || column.identity || column.generated)
    return false;
  return (
    why === "required" ||
    newConstraints(step).some(({ constraint }) => constraint.expression?.text.includes(`${name} IS NOT NULL`))
  );
}
