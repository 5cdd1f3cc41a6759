import type { Lock } from "../facts/facts.js";
import { blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-opposite-lock-order",
  title: "Disallow locking the same tables in opposite orders",
  severity: "warning",
  covers: [126],
  why: msg`Two transactions that lock the same two tables in opposite orders can wait for each other: PostgreSQL then aborts one of them, the migration or a user's request.`,
  instead: msg`Lock tables in the same order everywhere, such as parents before children, or change one table in each transaction.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY);",
      bad: "BEGIN; ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN a int; COMMIT; BEGIN; ALTER TABLE orders ADD COLUMN b int; ALTER TABLE users ADD COLUMN b int; COMMIT;",
      good: "BEGIN; ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN a int; COMMIT; BEGIN; ALTER TABLE users ADD COLUMN b int; ALTER TABLE orders ADD COLUMN b int; COMMIT;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    const seen = new Set<string>();
    return steps.flatMap((step) => {
      if (step.transaction.locks.length === 0) return [];
      const counted = step.facts.locks.filter((lock) => counts(step, lock));
      if (counted.length === 0) return [];
      const held = step.transaction.locks.filter((lock) => counts(step, lock)).map(({ relation }) => relation);
      const taken = counted.map(({ relation }) => relation).filter((relation) => !held.includes(relation));
      const pairs = held.flatMap((first) => taken.map((second) => [first, second] as const));
      const opposite = pairs.find(([first, second]) => seen.has(`${second} ${first}`));
      for (const [first, second] of pairs) seen.add(`${first} ${second}`);
      if (!opposite) return [];
      const [first, second] = opposite;
      return [
        {
          span: wordsOf(step.statement),
          message: msg`${first} is locked before ${second} here, and after it in an earlier transaction.`,
        },
      ];
    });
  },
});

function counts(step: Step, { relation, mode }: Lock): boolean {
  if (!blocksWrites(mode)) return false;
  const kind = relationNamed(step.before, relation)?.kind;
  return kind !== "index" && kind !== "partitioned-index" && inUse(step, relation);
}
