import { conditional } from "../facts/conditional.js";
import { msg } from "../text/message.js";
import { defineRule, type RuleReport, type Undone } from "./rule.js";
import { schemaDifference } from "./schema-difference.js";
import { wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-incomplete-down-script",
  title: "Disallow a down script that does not bring back the schema before its migration",
  severity: "warning",
  covers: [],
  down: true,
  why: msg`After the rollback no version of the application was tested with the schema, and the migration fails when it runs again, because what it creates still exists.`,
  instead: msg`Undo each statement of the migration, the last one first.`,
  examples: [
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\nCREATE INDEX users_plan ON users (plan);\n-- migrate:down\nDROP INDEX users_plan;\n",
      good: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\nCREATE INDEX users_plan ON users (plan);\n-- migrate:down\nALTER TABLE users DROP COLUMN plan;\n",
    },
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text NOT NULL DEFAULT 'free');",
      bad: "-- migrate:up\nALTER TABLE users ALTER COLUMN plan DROP NOT NULL, ALTER COLUMN plan DROP DEFAULT;\n-- migrate:down\nALTER TABLE users ALTER COLUMN plan SET NOT NULL;\n",
      good: "-- migrate:up\nALTER TABLE users ALTER COLUMN plan DROP NOT NULL, ALTER COLUMN plan DROP DEFAULT;\n-- migrate:down\nALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free', ALTER COLUMN plan SET NOT NULL;\n",
    },
    {
      framework: "dbmate",
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "-- migrate:up\nALTER TABLE users DROP COLUMN plan;\n-- migrate:down\nSELECT 1;\n",
      good: "-- migrate:up\nALTER TABLE users DROP COLUMN plan;\n-- migrate:down\nALTER TABLE users ADD COLUMN plan text;\n",
    },
  ],
  atEnd({ of, migration, steps, undoes }) {
    if (of !== "migration" || !undoes || migration?.direction !== "down") return [];
    // An empty one claims nothing, and a template's empty section is no down script: require-down-script judges that.
    if (steps.length === 0 || steps.some(isUncertain)) return [];
    return reportsOf(undoes, steps);
  },
});

function isUncertain({ facts }: Step): boolean {
  if (facts.error) return true;
  const { certainty } = facts;
  return (
    certainty !== "exact" &&
    "dynamic" in certainty &&
    certainty.dynamic.some(({ pattern }) => pattern !== conditional.pattern)
  );
}

function reportsOf({ before, after }: Undone, steps: readonly Step[]): RuleReport[] {
  const { left, missing, changed } = schemaDifference(before, steps.at(-1)?.after ?? after);
  const [first] = steps;
  if (!first) return [];
  const span = wordsOf(first.statement);
  return [
    ...(left.length > 0
      ? [{ span, message: msg`The down script does not remove what the migration created: ${listed(left)}.` }]
      : []),
    ...(missing.length > 0
      ? [{ span, message: msg`The down script does not restore what the migration removed: ${listed(missing)}.` }]
      : []),
    ...(changed.length > 0
      ? [{ span, message: msg`The down script leaves these different from before: ${listed(changed)}.` }]
      : []),
  ];
}

/** Names that a message lists before it says that there are more. */
const most = 5;

function listed(names: readonly string[]): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")}, ...`;
}
