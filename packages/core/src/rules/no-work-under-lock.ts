import type { RelationName } from "../facts/facts.js";
import { blocksReads } from "../facts/lock.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse, longScans, mayBeLarge, type Step, wordsOf } from "./step.js";

const dataKinds = ["UpdateStmt", "DeleteStmt", "InsertStmt", "MergeStmt"];

export default defineRule({
  id: "no-work-under-lock",
  title: "Disallow long work in a transaction that holds an exclusive lock on another table",
  severity: "error",
  covers: [124],
  why: msg`A transaction keeps its locks until it ends: all reads and writes of the table that was locked first wait until the later statement, which reads or builds over a whole table, has ended.`,
  instead: msg`Put each statement that takes ACCESS EXCLUSIVE into a transaction of its own, and the long work into another one.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE users ADD COLUMN age int; CREATE INDEX orders_total ON orders (total);",
      good: "ALTER TABLE users ADD COLUMN age int; CREATE INDEX orders_total ON orders (total);",
      goodTransaction: "none",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
      bad: "ALTER TABLE users ADD COLUMN age int; CREATE TABLE totals AS SELECT total FROM orders;",
      good: "CREATE TABLE totals AS SELECT total FROM orders; ALTER TABLE users ADD COLUMN age int;",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    const [first] = steps.flatMap((step) => {
      const work = workOf(step);
      if (work === undefined) return [];
      const held = step.transaction.locks.find(
        ({ relation, mode }) => blocksReads(mode) && relation !== work && inUse(step, relation),
      );
      return held ? [{ step, work, held }] : [];
    });
    if (!first) return [];
    return [
      {
        span: wordsOf(first.step.statement),
        message: msg`Reads and writes of ${first.held.relation}, which this transaction has locked, wait while ${first.work} is worked through.`,
      },
    ];
  },
});

/** The table in use that a statement reads, rewrites or indexes in full; statements that move rows have a rule of their own. */
function workOf(step: Step): RelationName | undefined {
  const { facts } = step;
  if (dataKinds.includes(step.statement.kind) || facts.error) return undefined;
  const work = [
    ...longScans(facts).map(({ relation }) => relation),
    ...facts.rewrites,
    ...facts.indexBuilds.map(({ table }) => table),
  ];
  return work.find((relation) => mayBeLarge(step, relation));
}
