import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-unknown-suppression",
  title: "Disallow comments that name rules that do not exist",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`A name that no rule has silences nothing: what it was meant for is found all the same.`,
  instead: msg`Correct the name; "release-gate explain --all" lists the rules.`,
  examples: [
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: allow no-drop-tabel -- archived, nobody reads it\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- archived, nobody reads it\nDROP TABLE old_orders;",
    },
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- squawk-ignore ban-dropping-table\nDROP TABLE old_orders;",
      good: "-- squawk-ignore ban-drop-table\nDROP TABLE old_orders;",
    },
  ],
  aboutComment({ by, unknown }) {
    return unknown.map(({ named, meant }) => ({
      span: named.span,
      message: by === "comment" ? msg`There is no rule "${named.name}".` : msg`"${by}" knows no rule "${named.name}".`,
      ...(meant === undefined ? {} : { advice: msg`Write "${meant}", if that was meant.` }),
    }));
  },
});
