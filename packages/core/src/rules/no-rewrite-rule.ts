import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-rewrite-rule",
  title: "Disallow CREATE RULE",
  severity: "warning",
  default: false,
  covers: [105],
  why: msg`A rule rewrites queries before they run: it evaluates expressions twice, hides what a statement does, and takes ACCESS EXCLUSIVE on the table when it is created.`,
  instead: msg`Use a trigger, or an updatable view.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING;",
      good: "CREATE VIEW user_ids AS SELECT id FROM users;",
    },
  ],
  kinds: ["RuleStmt"],
  check({ statement }) {
    return [{ span: wordsOf(statement, "RULE"), message: msg`Queries on the table are rewritten from now on.` }];
  },
});
