import { summaryOf } from "../facts/summary.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "no-superuser-statement",
  title: "Disallow statements that need a superuser",
  severity: "warning",
  covers: [117],
  why: msg`Migrations should run with the rights of the schema's owner. Statements that need a superuser fail there, or tempt people to give the migration role all rights.`,
  instead: msg`Run the statement outside the migrations, where the server is set up.`,
  examples: [
    {
      bad: "CREATE ROLE boss SUPERUSER;",
      good: "CREATE ROLE reader NOLOGIN;",
    },
    {
      bad: "ALTER SYSTEM SET work_mem = '64MB';",
      good: "SET work_mem = '64MB';",
      transaction: "none",
    },
  ],
  kinds: ["AlterSystemStmt", "CreateRoleStmt", "AlterRoleStmt"],
  check({ statement, facts }) {
    if (facts.error) return [];
    if (statement.kind === "AlterSystemStmt")
      return [{ span: wordsOf(statement, "ALTER SYSTEM"), message: msg`ALTER SYSTEM needs a superuser.` }];
    if (summaryOf(statement).options.has("superuser")) {
      return [{ span: wordsOf(statement, "SUPERUSER"), message: msg`Only a superuser can create superusers.` }];
    }
    return [];
  },
});
