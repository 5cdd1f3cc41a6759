import type { Catalog } from "../catalog/catalog.js";
import { columnByNumber, relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newConstraints, type NewConstraint } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "require-foreign-key-index",
  title: "Require an index on the columns of a foreign key",
  severity: "warning",
  covers: [55],
  why: msg`Each DELETE in the referenced table, and each UPDATE of its key, looks for referencing rows. Without an index it reads the whole referencing table, for every single row.`,
  instead: msg`Create an index that begins with the referencing columns, with CONCURRENTLY if the table exists already.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));",
      good: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id)); CREATE INDEX orders_user ON orders (user_id);",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
      good: "CREATE TABLE members (user_id bigint REFERENCES users (id), team bigint, PRIMARY KEY (user_id, team));",
    },
  ],
  atEnd({ of, steps }) {
    const after = steps.at(-1)?.after;
    if (of !== "migration" || !after) return [];
    const added = steps.flatMap((step) =>
      step.statement.kind === "CreateStmt" || step.statement.kind === "AlterTableStmt"
        ? newConstraints(step).map((each) => ({ ...each, statement: step.statement }))
        : [],
    );
    // Only then, since going to and fro between the catalogs of the steps and the last one takes long (see PersistentMap).
    return added
      .filter((each) => each.constraint.kind === "foreign-key" && lacksIndex(after, each))
      .map(({ table, constraint, statement }) => ({
        span: wordsOf(statement, "FOREIGN KEY", "REFERENCES"),
        message: msg`No index of ${relationName(table)} begins with ${constraint.columns.map((number) => columnByNumber(table, number)?.name ?? "?").join(", ")}.`,
      }));
  },
});

/** Whether at the end no index of the table has the constraint's columns first, in any order. */
function lacksIndex(after: Catalog, { table, constraint }: NewConstraint): boolean {
  const now = after.relations.get(table.oid);
  if (!now?.constraints.some(({ oid }) => oid === constraint.oid)) return false;
  return !now.indexes.some((oid) => {
    const index = after.relations.get(oid)?.index;
    const first = index?.keys.slice(0, constraint.columns.length).map(({ column }) => column) ?? [];
    return index !== undefined && !index.predicate && constraint.columns.every((column) => first.includes(column));
  });
}
