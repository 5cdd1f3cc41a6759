import type { SelectStmt } from "@pgsql/types";
import type { Catalog, Relation, UserType } from "../catalog/catalog.js";
import type { Break, RelationName } from "../facts/facts.js";
import { msg } from "../text/message.js";
import { defineRule, type RuleReport } from "./rule.js";
import { inUsePart, relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-rename",
  title: "Disallow renaming what the running application uses",
  severity: "error",
  covers: [78, 79],
  why: msg`The application that still runs fails on every query that uses the old name, from the moment of the rename until its last instance is replaced.`,
  instead: msg`Add the new name beside the old one (a new column that a trigger keeps in step, or a view), deploy an application that uses only the new one, and remove the old one in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users RENAME COLUMN name TO full_name;",
      good: "ALTER TABLE users ADD COLUMN full_name text;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users RENAME TO accounts;",
      good: "CREATE VIEW accounts AS SELECT id, name FROM users;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users RENAME TO accounts; CREATE VIEW users AS SELECT id FROM accounts;",
      good: "ALTER TABLE users RENAME TO accounts; CREATE VIEW users AS SELECT * FROM accounts;",
    },
    {
      history: "CREATE SCHEMA archive; CREATE TABLE users (id bigint PRIMARY KEY, name text);",
      bad: "ALTER TABLE users SET SCHEMA archive;",
      good: "CREATE VIEW archive.users AS SELECT id, name FROM users;",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';",
      good: "ALTER TYPE mood ADD VALUE 'blue';",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad');",
      bad: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('happy'); DROP TYPE mood_old;",
      good: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad', 'happy'); DROP TYPE mood_old;",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood RENAME TO temper;",
      good: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('happy', 'sad', 'blue'); ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood; DROP TYPE mood_old;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE INDEX users_name ON users (name);",
      bad: "ALTER TABLE users RENAME COLUMN id TO user_id;",
      good: "ALTER INDEX users_name RENAME TO users_by_name;",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ of, why }) => (why === "renamed" || why === "moved") && of !== relationPart(of) && inUsePart(step, of))
      .map((each) => reportOf(each));
  },
  atEnd({ of: end, steps }) {
    if (end !== "migration") return [];
    return steps.flatMap((step, at) =>
      step.facts.breaks
        .filter(
          ({ of, why }) => (why === "renamed" || why === "moved") && of === relationPart(of) && inUsePart(step, of),
        )
        .filter(({ of }) => !isReplacedByView(step, of, steps.slice(at + 1)))
        .flatMap((each) => {
          const lost = lostLabels(step, each.of, steps.slice(at + 1));
          if (lost === undefined) return [reportOf(each)];
          return lost.length === 0 ? [] : [lostReport(each, lost)];
        }),
    );
  },
});

function reportOf({ of, span, why }: Break): RuleReport {
  return {
    span,
    message:
      why === "moved" ? msg`${of} is no longer found in its schema.` : msg`${of} is no longer found under its name.`,
  };
}

/**
 * Whether the same transaction leaves a view of one table under the old name, with all of its old columns: such a view is read
 * and written like the table (manual, CREATE VIEW, Updatable Views).
 */
function isReplacedByView(step: Step, name: RelationName, later: readonly Step[]): boolean {
  const table = relationNamed(step.before, name);
  const made = later.findIndex(({ statement, after }) => {
    const view = statement.kind === "ViewStmt" ? relationNamed(after, name) : undefined;
    return view !== undefined && table !== undefined && showsAll(view, table);
  });
  return inSameTransaction(step, later, made);
}

/**
 * The values that an enum loses where the same transaction gives its name to another type, as Prisma does; undefined where
 * the name stays without a type.
 */
function lostLabels(step: Step, name: RelationName, later: readonly Step[]): readonly string[] | undefined {
  const old = typeNamed(step.before, name);
  if (!old) return undefined;
  const made = later.findIndex(({ after }) => after.typeNames.has(name));
  const taking = later[made] && typeNamed(later[made].after, name);
  if (!taking || !inSameTransaction(step, later, made)) return undefined;
  return (old.labels ?? []).filter((label) => taking.labels?.includes(label) !== true);
}

function typeNamed(catalog: Catalog, name: string): UserType | undefined {
  const oid = catalog.typeNames.get(name);
  return oid === undefined ? undefined : catalog.types.get(oid);
}

function lostReport({ of, span }: Break, lost: readonly string[]): RuleReport {
  return { span, message: msg`${of} loses the values ${lost.join(", ")}: queries that name them fail.` };
}

/** Whether a transaction that is open goes on until the later step at an index. */
function inSameTransaction(step: Step, later: readonly Step[], at: number): boolean {
  return (
    at !== -1 &&
    step.transaction.open &&
    later.slice(0, at + 1).every(({ statement }) => statement.kind !== "TransactionStmt")
  );
}

function showsAll({ kind, query, columns }: Relation, table: Relation): boolean {
  const select =
    query !== undefined && kind === "view" ? (query as { readonly SelectStmt?: SelectStmt }).SelectStmt : undefined;
  if (!select || select.fromClause?.length !== 1 || !("RangeVar" in select.fromClause[0]!)) return false;
  const { whereClause, groupClause, distinctClause, limitCount, withClause, havingClause } = select;
  if (whereClause || groupClause || distinctClause || limitCount || withClause || havingClause) return false;
  const plain = (select.targetList ?? []).every(
    (target) => "ResTarget" in target && target.ResTarget.val !== undefined && "ColumnRef" in target.ResTarget.val,
  );
  return plain && table.columns.every((column) => columns.some((each) => each.name === column.name));
}
