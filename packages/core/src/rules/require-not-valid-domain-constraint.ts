import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "require-not-valid-domain-constraint",
  title: "Require NOT VALID when constraining a domain that tables use",
  severity: "error",
  covers: [98, 99],
  why: msg`A new constraint of a domain reads every table that has a column of it, and holds SHARE on each: writes to all of them wait until the last one is read.`,
  instead: msg`Add the check with NOT VALID, which locks no table; VALIDATE CONSTRAINT holds SHARE too, so prefer a check on the table itself for large tables.`,
  examples: [
    {
      history: "CREATE DOMAIN email AS text; CREATE TABLE users (id bigint PRIMARY KEY, address email);",
      bad: "ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%');",
      good: "ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%') NOT VALID;",
    },
    {
      history: "CREATE DOMAIN email AS text; CREATE TABLE users (id bigint PRIMARY KEY, address email);",
      bad: "ALTER DOMAIN email SET NOT NULL;",
      good: "CREATE DOMAIN token AS text; ALTER DOMAIN token SET NOT NULL;",
    },
    {
      history:
        "CREATE DOMAIN email AS text; CREATE TABLE users (id bigint PRIMARY KEY, address email); ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%') NOT VALID;",
      bad: "ALTER DOMAIN email VALIDATE CONSTRAINT email_at;",
      good: "ALTER TABLE users ADD CONSTRAINT users_address CHECK (address LIKE '%@%') NOT VALID;",
    },
  ],
  kinds: ["AlterDomainStmt"],
  check(step) {
    const tables = [...new Set(step.facts.scans.map(({ relation }) => relation))].filter((relation) =>
      mayBeLarge(step, relation),
    );
    if (tables.length === 0) return [];
    return [
      {
        span: wordsOf(step.statement, "VALIDATE CONSTRAINT", "SET NOT NULL", "CHECK"),
        message: msg`Writes to ${tables.join(", ")} wait while the rows are read.`,
      },
    ];
  },
});
