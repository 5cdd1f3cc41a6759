import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "no-truncate",
  title: "Disallow TRUNCATE of an existing table",
  severity: "error",
  covers: [85],
  why: msg`All rows are lost. TRUNCATE takes an ACCESS EXCLUSIVE lock on the table, and with CASCADE also empties every table that refers to it.`,
  instead: msg`Delete the rows that are no longer needed in small batches, after a backup, outside a schema migration.`,
  examples: [
    {
      history: "CREATE TABLE sessions (id bigint PRIMARY KEY);",
      bad: "TRUNCATE sessions;",
      good: "CREATE TABLE drafts (id bigint); TRUNCATE drafts;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint REFERENCES users (id));",
      bad: "TRUNCATE users CASCADE;",
      good: "DELETE FROM orders WHERE user_id = 0;",
    },
  ],
  kinds: ["TruncateStmt"],
  check(step) {
    if (step.facts.error) return [];
    const emptied = step.facts.losses.filter(
      ({ what, relation, name }) => what === "rows" && inUse(step, relation ?? name),
    );
    if (emptied.length === 0) return [];
    const names = emptied.map(({ relation, name }) => relation ?? name).join(", ");
    return [{ span: wordsOf(step.statement, "TRUNCATE"), message: msg`All rows of ${names} are gone.` }];
  },
});
