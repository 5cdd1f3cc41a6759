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
    const node = step.statement.node;
    if (!node) return [];
    if ("DropdbStmt" in node)
      return [
        {
          span: wordsOf(step.statement, "DROP DATABASE"),
          message: msg`The database ${node.DropdbStmt.dbname ?? ""} and its data are gone.`,
        },
      ];
    return step.facts.losses
      .filter(({ what, name }) => what === "schema" && !createdHere(name))
      .map((loss) => ({ span: loss.span, message: msg`The schema ${loss.name} and everything in it are gone.` }));

    function createdHere(name: string): boolean {
      return step.migration.statements.some(
        (other) =>
          other.index < step.statement.index &&
          other.node &&
          "CreateSchemaStmt" in other.node &&
          other.node.CreateSchemaStmt.schemaname === name,
      );
    }
  },
});
