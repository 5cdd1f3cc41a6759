import type { UserType } from "../catalog/catalog.js";
import { findType } from "../catalog/type-names.js";
import { nameFrom, objectParts } from "../catalog/names.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-drop-type",
  title: "Disallow dropping a type that existed before",
  severity: "warning",
  covers: [97],
  why: msg`The application that still runs may name the type in casts and parameters: those queries fail. To remove a value from an enum, type and columns must be rewritten as well.`,
  instead: msg`Deploy an application that no longer names the type first, and drop it in a later deployment; keep unused enum values, or move them into a table.`,
  examples: [
    {
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad');",
      bad: "DROP TYPE mood;",
      good: "CREATE TYPE size AS ENUM ('small'); DROP TYPE size;",
    },
    {
      history: "CREATE DOMAIN token AS text;",
      bad: "DROP DOMAIN token;",
      good: "DROP TYPE IF EXISTS mood;",
    },
  ],
  check(step) {
    const node = step.statement.node;
    const drop = node && "DropStmt" in node ? node.DropStmt : undefined;
    if (step.facts.error || (drop?.removeType !== "OBJECT_TYPE" && drop?.removeType !== "OBJECT_DOMAIN")) return [];
    return (drop.objects ?? []).flatMap((object) => {
      const type = findType(step.before, nameFrom(objectParts(object)));
      if (!type || createdHere(type)) return [];
      return [
        {
          span: wordsOf(step.statement, "DROP TYPE", "DROP DOMAIN"),
          message: msg`The type ${`${type.schema}.${type.name}`} is gone.`,
        },
      ];
    });

    function createdHere(type: UserType): boolean {
      return step.migration.statements.some(
        ({ index, node: other }) =>
          index < step.statement.index &&
          other !== undefined &&
          ("CreateEnumStmt" in other ||
            "CreateDomainStmt" in other ||
            "CompositeTypeStmt" in other ||
            "CreateRangeStmt" in other) &&
          JSON.stringify(other).includes(JSON.stringify(type.name)),
      );
    }
  },
});
