import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { longScans, mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "require-validated-not-null",
  title: "Require a validated check before a column of an existing table becomes NOT NULL",
  severity: "error",
  covers: [20, 21, 22, 23, 51],
  why: msg`Making a column NOT NULL reads the whole table to look for NULL, under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the scan ends.`,
  instead: msg`Add CHECK (column IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT NULL (PostgreSQL sees the validated check and skips the scan), and drop the check.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
      good: "ALTER TABLE users ADD CONSTRAINT users_email_set CHECK (email IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_email_set; ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, age int); ALTER TABLE users ADD CONSTRAINT users_age CHECK (age IS NOT NULL AND age > 0) NOT VALID;",
      bad: "ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
      good: "ALTER TABLE users VALIDATE CONSTRAINT users_age; ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ADD CONSTRAINT users_email_set NOT NULL email;",
      good: "ALTER TABLE users ADD CONSTRAINT users_email_set NOT NULL email NOT VALID;",
      postgres: [18],
    },
    {
      history: "CREATE TABLE users (id bigint, email text); CREATE UNIQUE INDEX users_id ON users (id);",
      bad: "ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id;",
      good: "ALTER TABLE users ADD CONSTRAINT users_id_set CHECK (id IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_id_set; ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id;",
      goodTransaction: "none",
    },
  ],
  check(step) {
    if (step.facts.rewrites.length > 0) return [];
    const scan = longScans(step.facts).find(({ relation, why }) => why === "not-null" && mayBeLarge(step, relation));
    if (!scan || summaryOf(step.statement).does.has("validate")) return [];
    return [
      {
        span: scan.span ?? wordsOf(step.statement, "SET NOT NULL", "NOT NULL", "PRIMARY KEY"),
        message: msg`${scan.relation} is read in full to look for NULL, while all reads and writes wait.`,
        ...(step.postgres >= 18
          ? {
              advice: msg`Add the constraint as NOT NULL ... NOT VALID (ALTER TABLE ... ADD CONSTRAINT name NOT NULL column NOT VALID), and validate it in a later transaction.`,
            }
          : {}),
      },
    ];
  },
});
