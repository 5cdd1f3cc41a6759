import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "no-vacuum-full",
  title: "Disallow VACUUM FULL and CLUSTER",
  severity: "error",
  covers: [74],
  why: msg`VACUUM FULL and CLUSTER rewrite the table under an ACCESS EXCLUSIVE lock: all reads and writes of it wait until the last row is copied.`,
  instead: msg`Run plain VACUUM, or use pg_repack, which copies the table while it stays usable.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "VACUUM FULL users;",
      good: "VACUUM users;",
      transaction: "none",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CLUSTER users USING users_pkey;",
      good: "ANALYZE users;",
    },
  ],
  kinds: ["VacuumStmt", "ClusterStmt"],
  check(step) {
    const table = step.facts.rewrites.find((name) => {
      const kind = relationNamed(step.before, name)?.kind;
      return kind !== "index" && kind !== "partitioned-index" && mayBeLarge(step, name);
    });
    const span = wordsOf(step.statement, "FULL", "CLUSTER");
    if (table !== undefined)
      return [{ span, message: msg`${table} is rewritten while all reads and writes of it wait.` }];
    const { options, about } = summaryOf(step.statement);
    const whole = options.has("full") || (step.statement.kind === "ClusterStmt" && about === undefined);
    const everything = step.facts.certainty !== "exact" && whole;
    return everything ? [{ span, message: msg`Every table is rewritten while all reads and writes of it wait.` }] : [];
  },
});
