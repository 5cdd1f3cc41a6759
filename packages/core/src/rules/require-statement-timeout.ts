import { blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { longScans, mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "require-statement-timeout",
  title: "Require a statement timeout before a blocking statement that reads or writes a whole table",
  severity: "warning",
  default: false,
  covers: [123],
  why: msg`Without a statement timeout nothing ends a statement that takes longer than expected, and users wait as long as it runs.`,
  instead: msg`Run SET LOCAL statement_timeout before it, with the time that users can wait.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
      good: "SET LOCAL statement_timeout = '10s'; ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
    },
  ],
  check(step) {
    const { facts } = step;
    if (!/^0*$/.test(step.transaction.settings.get("statement_timeout") ?? "")) return [];
    const work = [
      ...longScans(facts).map(({ relation }) => relation),
      ...facts.rewrites,
      ...facts.indexBuilds.map(({ table }) => table),
    ];
    const lock = facts.locks.find(
      ({ relation, mode }) => blocksWrites(mode) && work.includes(relation) && mayBeLarge(step, relation),
    );
    return lock
      ? [
          {
            span: wordsOf(step.statement),
            message: msg`Nothing ends this statement if ${lock.relation} is larger than expected.`,
          },
        ]
      : [];
  },
});
