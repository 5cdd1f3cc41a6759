import { msg } from "../text/message.js";
import { lockedRelations } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "require-policy-before-row-security",
  title: "Require a policy before row level security is enabled on an existing table",
  severity: "error",
  covers: [106],
  why: msg`Row level security without a policy shows no row and accepts none, for every role but the table's owner: the application that still runs sees an empty table.`,
  instead: msg`Create the policies first: they do nothing before ENABLE ROW LEVEL SECURITY.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
      good: "CREATE POLICY everyone ON users USING (true); ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    return lockedRelations(step).flatMap(({ lock: { relation }, before, after }) => {
      if (before.rowSecurity || !after.rowSecurity || after.policies.length > 0 || !inUse(step, relation)) return [];
      return [
        {
          span: wordsOf(step.statement, "ENABLE ROW LEVEL SECURITY"),
          message: msg`${relation} has no policy, so every role but its owner sees no row.`,
        },
      ];
    });
  },
});
