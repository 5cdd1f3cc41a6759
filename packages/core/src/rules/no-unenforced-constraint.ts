import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-unenforced-constraint",
  title: "Disallow constraints that nothing enforces",
  severity: "warning",
  covers: [45],
  why: msg`A NOT ENFORCED constraint checks neither old nor new rows: wrong data enters unnoticed, although the schema promises otherwise.`,
  instead: msg`Add the constraint with NOT VALID, which checks new rows at once, and validate it in a later transaction.`,
  examples: [
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT ENFORCED;",
      good: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;",
      postgres: [18],
    },
  ],
  kinds: ["AlterTableStmt", "CreateStmt"],
  check({ statement, facts }) {
    const { does, constraints } = summaryOf(statement);
    if (facts.error || !(constraints.has("not-enforced") || does.has("unenforce"))) return [];
    return [
      {
        span: wordsOf(statement, "NOT ENFORCED"),
        message: msg`Neither old nor new rows are checked against this constraint.`,
      },
    ];
  },
});
