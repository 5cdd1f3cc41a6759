import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-expired-suppression",
  title: "Disallow suppression comments that have expired",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`The comment has expired: it silences nothing any more, and what it allowed is found again.`,
  instead: msg`Remove the comment and what it allowed, or judge it again and set a new date.`,
  examples: [
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: allow no-drop-table -- the export reads it until May expires 2020-05-31\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- nobody reads it since June\nDROP TABLE old_orders;",
    },
  ],
  aboutComment({ expired, expires, owner, names, span }) {
    if (!expired || expires === undefined) return [];
    const rules = names.map(({ name }) => name).join(", ");
    const message =
      owner === undefined
        ? msg`What allowed ${rules} here expired on ${expires}.`
        : msg`What allowed ${rules} here expired on ${expires}; its owner is ${owner}.`;
    return [{ span, message }];
  },
});
