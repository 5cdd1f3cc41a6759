import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationPart } from "./step.js";

export default defineRule({
  id: "no-access-removal",
  title: "Disallow revoking privileges in a migration",
  severity: "warning",
  covers: [114],
  why: msg`The application that still runs may use the privilege: its queries fail with "permission denied" from now on.`,
  instead: msg`Change privileges in a reviewed change of their own, after the application has stopped using them.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "REVOKE SELECT ON users FROM PUBLIC;",
      good: "GRANT SELECT ON users TO PUBLIC;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "REVOKE ALL ON TABLE users FROM CURRENT_USER;",
      good: "CREATE TABLE notes (id bigint); REVOKE ALL ON notes FROM PUBLIC;",
    },
  ],
  check(step) {
    if (step.statement.kind === "AlterTableStmt") return [];
    return step.facts.breaks
      .filter(({ why, of }) => why === "denied" && inUse(step, relationPart(of)))
      .map(({ of, span }) => ({ span, message: msg`Roles lose privileges on ${of}.` }));
  },
});
