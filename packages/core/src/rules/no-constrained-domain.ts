import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-constrained-domain",
  title: "Disallow domains with constraints",
  severity: "warning",
  default: false,
  covers: [101],
  why: msg`Adding a column of a constrained domain rewrites the table, and changing the domain's constraint locks and reads every table that uses it.`,
  instead: msg`Use the base type, and put the check on each table.`,
  examples: [
    {
      bad: "CREATE DOMAIN positive AS int CHECK (VALUE > 0);",
      good: "CREATE DOMAIN amount AS int;",
    },
  ],
  kinds: ["CreateDomainStmt"],
  check({ statement }) {
    const node = statement.node;
    if (!node || !("CreateDomainStmt" in node)) return [];
    const constrained = (node.CreateDomainStmt.constraints ?? []).some(
      (each) =>
        "Constraint" in each &&
        (each.Constraint.contype === "CONSTR_CHECK" || each.Constraint.contype === "CONSTR_NOTNULL"),
    );
    if (!constrained) return [];
    return [
      {
        span: wordsOf(statement, "CHECK", "NOT NULL"),
        message: msg`Columns of this domain cannot be added to a table without rewriting it.`,
      },
    ];
  },
});
