import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "require-suppression-reason",
  title: "Require a reason in suppression comments",
  severity: "warning",
  down: true,
  covers: [],
  why: msg`A reviewer cannot see whether the danger was judged or only silenced.`,
  instead: msg`Write why it is safe here, behind two dashes: "-- release-gate: allow RULE -- reason".`,
  examples: [
    {
      history: "CREATE TABLE old_orders (id bigint PRIMARY KEY);",
      bad: "-- release-gate: allow no-drop-table\nDROP TABLE old_orders;",
      good: "-- release-gate: allow no-drop-table -- archived in May, no reads since (owner payments)\nDROP TABLE old_orders;",
    },
  ],
  aboutComment({ by, fault, names, reason, span }) {
    // Other tools do not ask for a reason.
    if (by !== "comment" || fault || reason !== "") return [];
    const rules = names.map(({ name }) => name).join(", ");
    return [{ span, message: msg`The comment gives no reason why ${rules} is allowed here.` }];
  },
});
