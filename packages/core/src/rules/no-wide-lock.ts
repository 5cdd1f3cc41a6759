import type { Lock } from "../facts/facts.js";
import { blocksWrites } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, relationNamed, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-wide-lock",
  title: "Disallow locking several existing tables in one transaction",
  severity: "warning",
  covers: [18, 57, 125],
  why: msg`A transaction keeps every lock until it ends, so users of the first table wait for the lock on the last one too. A transaction of the application that locks the same tables in another order ends in a deadlock.`,
  instead: msg`Change one table in each transaction: one migration for each, or a migration outside a transaction.`,
  options: {
    most: { type: "count", default: 2, about: msg`How many existing tables one transaction may lock against writes.` },
  },
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY);",
      bad: "ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN a int;",
      good: "ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN a int;",
      goodTransaction: "none",
    },
    {
      history:
        "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE d (a_id bigint REFERENCES a (id), b_id bigint REFERENCES b (id), c_id bigint REFERENCES c (id));",
      good: "CREATE TABLE d (a_id bigint REFERENCES a (id));",
    },
    {
      history:
        "CREATE TABLE events (id bigint) PARTITION BY LIST (id); CREATE TABLE e1 PARTITION OF events FOR VALUES IN (1); CREATE TABLE e2 PARTITION OF events FOR VALUES IN (2);",
      bad: "ALTER TABLE events ADD COLUMN kind text;",
      good: "ALTER TABLE e1 SET (fillfactor = 80);",
    },
  ],
  check(step, options) {
    if (step.facts.error) return [];
    const most = typeof options["most"] === "number" ? options["most"] : 2;
    const counted = step.facts.locks.filter((lock) => counts(step, lock));
    if (counted.length === 0) return [];
    const takesExclusive = counted.some(isExclusive);
    const held: Lock[] = [];
    let heldExclusive = 0;
    // No further than it matters: a transaction may hold thousands of locks.
    step.transaction.locks.find((lock) => {
      if (!counts(step, lock)) return false;
      held.push(lock);
      if (isExclusive(lock)) heldExclusive++;
      return heldExclusive > 1 || (!takesExclusive && held.length > most);
    });
    const known = new Set(held.map(({ relation }) => relation));
    const taken = counted.filter(({ relation }) => !known.has(relation));
    const overMost = held.length <= most && held.length + taken.length > most;
    const secondExclusive = heldExclusive === 1 && taken.some(isExclusive);
    if (taken.length === 0 || heldExclusive > 1 || !(overMost || secondExclusive)) return [];
    const names = [...held, ...taken].map(({ relation }) => relation).join(", ");
    return [{ span: wordsOf(step.statement), message: msg`This transaction locks ${names} at the same time.` }];
  },
});

const isExclusive = ({ mode }: Lock): boolean => mode === "ACCESS EXCLUSIVE";

function counts(step: Step, { relation, mode }: Lock): boolean {
  if (!blocksWrites(mode)) return false;
  const kind = relationNamed(step.before, relation)?.kind;
  const table = kind === undefined || kind === "table" || kind === "partitioned-table" || kind === "materialized-view";
  return table && inUse(step, relation);
}
