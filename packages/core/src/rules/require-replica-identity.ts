import type { Catalog, Relation } from "../catalog/catalog.js";
import { msg } from "../text/message.js";
import { lockedRelations } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "require-replica-identity",
  title: "Require a replica identity on published tables",
  severity: "error",
  covers: [54, 58, 112],
  why: msg`A table that is published with UPDATE and DELETE needs a replica identity: without a primary key or another one, every UPDATE and DELETE on it fails (error 55000).`,
  instead: msg`Give the table a primary key, or run ALTER TABLE ... REPLICA IDENTITY USING INDEX first.`,
  examples: [
    {
      history:
        "CREATE TABLE events (id bigint CONSTRAINT events_pkey PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE events;",
      bad: "ALTER TABLE events DROP CONSTRAINT events_pkey;",
      good: "ALTER TABLE events ADD COLUMN name text;",
    },
    {
      history: "CREATE TABLE notes (body text); CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE PUBLICATION feed FOR TABLE notes;",
      good: "CREATE PUBLICATION feed FOR TABLE users; CREATE PUBLICATION inserts FOR TABLE notes WITH (publish = 'insert');",
    },
  ],
  kinds: ["AlterTableStmt", "CreatePublicationStmt", "AlterPublicationStmt"],
  check(step) {
    if (step.facts.error) return [];
    return lockedRelations(step).flatMap(({ lock: { relation: name }, before, after }) => {
      if (lacksIdentity(step.before, before) || !lacksIdentity(step.after, after)) return [];
      return [
        {
          span: wordsOf(step.statement, "DROP CONSTRAINT", "REPLICA IDENTITY", "TABLE"),
          message: msg`Every UPDATE and DELETE on ${name} fails from now on.`,
        },
      ];
    });
  },
});

/** Published with updates or deletes, and nothing tells its rows apart. */
function lacksIdentity(catalog: Catalog, table: Relation): boolean {
  const published = catalog.publications
    .values()
    .some(
      ({ allTables, tables, schemas, publishes }) =>
        (allTables || tables.includes(table.oid) || schemas.includes(table.schema)) &&
        (publishes.length === 0 || publishes.includes("update") || publishes.includes("delete")),
    );
  if (!published || (table.kind !== "table" && table.kind !== "partitioned-table")) return false;
  if (table.replicaIdentity === "default") return !table.constraints.some(({ kind }) => kind === "primary-key");
  return table.replicaIdentity === "nothing";
}
