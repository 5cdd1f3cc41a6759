import { columnByNumber, relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newConstraints } from "./new-objects.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "require-same-foreign-key-type",
  title: "Require the same type on both sides of a foreign key",
  severity: "warning",
  covers: [56],
  why: msg`PostgreSQL accepts a foreign key between integer types of different size. When the keys outgrow the smaller type, inserts fail, and widening it then means rewriting a large table.`,
  instead: msg`Give the referencing column the type of the referenced one.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id int REFERENCES users (id));",
      good: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    return newConstraints(step).flatMap(({ table, constraint }) => {
      const target = constraint.references === undefined ? undefined : step.after.relations.get(constraint.references);
      if (constraint.kind !== "foreign-key" || !target) return [];
      return constraint.columns.flatMap((number, position) => {
        const column = columnByNumber(table, number);
        const other = columnByNumber(target, constraint.referencedColumns?.[position] ?? 0);
        if (!column || !other || column.type.name === other.type.name) return [];
        return [
          {
            span: wordsOf(step.statement, "FOREIGN KEY", "REFERENCES"),
            message: msg`${`${relationName(table)}.${column.name}`} is ${short(column.type.name)}, but ${`${relationName(target)}.${other.name}`} is ${short(other.type.name)}.`,
          },
        ];
      });
    });
  },
});

function short(type: string): string {
  return type.replace(/^pg_catalog\./, "");
}
