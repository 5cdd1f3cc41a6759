import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUsePart } from "./step.js";

export default defineRule({
  id: "no-drop-column",
  title: "Disallow dropping a column of an existing table",
  severity: "error",
  covers: [80],
  why: msg`The application that still runs fails on every query that names the column, and the data in it is lost. Indexes and constraints over the column go silently with it.`,
  instead: msg`Deploy an application that no longer uses the column first, and drop the column in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, nickname text);",
      bad: "ALTER TABLE users DROP COLUMN nickname;",
      good: "ALTER TABLE users ADD COLUMN alias text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, nickname text);",
      bad: "ALTER TABLE users DROP COLUMN IF EXISTS nickname CASCADE;",
      good: "CREATE TABLE drafts (id bigint, body text); ALTER TABLE drafts DROP COLUMN body;",
    },
  ],
  check(step) {
    return step.facts.losses
      .filter((loss) => loss.what === "column" && inUsePart(step, loss.name))
      .map((loss) => ({ span: loss.span, message: msg`The column ${loss.name} and its data are gone.` }));
  },
});
