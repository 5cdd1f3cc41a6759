import { settingChanges } from "../facts/settings.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

const timeouts = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout"];

export default defineRule({
  id: "no-lasting-timeout",
  title: "Disallow timeouts that outlive the migration",
  severity: "warning",
  covers: [122],
  why: msg`SET lasts as long as the session. On a pooled connection the next client inherits the timeout, and its queries fail for no visible reason.`,
  instead: msg`Use SET LOCAL inside the transaction, or RESET the setting at the end of the migration.`,
  examples: [
    {
      bad: "SET lock_timeout = '5s';",
      good: "SET LOCAL lock_timeout = '5s';",
    },
    {
      bad: "SET statement_timeout = '5s'; SELECT 1;",
      good: "SET statement_timeout = '5s'; SELECT 1; RESET statement_timeout;",
      transaction: "none",
      goodTransaction: "none",
    },
    {
      bad: "SELECT set_config('lock_timeout', '5s', false);",
      good: "SELECT set_config('lock_timeout', '5s', true);",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    return steps.flatMap((step, at) =>
      settingChanges(step.statement).flatMap(({ name, value, local }) => {
        if (local || name === undefined || value === undefined || !timeouts.includes(name) || isZero(value)) return [];
        // Another SET of it is judged itself.
        const later = steps
          .slice(at + 1)
          .some(({ statement }) =>
            settingChanges(statement).some((each) => !each.local && (each.name === undefined || each.name === name)),
          );
        if (later) return [];
        return [{ span: wordsOf(step.statement, "SET"), message: msg`${name} stays set after this migration.` }];
      }),
    );
  },
});

function isZero(value: string): boolean {
  return /^0+\s*[a-z]*$/.test(value.trim());
}
