import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, inUsePart, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-mixed-phases",
  title: "Disallow removing the old in the migration that adds the new",
  severity: "warning",
  covers: [140],
  why: msg`Between the new schema and the removal of the old one, the application must be deployed and the rows moved. In one migration there is no moment for that: the application that still runs fails.`,
  instead: msg`Split it: add the new (expand), deploy an application that uses both, move the rows (migrate), and remove the old (contract) in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users ADD COLUMN full_name text; ALTER TABLE users DROP COLUMN name;",
      good: "ALTER TABLE users ADD COLUMN full_name text; CREATE TABLE notes (id bigint);",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE TABLE people (id bigint PRIMARY KEY, name text);",
      bad: "INSERT INTO people SELECT id, name FROM users; DROP TABLE users;",
      good: "DROP TABLE users;",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    const contract = steps.find(takesAway);
    const other = steps.find((step) => (step.phase === "expand" || step.phase === "migrate") && touchesOld(step));
    if (!contract || !other) return [];
    return [
      {
        span: wordsOf(contract.statement),
        message: msg`This takes away what the running application may use, and ${firstWords(other)} in the same migration belongs to an earlier phase.`,
      },
    ];
  },
});

/** Whether the application that runs now may miss what the step drops, renames or moves. */
function takesAway(step: Step): boolean {
  const { losses, breaks } = step.facts;
  return (
    losses.some(({ name }) => inUsePart(step, name)) ||
    breaks.some(({ of, why }) => why !== "required" && why !== "constrained" && inUsePart(step, of))
  );
}

/** Whether the step adds to, or moves rows of, something that was there before this deployment. */
function touchesOld(step: Step): boolean {
  return (
    step.statement.kind !== "DropStmt" &&
    step.facts.locks.some(
      ({ relation, mode }) => mode !== "ACCESS SHARE" && mode !== "ROW SHARE" && inUse(step, relation),
    )
  );
}

function firstWords({ statement }: Step): string {
  return statement.text.split(/\s+/).slice(0, 2).join(" ").toUpperCase();
}
