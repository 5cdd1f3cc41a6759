import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { notValid } from "./not-valid.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, wordsOf } from "./step.js";

export default defineRule({
  id: "require-not-valid-check",
  title: "Require NOT VALID when adding a check constraint to an existing table",
  severity: "error",
  covers: [11, 36, 41],
  fixable: true,
  why: msg`A new check constraint reads the whole table to verify it, under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the scan ends.`,
  instead: msg`Add the constraint with NOT VALID, and run ALTER TABLE ... VALIDATE CONSTRAINT in a later transaction: that reads the table under SHARE UPDATE EXCLUSIVE, which lets reads and writes pass.`,
  examples: [
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);",
      good: "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;",
    },
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE orders ADD COLUMN discount int CHECK (discount >= 0);",
      good: "ALTER TABLE orders ADD COLUMN discount int;",
    },
    {
      history:
        "CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(10), CONSTRAINT orders_code CHECK (code <> ''));",
      bad: "ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);",
      good: "ALTER TABLE orders DROP CONSTRAINT orders_code; ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);",
    },
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY, total int CONSTRAINT orders_total CHECK (total >= 0));",
      bad: "ALTER TABLE orders ADD CONSTRAINT orders_id CHECK (id > 0);",
      good: "CREATE TABLE parcels (id bigint); ALTER TABLE parcels ADD CONSTRAINT parcels_id CHECK (id > 0);",
    },
  ],
  kinds: ["AlterTableStmt"],
  check(step) {
    if (step.facts.rewrites.length > 0) return [];
    const scan = step.facts.scans.find(({ relation, why }) => why === "check" && mayBeLarge(step, relation));
    if (!scan || summaryOf(step.statement).does.has("validate")) return [];
    const span = scan.span ?? wordsOf(step.statement, "CHECK", "TYPE");
    if (!summaryOf(step.statement).constraints.has("check")) {
      return [
        {
          span,
          message: msg`${scan.relation} is read in full to verify the check constraints on the changed column, while all reads and writes wait.`,
          advice: msg`Drop the check constraint first, change the type, add the constraint again with NOT VALID, and validate it in a later transaction.`,
        },
      ];
    }
    const edit = notValid(step);
    return [
      {
        span,
        message: msg`${scan.relation} is read in full to verify the check constraint, while all reads and writes wait.`,
        ...(edit ? { fix: [edit] } : {}),
      },
    ];
  },
});
