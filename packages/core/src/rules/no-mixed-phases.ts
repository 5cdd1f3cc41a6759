import { findColumn } from "../catalog/lookup.js";
import type { RelationName } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { firstWords, prepares } from "./preparation.js";
import { copyOf, replacementOf } from "./replacement.js";
import { defineRule, type RuleReport } from "./rule.js";
import { inUse, inUsePart, relationNamed, relationPart, wordsOf, type Deployment, type Step } from "./step.js";

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
  atEnd({ of, steps, deployment }) {
    if (of === "deployment") return acrossMigrations(steps, deployment.prepared);
    const contract = steps.find(takesAway);
    const other = contract && steps.find((step) => prepares(step) && touchesOld(step));
    if (!other) return [];
    return [
      {
        span: wordsOf(contract.statement),
        message: msg`This removes what the running application may use, and ${firstWords(other)} in the same migration belongs to an earlier phase.`,
      },
    ];
  },
});

/** A contract and what prepares it in two migrations of one deployment: they ship at once all the same. */
function acrossMigrations(contracts: readonly Step[], prepared: Deployment["prepared"]): RuleReport[] {
  return contracts.flatMap((contract) => {
    if (!takesAway(contract)) return [];
    const [other] = [...new Set(lostTables(contract))]
      .flatMap((name) => prepared?.get(name)?.find(({ migration }) => migration !== contract.migration) ?? [])
      .toSorted((a, b) => a.at - b.at);
    if (!other) return [];
    return [
      {
        span: wordsOf(contract.statement),
        migration: contract.migration,
        message: msg`This removes what the running application may use, and ${other.words} in ${other.migration.name}, which ships in the same deployment, belongs to an earlier phase.`,
      },
    ];
  });
}

/** The tables that the running application misses, or misses a part of. */
function lostTables({ facts }: Step): RelationName[] {
  return [...facts.losses.map(({ name }) => relationPart(name)), ...facts.breaks.map(({ of }) => relationPart(of))];
}

/** Whether the application that runs now may miss what the step drops, renames or moves, and no earlier deployment replaced it. */
function takesAway(step: Step): boolean {
  const { losses, breaks } = step.facts;
  return (
    losses.some(({ name }) => inUsePart(step, name) && !isReplaced(step, name)) ||
    breaks.some(
      ({ of, why }) => why !== "required" && why !== "constrained" && inUsePart(step, of) && !isReplaced(step, of),
    )
  );
}

/** Whether an earlier deployment prepared that the column or the table goes. */
function isReplaced(step: Step, name: string): boolean {
  const relation = relationPart(name);
  const table = relationNamed(step.before, relation);
  if (!table) return false;
  if (name === relation) {
    const copied = copyOf(step, table);
    return copied !== undefined && !copied.ships && copied.left.length === 0;
  }
  const column = findColumn(table, name.slice(relation.length + 1));
  const replacement = column && replacementOf(step, table, column);
  return replacement !== undefined && replacement.missing === undefined;
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
