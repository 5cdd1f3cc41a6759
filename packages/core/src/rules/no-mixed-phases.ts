import { findColumn } from "../catalog/lookup.js";
import type { RelationName } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { copyOf, replacementOf } from "./replacement.js";
import { defineRule, type Report } from "./rule.js";
import { inUse, inUsePart, relationNamed, relationPart, wordsOf, type Step } from "./step.js";

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
    if (of === "deployment") return acrossMigrations(steps);
    const contract = steps.find(takesAway);
    const other = steps.find((step) => prepares(step) && touchesOld(step));
    if (!contract || !other) return [];
    return [
      {
        span: wordsOf(contract.statement),
        message: msg`This takes away what the running application may use, and ${firstWords(other)} in the same migration belongs to an earlier phase.`,
      },
    ];
  },
});

/** A contract and what prepares it in two migrations of one deployment: they ship at once all the same. */
function acrossMigrations(steps: readonly Step[]): Report[] {
  const contracts = steps.filter(takesAway).map((contract) => ({ contract, lost: [...new Set(lostTables(contract))] }));
  const preparing = preparingByTable(steps, new Set(contracts.flatMap(({ lost }) => lost)));
  return contracts.flatMap(({ contract, lost }) => {
    const [first] = lost
      .flatMap((name) => preparing.get(name)?.find(({ step }) => step.migration !== contract.migration) ?? [])
      .toSorted((a, b) => a.at - b.at);
    const other = first?.step;
    if (!other) return [];
    return [
      {
        span: wordsOf(contract.statement),
        migration: contract.migration,
        message: msg`This takes away what the running application may use, and ${firstWords(other)} in ${other.migration.name}, which ships in the same deployment, belongs to an earlier phase.`,
      },
    ];
  });
}

interface StepAt {
  readonly step: Step;
  readonly at: number;
}

/** The steps that prepare something, by the tables among some that they use. One pass, for deployments of thousands of steps. */
function preparingByTable(
  steps: readonly Step[],
  tables: ReadonlySet<RelationName>,
): ReadonlyMap<RelationName, readonly StepAt[]> {
  const found = new Map<RelationName, StepAt[]>();
  for (const [at, step] of steps.entries()) {
    const used = step.facts.locks.filter(({ relation }) => tables.has(relation));
    if (used.length === 0 || !prepares(step)) continue;
    for (const { relation } of used) {
      const known = found.get(relation);
      if (known) known.push({ step, at });
      else found.set(relation, [{ step, at }]);
    }
  }
  return found;
}

/** Adding a column or a table, and moving rows: what another step takes away may be replaced by it. */
function prepares(step: Step): boolean {
  return (
    step.phase === "migrate" ||
    newColumns(step).some(({ column }) => !column.generated) ||
    step.statement.kind === "CreateTableAsStmt" ||
    step.statement.kind === "ViewStmt"
  );
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

function firstWords({ statement }: Step): string {
  return statement.text.split(/\s+/).slice(0, 2).join(" ").toUpperCase();
}
