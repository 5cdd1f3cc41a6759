import { blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "no-repeated-lock",
  title: "Disallow locking the same existing table many times in one migration",
  severity: "warning",
  default: false,
  covers: [128],
  why: msg`Each lock on a busy table must wait for its running queries, and makes the later ones queue behind it: many short waits add up to one that users notice.`,
  instead: msg`Join the changes of one table into few statements, or spread them over several deployments.`,
  options: {
    most: { type: "count", default: 3, about: msg`How many times one migration may lock the same table.` },
  },
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int; ALTER TABLE users ADD COLUMN c int; ALTER TABLE users ADD COLUMN d int;",
      good: "ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int, ADD COLUMN c int, ADD COLUMN d int;",
      transaction: "none",
      goodTransaction: "none",
    },
  ],
  atEnd({ of, steps }, options) {
    if (of !== "migration") return [];
    const most = typeof options["most"] === "number" ? options["most"] : 3;
    const times = new Map<string, number>();
    return steps.flatMap((step) => {
      const again = step.facts.locks.filter(({ relation, mode }) => {
        const held = step.transaction.locks.some((lock) => lock.relation === relation && blocksWrites(lock.mode));
        const kind = relationNamed(step.before, relation)?.kind;
        return blocksWrites(mode) && !held && kind !== "index" && kind !== "partitioned-index" && inUse(step, relation);
      });
      for (const { relation } of again) times.set(relation, (times.get(relation) ?? 0) + 1);
      return again
        .filter(({ relation }) => times.get(relation) === most + 1)
        .map(({ relation }) => ({
          span: wordsOf(step.statement),
          message: msg`This migration locks ${relation} more than ${most} times.`,
        }));
    });
  },
});
