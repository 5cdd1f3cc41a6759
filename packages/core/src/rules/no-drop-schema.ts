import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-drop-schema",
  title: "Disallow dropping a schema or a database",
  severity: "error",
  covers: [84],
  why: msg`Everything in it is lost, and the application that still runs fails on all of it.`,
  instead: msg`Drop what is in it by name, in deployments of their own, and the empty schema last, outside the migrations.`,
  examples: [
    {
      history: "CREATE SCHEMA billing; CREATE TABLE billing.invoices (id bigint);",
      bad: "DROP SCHEMA billing CASCADE;",
      good: "CREATE SCHEMA drafts; DROP SCHEMA drafts;",
    },
  ],
  check(step) {
    const database = summaryOf(step.statement).drops.find(({ kind }) => kind === "OBJECT_DATABASE");
    if (database)
      return [
        {
          span: wordsOf(step.statement, "DROP DATABASE"),
          message: msg`The database ${database.name.name} and its data are gone.`,
        },
      ];
    return step.facts.losses
      .filter(({ what, name }) => what === "schema" && !createdHere(name))
      .map((loss) => ({ span: loss.span, message: msg`The schema ${loss.name} and everything in it are gone.` }));

    function createdHere(name: string): boolean {
      return step.migration.statements.some(
        (other) =>
          other.index < step.statement.index &&
          summaryOf(other).makes.some((made) => made.kind === "OBJECT_SCHEMA" && made.name.name === name),
      );
    }
  },
});
