import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationPart } from "./step.js";

export default defineRule({
  id: "no-required-column",
  title: "Disallow requiring a value that the running application does not write",
  severity: "error",
  covers: [4, 19],
  why: msg`The application that still runs does not know the column, so each of its INSERTs fails on the missing value. A NOT NULL column without a default fails at once when the table has rows (error 23502).`,
  instead: msg`Give the column a default, or add it without NOT NULL, deploy an application that writes it, fill the old rows, and make it NOT NULL in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN plan text NOT NULL;",
      good: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ADD CONSTRAINT users_plan CHECK (plan IS NOT NULL) NOT VALID;",
      good: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ADD CONSTRAINT users_plan CHECK (plan <> '') NOT VALID;",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ why, of }) => why === "required" && inUse(step, relationPart(of)))
      .map(({ of, span }) => ({ span, message: msg`INSERTs that do not give ${of} a value fail.` }));
  },
});
