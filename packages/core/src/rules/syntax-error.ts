import { isUnread } from "../sql/unread.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "syntax-error",
  title: "Disallow text that PostgreSQL cannot parse",
  severity: "error",
  down: true,
  covers: [],
  why: msg`PostgreSQL refuses the statement (error 42601). The migration fails, and the deployment stops there.`,
  instead: msg`Correct the statement, or name the framework whose placeholders it contains.`,
  examples: [
    {
      bad: "CREATE TABEL users (id bigint);",
      badFails: "42601",
      good: "CREATE TABLE users (id bigint);",
    },
  ],
  check({ statement }) {
    return statement.error && statement.error.ours === undefined && !isUnread(statement)
      ? [{ span: statement.error.span, message: msg`PostgreSQL cannot parse this: ${statement.error.message}.` }]
      : [];
  },
});
