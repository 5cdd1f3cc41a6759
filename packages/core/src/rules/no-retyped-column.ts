import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationPart } from "./step.js";

export default defineRule({
  id: "no-retyped-column",
  title: "Disallow changing a column to a type that the running application does not expect",
  severity: "error",
  covers: [32, 35],
  why: msg`The application that still runs reads and writes the old type. Its queries fail, or get values that it cannot hold, until its last instance is replaced.`,
  instead: msg`Add a column of the new type, let the application write both, copy the old rows in small batches, switch the readers, and drop the old column in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, joined text, name varchar(10));",
      bad: "ALTER TABLE users ALTER COLUMN joined TYPE date USING joined::date;",
      good: "ALTER TABLE users ALTER COLUMN name TYPE varchar(20);",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ why, of }) => (why === "retyped" || why === "generated") && inUse(step, relationPart(of)))
      .map(({ of, span, why }) => ({
        span,
        message:
          why === "generated" ? msg`Writes that give ${of} a value fail.` : msg`Queries on ${of} meet another type.`,
      }));
  },
});
