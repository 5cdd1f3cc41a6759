import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse } from "./step.js";

export default defineRule({
  id: "no-value-loss",
  title: "Disallow type changes that cut stored values",
  severity: "error",
  covers: [35],
  why: msg`The new type holds less than the old one: digits, fractions of a second or characters are cut from stored values, and nothing brings them back. Where PostgreSQL does not cut, it fails.`,
  instead: msg`Add a column of the new type, copy the rows in small batches, compare, and drop the old column in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric(10,4));",
      bad: "ALTER TABLE prices ALTER COLUMN amount TYPE numeric(10,2);",
      good: "ALTER TABLE prices ALTER COLUMN amount TYPE numeric(12,4);",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    return step.facts.losses
      .filter((loss) => loss.what === "values" && (loss.relation === undefined || inUse(step, loss.relation)))
      .map((loss) => ({ span: loss.span, message: msg`Values of ${loss.name} are cut.` }));
  },
});
