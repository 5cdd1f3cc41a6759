import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-dynamic-sql",
  title: "Disallow SQL that is put together while the migration runs",
  severity: "warning",
  covers: [137],
  why: msg`What EXECUTE runs is known only on the server: neither this check nor a reviewer can tell what it locks, rewrites or drops.`,
  instead: msg`Write the statements out, or review what the block runs and allow this finding with the reason.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN a int', 'users'); END $$;",
      good: "ALTER TABLE users ADD COLUMN a int;",
    },
  ],
  check({ statement, facts }) {
    if (facts.certainty === "exact" || !("dynamic" in facts.certainty)) return [];
    const [reason] = facts.certainty.dynamic;
    return [
      {
        span: wordsOf(statement, "DO"),
        message: reason ? msg`What this runs cannot be seen: ${reason}` : msg`What this runs cannot be seen.`,
      },
    ];
  },
});
