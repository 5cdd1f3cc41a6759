import type { Catalog } from "../catalog/catalog.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { hasWords, wordsOf, type Step } from "./step.js";

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
  check(step) {
    const { statement } = step;
    if (!["DropStmt", "AlterTableStmt", "DropOwnedStmt"].includes(statement.kind) || step.facts.error) return [];
    if (!hasWords(statement, "CASCADE")) return [];
    const gone = alsoGone(step);
    const span = wordsOf(statement, "CASCADE");
    if (gone.length > 0) return [{ span, message: msg`CASCADE also drops ${gone.join(", ")}.` }];
    if (step.before.complete) return [];
    return [
      {
        span,
        message: msg`CASCADE drops everything that depends on the object, and what that is cannot be seen here.`,
      },
    ];
  },
});

/** What the statement drops besides the objects that it names, as the catalogs before and after it tell. */
function alsoGone(step: Step): string[] {
  const named = step.statement.text.toLowerCase();
  return [...objects(step.before)]
    .filter(([key]) => !objects(step.after).has(key))
    .flatMap(([, name]) => (isNamed(named, name) ? [] : [name]));
}

function isNamed(text: string, name: string): boolean {
  const last = name.split(".").at(-1) ?? name;
  return text.includes(last.toLowerCase());
}

/** Views, tables, foreign keys, checks, columns and routines by a key that a rename keeps. */
function objects(catalog: Catalog): Map<string, string> {
  const found = new Map<string, string>();
  for (const relation of catalog.relations.values()) {
    if (relation.kind === "index" || relation.kind === "partitioned-index") continue;
    const name = `${relation.schema}.${relation.name}`;
    const parts = [...relation.columns.map(({ name: column, number }) => [number, column] as const)];
    if (relation.kind !== "sequence" || !relation.sequence?.ownedBy) found.set(`r${relation.oid}`, name);
    if (relation.kind !== "table" && relation.kind !== "partitioned-table") continue;
    for (const [number, column] of parts) found.set(`c${relation.oid}.${number}`, `${name}.${column}`);
    for (const constraint of relation.constraints) {
      if (constraint.kind === "foreign-key") found.set(`k${constraint.oid}`, `${name}.${constraint.name}`);
    }
  }
  for (const routine of catalog.routines.values()) found.set(`f${routine.oid}`, `${routine.schema}.${routine.name}`);
  return found;
}
