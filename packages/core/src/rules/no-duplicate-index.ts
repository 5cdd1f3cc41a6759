import type { IndexShape, Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newRelations } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-duplicate-index",
  title: "Disallow indexes that another index makes superfluous",
  severity: "warning",
  covers: [72],
  why: msg`Every INSERT, and most UPDATEs, must write to each index of the table. An index whose columns are the first columns of another one has this cost and speeds up nothing.`,
  instead: msg`Leave the index out, or drop the shorter one after the longer one has been built.`,
  examples: [
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text); CREATE INDEX users_email_name ON users (email, name);",
      bad: "CREATE INDEX users_email ON users (email);",
      good: "CREATE INDEX users_name_email ON users (name, email);",
    },
    {
      bad: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE UNIQUE INDEX users_id ON users (id);",
      good: "CREATE TABLE users (id bigint PRIMARY KEY, at date); CREATE INDEX users_at ON users (at) WHERE id > 100; CREATE INDEX users_at_all ON users (at);",
    },
  ],
  kinds: ["IndexStmt"],
  check(step) {
    return newRelations(step).flatMap((made) => {
      const table = made.index && step.after.relations.get(made.index.table);
      const other = table?.indexes
        .map((oid) => step.after.relations.get(oid))
        .find((each) => each && covers(each, made));
      if (!other || made.index?.parent !== undefined) return [];
      return [
        {
          span: wordsOf(step.statement, "INDEX"),
          message: msg`${relationName(other)} already begins with the same columns.`,
        },
      ];
    });
  },
});

/** Whether the other index serves every query that the new one would, and enforces what it would enforce. */
function covers(other: Relation, made: Relation): boolean {
  const [a, b] = [other.index, made.index];
  if (!a || !b || other.oid === made.oid || !a.valid || a.method !== b.method || a.predicate || b.predicate)
    return false;
  if (b.unique && !(a.unique && a.keys.length === b.keys.length)) return false;
  if (a.method !== "btree" && a.keys.length !== b.keys.length) return false;
  return b.include.length === 0 && b.keys.every((_, position) => sameKey(a, b, position));
}

function sameKey(a: IndexShape, b: IndexShape, position: number): boolean {
  const [one, two] = [a.keys[position], b.keys[position]];
  if (!one || !two || one.expression || two.expression) return false;
  return (
    one.column === two.column &&
    one.collation === two.collation &&
    one.operatorClass === two.operatorClass &&
    one.descending === two.descending &&
    one.nullsFirst === two.nullsFirst
  );
}
