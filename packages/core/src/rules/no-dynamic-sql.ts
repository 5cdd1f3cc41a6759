import { conditional } from "../facts/conditional.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-dynamic-sql",
  title: "Disallow SQL that is put together while the migration runs",
  severity: "error",
  covers: [137],
  why: msg`What EXECUTE runs is known only on the server: neither this check nor a reviewer can tell what it locks, rewrites or drops.`,
  instead: msg`Write the statements out, or review what the block runs and allow this finding with the reason.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DO $$ DECLARE t text; BEGIN SELECT tablename INTO t FROM pg_tables WHERE schemaname = 'public'; EXECUTE format('ALTER TABLE %I ADD COLUMN a int', t); END $$;",
      good: "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN a int', 'users'); END $$;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "DO $$ DECLARE t text := current_user; BEGIN EXECUTE 'CREATE TABLE ' || t || '_log (id bigint)'; END $$;",
      good: "DO $$ BEGIN IF (SELECT count(*) FROM users) = 0 THEN CREATE INDEX users_id ON users (id); END IF; END $$;",
    },
  ],
  check({ statement, facts }) {
    if (facts.certainty === "exact" || !("dynamic" in facts.certainty)) return [];
    // A condition hides nothing: the facts have what all branches do.
    const [reason] = facts.certainty.dynamic.filter(({ pattern }) => pattern !== conditional.pattern);
    if (!reason) return [];
    return [
      {
        span: wordsOf(statement, "DO"),
        message: msg`What this runs cannot be seen. ${reason}`,
      },
    ];
  },
});
