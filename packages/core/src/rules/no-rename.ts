import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUsePart } from "./step.js";

export default defineRule({
  id: "no-rename",
  title: "Disallow renaming what the running application uses",
  severity: "error",
  covers: [78, 79],
  why: msg`The application that still runs fails on every query that uses the old name, from the moment of the rename until its last instance is replaced.`,
  instead: msg`Add the new name beside the old one (a new column that a trigger keeps in step, or a view), deploy an application that uses only the new one, and remove the old one in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users RENAME COLUMN name TO full_name;",
      good: "ALTER TABLE users ADD COLUMN full_name text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users RENAME TO accounts;",
      good: "CREATE VIEW accounts AS SELECT id, name FROM users;",
    },
    {
      history: "CREATE SCHEMA archive; CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users SET SCHEMA archive;",
      good: "CREATE VIEW archive.users AS SELECT id, name FROM users;",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';",
      good: "ALTER TYPE mood ADD VALUE 'blue';",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE INDEX users_name ON users (name);",
      bad: "ALTER TABLE users RENAME COLUMN id TO user_id;",
      good: "ALTER INDEX users_name RENAME TO users_by_name;",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ why, of }) => (why === "renamed" || why === "moved") && inUsePart(step, of))
      .map(({ of, span, why }) => ({
        span,
        message:
          why === "moved"
            ? msg`${of} is no longer found in its schema.`
            : msg`${of} is no longer found under its name.`,
      }));
  },
});
