import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "no-enum-value-use",
  title: "Disallow using an enum value in the transaction that adds it",
  severity: "error",
  covers: [96],
  why: msg`PostgreSQL does not let a new enum value be used before the transaction that added it is committed (error 55P04). The migration fails, and the deployment stops there.`,
  instead: msg`Put ALTER TYPE ... ADD VALUE into a migration of its own that is committed before the value is used.`,
  examples: [
    {
      history: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood ADD VALUE 'sad'; UPDATE users SET mood = 'sad' WHERE id = 1;",
      badFails: "55P04",
      good: "ALTER TYPE mood ADD VALUE 'sad';",
    },
    {
      history: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE users (id bigint PRIMARY KEY, mood mood);",
      bad: "ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
      badFails: "55P04",
      good: "ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
      goodTransaction: "none",
    },
  ],
  check({ facts }) {
    if (facts.error?.sqlstate !== "55P04") return [];
    return [{ span: facts.error.span, message: msg`The new enum value is used before it is committed.` }];
  },
});
