import { msg } from "../text/message.js";
import type { Break } from "../facts/facts.js";
import { defineRule, type RuleReport } from "./rule.js";
import { inUse, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-access-removal",
  title: "Disallow taking access away in a migration",
  severity: "error",
  covers: [114],
  why: msg`The application that still runs may use what it loses: its queries fail with "permission denied", or its connections are refused, from now on.`,
  instead: msg`Change privileges, roles and what the server lets in by a reviewed change of their own, after the application has stopped using them.`,
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
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
      good: "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    },
    {
      bad: "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on;",
      good: "ALTER ROLE CURRENT_USER SET lock_timeout = '5s';",
    },
  ],
  check(step) {
    if (step.statement.kind === "AlterTableStmt") return [];
    return step.facts.breaks.filter((each) => each.why === "denied" && isUsed(step, each.of)).map(reportOf);
  },
});

/** A schema that nothing old is in is used by nobody. */
function isUsed(step: Step, of: string): boolean {
  const schema = /^schema (.*)$/s.exec(of)?.[1];
  if (schema === undefined) return inUse(step, relationPart(of));
  const relations = [...step.before.relations.values()].filter((each) => each.schema === schema);
  return relations.some((each) => inUse(step, `${each.schema}.${each.name}`));
}

function reportOf({ of, span, who }: Break): RuleReport {
  if (!/^(?:role|all roles|the role|database|the server)\b/.test(of))
    return { span, message: msg`Roles lose privileges on ${of}.` };
  return {
    span,
    message:
      who === "writers"
        ? msg`New sessions of ${of} can no longer write.`
        : msg`New sessions of ${of} are refused, or may do less.`,
  };
}
