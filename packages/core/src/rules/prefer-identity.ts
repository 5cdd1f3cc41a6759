import { relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newColumns } from "./new-columns.js";
import { defineRule } from "./rule.js";
import { hasWords, wordsOf } from "./step.js";

const serials = ["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"];

export default defineRule({
  id: "prefer-identity",
  title: "Prefer identity columns over serial",
  severity: "warning",
  default: false,
  covers: [102],
  why: msg`A serial is a default over a sequence with privileges of its own, which the application's role must be granted too, and anyone can overwrite it by accident.`,
  instead: msg`Use GENERATED ALWAYS AS IDENTITY.`,
  examples: [
    {
      bad: "CREATE TABLE users (id bigserial PRIMARY KEY);",
      good: "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    const word = serials.find((serial) => hasWords(step.statement, serial));
    const [added] = newColumns(step).filter(
      ({ column }) => column.default && !column.identity && column.default.text.includes("nextval"),
    );
    if (word === undefined || !added) return [];
    return [
      {
        span: wordsOf(step.statement, word),
        message: msg`${`${relationName(added.table)}.${added.column.name}`} is a serial.`,
      },
    ];
  },
});
