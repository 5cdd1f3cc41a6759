import { summaryOf } from "../facts/summary.js";
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
    const { constraints } = summaryOf(statement);
    if (!constraints.has("check") && !constraints.has("not-null")) return [];
    return [
      {
        span: wordsOf(statement, "CHECK", "NOT NULL"),
        message: msg`Columns of this domain cannot be added to a table without rewriting it.`,
      },
    ];
  },
});
