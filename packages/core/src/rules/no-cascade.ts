import type { Node } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { findRelation, relationName, type Name } from "../catalog/lookup.js";
import { nameFrom, rangeName, strings } from "../catalog/names.js";
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
    if (!cascades(statement.node) || step.facts.error) return [];
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
function isKnown({ statement: { node }, before }: Step): boolean {
  if (node && "AlterTableStmt" in node)
    return findRelation(before, rangeName(node.AlterTableStmt.relation)) !== undefined;
  if (!node || !("DropStmt" in node)) return false;
  const { removeType = "OBJECT_TABLE", objects = [] } = node.DropStmt;
  if (alone.has(removeType)) return true;
  return relations.has(removeType) && objects.every((object) => findRelation(before, nameOf(object)) !== undefined);
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

function nameOf(object: Node): Name {
  return nameFrom(strings("List" in object ? object.List.items : [object]));
}

/** Whether a drop says CASCADE; ON DELETE CASCADE of a foreign key drops nothing. */
function cascades(node: Node | undefined): boolean {
  if (!node) return false;
  if ("DropStmt" in node) return node.DropStmt.behavior === "DROP_CASCADE";
  if ("DropOwnedStmt" in node) return node.DropOwnedStmt.behavior === "DROP_CASCADE";
  if (!("AlterTableStmt" in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).some(
    (command) =>
      "AlterTableCmd" in command &&
      (command.AlterTableCmd.subtype ?? "").startsWith("AT_Drop") &&
      command.AlterTableCmd.behavior === "DROP_CASCADE",
  );
}

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
