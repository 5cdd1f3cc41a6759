import type { Relation } from "../catalog/catalog.js";
import { findRelation, relationName } from "../catalog/lookup.js";
import { summaryOf } from "../facts/summary.js";
import { tokensOf } from "../sql/tokens.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-cascade",
  title: "Disallow CASCADE that drops more than the statement names",
  severity: "error",
  covers: [83],
  why: msg`CASCADE drops everything that depends on the object: views, foreign keys, defaults, columns. Nobody reviews what the statement does not name, and each dependent is locked with ACCESS EXCLUSIVE.`,
  instead: msg`Drop the dependents by name, in migrations of their own, and then the object without CASCADE.`,
  examples: [
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE VIEW user_names AS SELECT name FROM users;",
      bad: "DROP TABLE users CASCADE;",
      good: "DROP VIEW user_names; DROP TABLE users;",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "DROP TYPE mood CASCADE;",
      good: "ALTER TABLE users DROP COLUMN mood; DROP TYPE mood;",
    },
  ],
  kinds: ["DropStmt", "DropOwnedStmt", "AlterTableStmt"],
  check(step) {
    const { statement } = step;
    if (!summaryOf(statement).cascades || step.facts.error) return [];
    const gone = alsoGone(step);
    const span = wordsOf(statement, "CASCADE");
    if (gone.length > 0) return [{ span, message: msg`CASCADE also drops ${gone.join(", ")}.` }];
    if (step.before.complete || isKnown(step)) return [];
    return [
      {
        span,
        message: msg`CASCADE drops everything that depends on the object, and what depends on it is not known here.`,
      },
    ];
  },
});

/**
 * Whether the history made what is dropped: then it has what depends on it too, since that came later. On triggers,
 * policies and rules nothing depends.
 */
function isKnown({ statement, before }: Step): boolean {
  const { about, drops } = summaryOf(statement);
  if (about) return findRelation(before, about) !== undefined;
  return (
    drops.length > 0 &&
    drops.every(
      ({ kind, name }) => alone.has(kind) || (relations.has(kind) && findRelation(before, name) !== undefined),
    )
  );
}

const alone = new Set(["OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE"]);
const relations = new Set([
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_FOREIGN_TABLE",
  "OBJECT_SEQUENCE",
  "OBJECT_INDEX",
]);

/** What the statement drops besides the objects that it names, as the catalogs before and after it tell. */
function alsoGone({ before, after, statement }: Step): string[] {
  const named = new Set(tokensOf(statement).map(({ text }) => text.replaceAll('"', "").toLowerCase()));
  const isNamed = (name: string): boolean => named.has(name.toLowerCase());
  const gone: string[] = [];
  for (const relation of before.relations.values()) {
    const now = after.relations.get(relation.oid);
    if (now === relation || relation.kind.endsWith("index") || relation.sequence?.ownedBy) continue;
    if (!now && !isNamed(relation.name)) gone.push(relationName(relation));
    const ofColumn = statement.kind === "AlterTableStmt";
    if (now)
      gone.push(
        ...goneParts(relation, now).flatMap((part) =>
          ofColumn && isNamed(part) ? [] : [`${relationName(relation)}.${part}`],
        ),
      );
  }
  for (const { oid, schema, name } of before.routines.values()) {
    if (!after.routines.has(oid) && !isNamed(name)) gone.push(`${schema}.${name}`);
  }
  return gone.sort();
}

/** Columns, defaults and foreign keys that a table has lost. */
function goneParts(before: Relation, now: Relation): string[] {
  const columns = before.columns.filter(({ number }) => !now.columns.some((each) => each.number === number));
  const keys = before.constraints.filter(
    ({ kind, oid }) => kind === "foreign-key" && !now.constraints.some((each) => each.oid === oid),
  );
  const defaults = before.columns.filter(
    (column) => column.default && now.columns.some((each) => each.number === column.number && !each.default),
  );
  return [...columns, ...keys].map(({ name }) => name).concat(defaults.map(({ name }) => `${name} (DEFAULT)`));
}
