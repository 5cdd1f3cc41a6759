import type { Catalog, UserType } from "../catalog/catalog.js";
import { findType } from "../catalog/type-names.js";
import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf, type Step } from "./step.js";

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
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TABLE users ALTER COLUMN mood TYPE text USING mood::text; DROP TYPE mood;",
      good: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('happy', 'sad', 'blue'); ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood; DROP TYPE mood_old;",
    },
    {
      history: "CREATE DOMAIN token AS text;",
      bad: "DROP DOMAIN token;",
      good: "DROP TYPE IF EXISTS mood;",
    },
  ],
  atEnd({ of, steps }) {
    const first = steps[0]?.before;
    if (of !== "migration" || !first) return [];
    return steps.flatMap((step) =>
      droppedTypes(step)
        .filter((type) => type.oid < first.nextOid && !isReplaced(type, first, step.before))
        .map(({ schema, name }) => ({
          span: wordsOf(step.statement, "DROP TYPE", "DROP DOMAIN"),
          message: msg`The type ${`${schema}.${name}`} is gone.`,
        })),
    );
  },
});

function droppedTypes({ statement, facts, before }: Step): UserType[] {
  if (facts.error) return [];
  return summaryOf(statement).drops.flatMap(({ kind, name }) =>
    kind === "OBJECT_TYPE" || kind === "OBJECT_DOMAIN" ? (findType(before, name) ?? []) : [],
  );
}

/** Whether the name that the running application knows it by means another type by now, as where Prisma swaps enums. */
function isReplaced({ oid, schema, name }: UserType, first: Catalog, now: Catalog): boolean {
  const old = first.types.get(oid);
  return (
    old !== undefined && (old.schema !== schema || old.name !== name) && now.typeNames.has(`${old.schema}.${old.name}`)
  );
}
