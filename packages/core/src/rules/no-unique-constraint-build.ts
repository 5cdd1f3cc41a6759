import { msg } from "../text/message.js";
import { isNewIndex } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed } from "./step.js";

export default defineRule({
  id: "no-unique-constraint-build",
  title: "Disallow building the index of a constraint while the table is locked",
  severity: "error",
  covers: [12, 13, 48, 49, 50],
  why: msg`A new primary key or unique constraint builds its index under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the index is built.`,
  instead: msg`Build a unique index with CREATE UNIQUE INDEX CONCURRENTLY first, and add the constraint with USING INDEX: that takes the lock for a moment only.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);",
      good: "CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email); ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint NOT NULL, email text);",
      bad: "ALTER TABLE users ADD PRIMARY KEY (id);",
      good: "CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id); ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN email text UNIQUE;",
      good: "ALTER TABLE users ADD COLUMN email text;",
    },
    {
      history: "CREATE TABLE users (name text);",
      bad: "ALTER TABLE users ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;",
      good: "CREATE TABLE logins (name text); ALTER TABLE logins ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    return step.facts.indexBuilds
      .filter((build) => build.blocksReads && mayBeLarge(step, build.table))
      .filter(({ index }) => isNewIndex(step, index))
      .filter(({ index }) => index === undefined || relationNamed(step.after, index)?.index?.exclusion !== true)
      .map((build) => ({
        span: build.span,
        message: msg`Reads and writes of ${build.table} wait until the index of the constraint is built.`,
      }));
  },
});
