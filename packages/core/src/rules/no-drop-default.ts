import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUsePart } from "./step.js";

export default defineRule({
  id: "no-drop-default",
  title: "Disallow dropping the default of a required column",
  severity: "error",
  covers: [26],
  why: msg`The column is NOT NULL, and the application that still runs may leave it to its default: each such INSERT fails from now on.`,
  instead: msg`Deploy an application that always gives the column a value first, and drop the default in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text NOT NULL DEFAULT 'free', note text DEFAULT '');",
      bad: "ALTER TABLE users ALTER COLUMN plan DROP DEFAULT;",
      good: "ALTER TABLE users ALTER COLUMN note DROP DEFAULT; ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'basic';",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ why, of }) => why === "default-dropped" && inUsePart(step, of))
      .map(({ of, span }) => ({ span, message: msg`INSERTs that leave ${of} to its default fail.` }));
  },
});
