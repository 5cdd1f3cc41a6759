import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-malformed-suppression",
  title: "Disallow suppression comments that cannot be parsed",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`A comment that cannot be parsed silences nothing, although its author and its readers believe that it does.`,
  instead: msg`Write "-- release-gate: allow RULE -- reason" above the statement.`,
  examples: [
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: alow no-drop-table -- archived, nobody reads it\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- archived, nobody reads it\nDROP TABLE old_orders;",
    },
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: allow no-drop-table -- nobody reads it expires 2027-02-30\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- nobody reads it expires 2199-02-28\nDROP TABLE old_orders;",
    },
  ],
  aboutComment({ fault, span }) {
    return fault ? [{ span, ...fault }] : [];
  },
});
