import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed } from "./step.js";

export default defineRule({
  id: "no-drop-table",
  title: "Disallow dropping an existing table",
  severity: "error",
  covers: [81],
  why: msg`The application that still runs fails on every query that names the table, and its data is lost. The lock is ACCESS EXCLUSIVE, also on every table that its foreign keys point at.`,
  instead: msg`Deploy an application that no longer uses the table first, and drop the table in a later deployment, after a backup.`,
  examples: [
    {
      history: "CREATE TABLE coupons (id bigint PRIMARY KEY);",
      bad: "DROP TABLE coupons;",
      good: "CREATE TABLE drafts (id bigint PRIMARY KEY); DROP TABLE drafts;",
    },
    {
      history:
        "CREATE TABLE coupons (id bigint PRIMARY KEY); CREATE TABLE uses (coupon_id bigint REFERENCES coupons (id));",
      bad: "DROP TABLE uses;",
      good: "CREATE TEMPORARY TABLE found (id bigint); DROP TABLE found;",
    },
  ],
  check(step) {
    if (step.statement.kind !== "DropStmt") return [];
    return step.facts.losses
      .filter((loss) => loss.what === "table" && inUse(step, loss.relation ?? loss.name))
      .filter((loss) => !relationNamed(step.before, loss.relation ?? loss.name)?.partitionOf)
      .map((loss) => ({ span: loss.span, message: msg`The table ${loss.name} and its data are gone.` }));
  },
});
