import type { Loss } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { copyOf } from "./replacement.js";
import { defineRule, type RuleReport } from "./rule.js";
import { inUse, relationNamed, type Step } from "./step.js";

export default defineRule({
  id: "no-drop-table",
  title: "Disallow dropping an existing table before its copy has shipped",
  severity: "error",
  covers: [81],
  why: msg`The application that still runs fails on every query that names the table, and its data is lost. The lock is ACCESS EXCLUSIVE, also on every table that its foreign keys point at.`,
  instead: msg`Deploy an application that no longer uses the table first, and drop the table in a later deployment, after a backup. Where nothing uses it any more and nothing replaces it, allow this finding with that reason.`,
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
    {
      history:
        "CREATE TABLE people (id bigint PRIMARY KEY, name text); CREATE TABLE logins (id bigint, at date); CREATE TABLE users (id bigint PRIMARY KEY, full_name text); INSERT INTO users (id, full_name) SELECT id, name FROM people; INSERT INTO users (id) SELECT id FROM logins;",
      bad: "DROP TABLE logins;",
      good: "DROP TABLE people;",
    },
  ],
  kinds: ["DropStmt"],
  check(step) {
    return step.facts.losses
      .filter((loss) => loss.what === "table" && inUse(step, loss.relation ?? loss.name))
      .filter((loss) => !relationNamed(step.before, loss.relation ?? loss.name)?.partitionOf)
      .flatMap((loss) => reportOf(step, loss));
  },
});

function reportOf(step: Step, { name, relation = name, span }: Loss): RuleReport[] {
  const table = relationNamed(step.before, relation);
  const copied = table && copyOf(step, table);
  if (!copied) return [{ span, message: msg`The table ${name} and its data are gone.` }];
  const { into, left, ships } = copied;
  if (ships) {
    const { name: migration } = ships.migration;
    return [
      ships.step === 1
        ? {
            span,
            message: msg`The table ${name} is dropped, and step 1 of 6 has not shipped: ${into}, which replaces it, is made in this same deployment.`,
          }
        : {
            span,
            message: msg`The table ${name} is dropped, and step 3 of 6 has not shipped: its copy into ${into} is in this same deployment (${migration}).`,
          },
    ];
  }
  if (left.length === 0) return [];
  return [
    {
      span,
      message: msg`The table ${name} is dropped, and step 3 of 6 has not shipped for all of it: nothing copied ${left.join(", ")}.`,
    },
  ];
}
