import { findColumn } from "../catalog/lookup.js";
import type { Loss } from "../facts/facts.js";
import { msg, type Message } from "../text/message.js";
import { defineRule, type Undone } from "./rule.js";
import { columnAt } from "./replacement.js";
import { columnKey, type ShippedFill } from "./shipped.js";
import { relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-lossy-down-script",
  title: "Disallow a down script that loses data",
  severity: "warning",
  covers: [],
  down: true,
  why: msg`A rollback happens in haste, and nobody looks again at what the down script deletes. What it drops cannot be brought back by running the migration again.`,
  instead: msg`Copy the data back before it is dropped, or leave the new column or table in place: the previous application works with it.`,
  options: {
    afterUse: {
      type: "flag",
      default: false,
      about: msg`Whether a rollback also happens after the application has written what the migration adds: then each drop loses data.`,
    },
  },
  examples: [
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "-- migrate:up\nALTER TABLE users ADD COLUMN full_name text;\nUPDATE users SET full_name = name;\nALTER TABLE users DROP COLUMN name;\n-- migrate:down\nALTER TABLE users ADD COLUMN name text;\nALTER TABLE users DROP COLUMN full_name;\n",
      good: "-- migrate:up\nALTER TABLE users ADD COLUMN full_name text;\nUPDATE users SET full_name = name;\nALTER TABLE users DROP COLUMN name;\n-- migrate:down\nALTER TABLE users ADD COLUMN name text;\nUPDATE users SET name = full_name;\nALTER TABLE users DROP COLUMN full_name;\n",
    },
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "-- migrate:up\nCREATE INDEX users_name ON users (name);\n-- migrate:down\nALTER TABLE users DROP COLUMN name;\n",
      good: "-- migrate:up\nCREATE INDEX users_name ON users (name);\n-- migrate:down\nDROP INDEX users_name;\n",
    },
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\n-- migrate:down\nDELETE FROM users;\nALTER TABLE users DROP COLUMN plan;\n",
      good: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\nUPDATE users SET plan = name;\n-- migrate:down\nALTER TABLE users DROP COLUMN plan;\n",
    },
  ],
  atEnd({ of, migration, steps, undoes, deployment }, options) {
    if (of !== "migration" || !undoes || migration?.direction !== "down") return [];
    const { copies } = deployment.shipped;
    const copiedBack = (key: string): boolean =>
      (copies.get(key) ?? []).some((fill) => fill.migration === migration && fill.by !== "trigger");
    return steps.flatMap((step) =>
      step.facts.losses.flatMap((loss) => {
        const message = lost(step, loss, undoes, copiedBack, options["afterUse"] === true);
        return message ? [{ span: loss.span, message }] : [];
      }),
    );
  },
});

/** What is lost by one loss of a down script, if anything is. */
function lost(
  step: Step,
  loss: Loss,
  undoes: Undone,
  copiedBack: (key: string) => boolean,
  afterUse: boolean,
): Message | undefined {
  if (loss.what !== "column" && loss.what !== "table" && loss.what !== "rows") return undefined;
  const relation = relationPart(loss.relation ?? loss.name);
  const table = relationNamed(step.before, relation);
  if (!table || table.partitionOf) return undefined;
  const old = undoes.before.relations.get(table.oid);
  const column = loss.what === "column" ? findColumn(table, loss.name.slice(relation.length + 1)) : undefined;
  const columns = column ? [column] : table.columns;
  const keys = columns.map(({ number }) => columnKey({ table: table.oid, column: number }));
  const isOld = old !== undefined && (!column || old.columns.some(({ number }) => number === column.number));
  if (keys.some(copiedBack)) return undefined;
  if (isOld) return msg`${loss.name} is older than the migration that this undoes, and its data is lost.`;
  const fills = keys.flatMap((key) => step.deployment.shipped.fills.get(key) ?? []);
  const gone = fills.find((fill) => fill.migration === undoes.migration && sourceIsGone(step, fill));
  if (gone) return msg`${loss.name} has values that the migration moved there from what it dropped, and they are lost.`;
  return afterUse ? msg`What the application wrote to ${loss.name} since the migration is lost.` : undefined;
}

function sourceIsGone(step: Step, { from }: ShippedFill): boolean {
  return from.some((source) => columnAt(step.before, source) === undefined);
}
