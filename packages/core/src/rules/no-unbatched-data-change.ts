import { msg } from "../text/message.js";
import { reachOf } from "./reach.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

/** The word that is to blame, by the kind of statement. */
const words = { UpdateStmt: "UPDATE", DeleteStmt: "DELETE", MergeStmt: "MERGE" } as const;

const ofRows: ReadonlySet<string> = new Set(["child", "partition"]);

export default defineRule({
  id: "no-unbatched-data-change",
  title: "Disallow changing all rows of a table in one statement",
  severity: "error",
  covers: [130],
  why: msg`One UPDATE or DELETE over the whole table locks every row until it commits: users who change the same rows wait, vacuum cannot clean up, and replicas fall behind.`,
  instead: msg`Change the rows in batches of some thousand by key, each in a transaction of its own, outside the schema migration.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "UPDATE users SET plan = 'free';",
      good: "UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 1000;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "DELETE FROM users WHERE true;",
      good: "DELETE FROM users WHERE id = 7;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "UPDATE users SET plan = 'free' WHERE plan IS NULL;",
      good: "UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users WHERE plan IS NULL ORDER BY id LIMIT 1000);",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "WITH gone AS (DELETE FROM users RETURNING id) SELECT count(*) FROM gone;",
      good: "WITH gone AS (DELETE FROM users WHERE id = 7 RETURNING id) SELECT count(*) FROM gone;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "MERGE INTO users USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE;",
      good: "MERGE INTO users USING (SELECT 7 AS id) AS new ON users.id = new.id WHEN NOT MATCHED THEN INSERT VALUES (7, 'free');",
      postgres: [15, 16, 17, 18],
    },
  ],
  kinds: ["UpdateStmt", "DeleteStmt", "MergeStmt"],
  check(step) {
    const reach = reachOf(step);
    // A parent that is new may have children that are not.
    const changed = step.facts.locks.filter(({ mode, why = "child" }) => mode === "ROW EXCLUSIVE" && ofRows.has(why));
    const target = changed.find(({ relation }) => mayBeLarge(step, relation))?.relation;
    if (reach === undefined || reach === "some" || target === undefined) return [];
    const span = wordsOf(step.statement, words[step.statement.kind as keyof typeof words]);
    return reach === "all"
      ? [{ span, message: msg`Every row of ${target} is changed in one transaction.` }]
      : [
          {
            span,
            severity: "warning",
            message: msg`An unknown number of rows of ${target} is changed in one transaction.`,
          },
        ];
  },
});
