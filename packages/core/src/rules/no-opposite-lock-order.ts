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
    const earlier: Order[] = [];
    let order: Order = new Map();
    let reached = new Map<Order, Reached>();
    return steps.flatMap((step, at) => {
      if (step.transaction.locks.length === 0 && order.size > 0) {
        if (new Set(order.values()).size > 1) earlier.push(order);
        order = new Map();
        reached = new Map();
      }
      const taken = step.facts.locks.filter((lock) => counts(step, lock) && !order.has(lock.relation));
      const opposite = taken.flatMap(({ relation }) => heldAgainst(relation, reached, step))[0];
      for (const { relation } of taken) {
        order.set(relation, at);
        for (const each of earlier) {
          const place = each.get(relation);
          if (place !== undefined && place >= (reached.get(each)?.place ?? 0)) reached.set(each, { relation, place });
        }
      }
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

/** Relation -> the step that locked it, of one transaction. */
type Order = Map<string, number>;

/** Of the relations that this transaction holds, the one that an earlier transaction locked last. */
interface Reached {
  readonly relation: string;
  readonly place: number;
}

/** What is held here, and was locked after the relation in an earlier transaction. */
function heldAgainst(relation: string, reached: ReadonlyMap<Order, Reached>, step: Step): [string, string][] {
  for (const [order, last] of reached) {
    if ((order.get(relation) ?? Infinity) >= last.place) continue;
    if (step.transaction.locks.some((lock) => lock.relation === last.relation)) return [[last.relation, relation]];
  }
  return [];
}

function counts(step: Step, { relation, mode }: Lock): boolean {
  if (!blocksWrites(mode)) return false;
  const kind = relationNamed(step.before, relation)?.kind;
  return kind !== "index" && kind !== "partitioned-index" && inUse(step, relation);
}
