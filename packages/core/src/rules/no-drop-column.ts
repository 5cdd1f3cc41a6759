import { findColumn } from "../catalog/lookup.js";
import type { Loss } from "../facts/facts.js";
import { msg, type Message } from "../text/message.js";
import { replacementOf, type Replacement } from "./replacement.js";
import { defineRule, type RuleReport } from "./rule.js";
import { inUsePart, relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-drop-column",
  title: "Disallow dropping a column of an existing table before its replacement has shipped",
  severity: "error",
  covers: [80],
  why: msg`The application that still runs fails on every query that names the column, and the data in it is lost. Indexes and constraints over the column are dropped with it, silently.`,
  instead: msg`Deploy an application that no longer uses the column first, and drop the column in a later deployment. Where nothing uses it any more and nothing replaces it, allow this finding with that reason.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, nickname text);",
      bad: "ALTER TABLE users DROP COLUMN nickname;",
      good: "ALTER TABLE users ADD COLUMN alias text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, nickname text);",
      bad: "ALTER TABLE users DROP COLUMN IF EXISTS nickname CASCADE;",
      good: "CREATE TABLE drafts (id bigint, body text); ALTER TABLE drafts DROP COLUMN body;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, is_verified boolean); ALTER TABLE users ADD COLUMN verified_on date; ALTER TABLE users ADD COLUMN email_verified boolean; UPDATE users SET email_verified = is_verified WHERE id BETWEEN 1 AND 1000;",
      bad: "ALTER TABLE users DROP COLUMN verified_on;",
      good: "ALTER TABLE users DROP COLUMN is_verified;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, is_verified boolean); ALTER TABLE users ADD COLUMN email_verified boolean;",
      bad: "UPDATE users SET email_verified = is_verified WHERE id BETWEEN 1 AND 1000; ALTER TABLE users DROP COLUMN is_verified;",
      good: "UPDATE users SET email_verified = is_verified WHERE id BETWEEN 1 AND 1000;",
    },
  ],
  check(step) {
    return step.facts.losses.flatMap((loss) => {
      if (loss.what !== "column" || !inUsePart(step, loss.name)) return [];
      const replacement = replacementOfLoss(step, loss);
      if (replacement && replacement.missing === undefined) return [];
      return [reportOf(loss, replacement)];
    });
  },
});

function replacementOfLoss(step: Step, loss: Loss): Replacement | undefined {
  const relation = relationPart(loss.name);
  const table = relationNamed(step.before, relation);
  const column = table && findColumn(table, loss.name.slice(relation.length + 1));
  return table && column && replacementOf(step, table, column);
}

function reportOf({ name, span }: Loss, replacement: Replacement | undefined): RuleReport {
  if (!replacement || replacement.missing === undefined) {
    return { span, message: msg`The column ${name} and its data are gone.` };
  }
  return {
    span,
    message: missing(name, replacement),
    advice: msg`Ship the six steps in this order, each in a deployment of its own: 1. add the new column, 2. an application that writes both, 3. the backfill, 4. NOT NULL, 5. an application that no longer uses the old column, 6. the drop.`,
  };
}

function missing(name: string, replacement: Exclude<Replacement, { readonly missing: undefined }>): Message {
  const { by } = replacement;
  switch (replacement.missing) {
    case 1:
      return msg`The column ${name} is dropped, and step 1 of 6 has not shipped: ${by}, which replaces it, is added in this same deployment.`;
    case 3:
      return replacement.migration
        ? msg`The column ${name} is dropped, and step 3 of 6 has not shipped: the backfill of ${by} from it is in this same deployment (${replacement.migration.name}).`
        : msg`The column ${name} is dropped, and step 3 of 6 has not shipped: no backfill of ${by} from it is in the history.`;
    case 4:
      return msg`The column ${name} is dropped, and step 4 of 6 has not shipped: ${by}, which replaces it, may still be NULL, which the old one never was.`;
    case 5:
      return msg`The column ${name} is dropped, and step 5 of 6 cannot have shipped: until this deployment it was NOT NULL without a default, so an application that no longer writes it would fail.`;
  }
}
