import { msg } from "../text/message.js";
import { isNewIndex } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { mayBeLarge } from "./step.js";

export default defineRule({
  id: "no-index-rebuild",
  title: "Disallow type and collation changes that rebuild indexes of an existing table",
  severity: "error",
  covers: [31],
  why: msg`The rows stay, but the indexes over the column are rebuilt under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until they are built.`,
  instead: msg`Add a column with the new type or collation, keep it in step with a trigger, index it with CONCURRENTLY, and switch the application over.`,
  examples: [
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text, city text); CREATE INDEX users_name ON users (name);",
      bad: 'ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";',
      good: 'ALTER TABLE users ALTER COLUMN city TYPE text COLLATE "C";',
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text, nick varchar(10)); CREATE INDEX users_name ON users (name); CREATE INDEX users_nick ON users (nick);",
      bad: 'ALTER TABLE users ALTER COLUMN name TYPE varchar COLLATE "C";',
      good: "ALTER TABLE users ALTER COLUMN nick TYPE varchar(20);",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    const [build] = step.facts.indexBuilds.filter(
      ({ blocksReads, table, index }) =>
        blocksReads && mayBeLarge(step, table) && !step.facts.rewrites.includes(table) && !isNewIndex(step, index),
    );
    if (!build) return [];
    return [
      {
        span: build.span,
        message: msg`Reads and writes of ${build.table} wait until ${build.index ?? ""} is rebuilt.`,
      },
    ];
  },
});
