import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-unused-suppression",
  title: "Disallow suppression comments that silence nothing",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`The rule finds nothing where the comment allows it. A later change of the statement would be allowed unseen.`,
  instead: msg`Remove the rule from the comment, or move the comment above the statement that it is about.`,
  examples: [
    {
      bad: "-- release-gate: allow no-drop-table -- archived, nobody reads it\nCREATE TABLE orders_archive (id bigint PRIMARY KEY);",
      good: "CREATE TABLE orders_archive (id bigint PRIMARY KEY);",
    },
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: allow no-drop-table, no-cascade -- archived, nobody reads it\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- archived, nobody reads it\nDROP TABLE old_orders;",
    },
  ],
  aboutComment({ by, expired, unused }) {
    // Other tools' comments are for them: their rule may well find what ours knows to be safe.
    if (by !== "comment" || expired) return [];
    return unused.map(({ name, span }) => ({ span, message: msg`${name} finds nothing here.` }));
  },
});
