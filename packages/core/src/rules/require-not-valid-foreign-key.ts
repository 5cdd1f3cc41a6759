import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { notValid } from "./not-valid.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "require-not-valid-foreign-key",
  title: "Require NOT VALID when adding a foreign key to an existing table",
  severity: "error",
  covers: [14, 15, 37, 42, 43, 44],
  fixable: true,
  why: msg`A new foreign key looks up every row of the table while it holds SHARE ROW EXCLUSIVE (or ACCESS EXCLUSIVE, when ALTER TABLE does more) on both tables: writes to both wait until the last row is verified.`,
  instead: msg`Add the foreign key with NOT VALID, and run ALTER TABLE ... VALIDATE CONSTRAINT in a later transaction: that lets reads and writes pass.`,
  examples: [
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);",
      good: "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1); CREATE TABLE orders (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE orders ADD COLUMN user_id bigint DEFAULT 1 REFERENCES users (id);",
      good: "ALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users (id);",
    },
    {
      history:
        "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users (id));",
      bad: "ALTER TABLE orders ALTER COLUMN user_id TYPE bigint;",
      good: "ALTER TABLE orders DROP CONSTRAINT orders_user; ALTER TABLE orders ALTER COLUMN user_id TYPE bigint;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint CONSTRAINT orders_user REFERENCES users (id) NOT ENFORCED);",
      bad: "ALTER TABLE orders ALTER CONSTRAINT orders_user ENFORCED;",
      good: "ALTER TABLE orders DROP CONSTRAINT orders_user; ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
      postgres: [18],
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    const { statement } = step;
    const { does, constraints } = summaryOf(statement);
    const scan = step.facts.scans.find(({ relation, why }) => why === "foreign-key" && mayBeLarge(step, relation));
    if (!scan || does.has("validate") || does.has("attach")) return [];
    const span = scan.span ?? wordsOf(statement, "FOREIGN KEY", "REFERENCES", "ENFORCED", "TYPE");
    const message = msg`Every row of ${scan.relation} is looked up in the referenced table, while writes to both wait.`;
    if (does.has("enforce")) {
      return [
        {
          span,
          message,
          advice: msg`Drop the foreign key, add it again with NOT VALID, and validate it in a later transaction.`,
        },
      ];
    }
    if (!constraints.has("foreign-key")) {
      return [
        {
          span,
          message,
          advice: msg`Drop the foreign key first, change the type, add the foreign key again with NOT VALID, and validate it in a later transaction.`,
        },
      ];
    }
    if (step.postgres < 18 && relationNamed(step.before, scan.relation)?.kind === "partitioned-table") {
      return [
        {
          span,
          message,
          advice: msg`Add the foreign key to each partition with NOT VALID, validate these one by one, and only then add it to the partitioned table: before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key.`,
        },
      ];
    }
    const edit = notValid(step);
    return [{ span, message, ...(edit ? { fix: [edit] } : {}) }];
  },
});
