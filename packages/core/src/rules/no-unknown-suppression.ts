import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-unknown-suppression",
  title: "Disallow suppression comments that name unknown rules",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`A name that no rule has silences nothing: the finding that it was meant for is still reported.`,
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
      message: by === "comment" ? msg`There is no rule "${named.name}".` : msg`"${by}" has no rule "${named.name}".`,
      ...(meant === undefined ? {} : { advice: msg`Write "${meant}", if that was meant.` }),
    }));
  },
});
