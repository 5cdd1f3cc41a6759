import type { Catalog, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { touchedTables } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "no-published-table-change",
  title: "Disallow changing the columns of a published table",
  severity: "warning",
  covers: [113],
  why: msg`Logical replication does not replicate schema changes. A subscriber that lacks a new column stops applying changes at the first row that has it, and the publisher keeps its log until it is repaired.`,
  instead: msg`Add columns on the subscriber first, and drop them on the publisher first; then allow this finding for the statement, with that as the reason.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users;",
      bad: "ALTER TABLE users ADD COLUMN name text;",
      good: "CREATE INDEX users_id ON users (id DESC);",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE notes (id bigint PRIMARY KEY); CREATE PUBLICATION feed FOR ALL TABLES;",
      bad: "ALTER TABLE users ADD COLUMN name text;",
      good: "ALTER TABLE users SET (fillfactor = 80);",
    },
  ],
  kinds: ["AlterTableStmt", "RenameStmt"],
  check(step) {
    const [changed] = touchedTables(step).filter((after) => {
      const before = step.before.relations.get(after.oid);
      return (
        before && inUse(step, relationName(before)) && published(step.before, before) && shape(before) !== shape(after)
      );
    });
    if (!changed) return [];
    return [
      { span: wordsOf(step.statement), message: msg`Subscribers of ${relationName(changed)} do not get this change.` },
    ];
  },
});

function published(catalog: Catalog, { oid, schema }: Relation): boolean {
  return catalog.publications
    .values()
    .some(({ allTables, tables, schemas }) => allTables || tables.includes(oid) || schemas.includes(schema));
}

function shape({ columns }: Relation): string {
  return columns.map(({ name, type }) => `${name} ${type.name}`).join();
}
