import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, wordsOf } from "./step.js";

export default defineRule({
  id: "no-full-replica-identity",
  title: "Disallow REPLICA IDENTITY FULL on an existing table",
  severity: "warning",
  covers: [111],
  why: msg`Every UPDATE and DELETE writes the whole old row into the write-ahead log, and a subscriber looks for the row by comparing all columns: both grow with the table's width and size.`,
  instead: msg`Use REPLICA IDENTITY USING INDEX with a unique index over NOT NULL columns.`,
  examples: [
    {
      history: "CREATE TABLE events (id bigint NOT NULL, body text); CREATE UNIQUE INDEX events_id ON events (id);",
      bad: "ALTER TABLE events REPLICA IDENTITY FULL;",
      good: "ALTER TABLE events REPLICA IDENTITY USING INDEX events_id;",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    if (step.facts.error || !summaryOf(step.statement).does.has("full-replica-identity")) return [];
    const table = step.facts.locks.find(({ relation, why }) => why === undefined && inUse(step, relation));
    if (!table) return [];
    return [
      {
        span: wordsOf(step.statement, "REPLICA IDENTITY FULL"),
        message: msg`Every UPDATE and DELETE on ${table.relation} logs the whole old row from now on.`,
      },
    ];
  },
});
