import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed, wordsOf } from "./step.js";

export default defineRule({
  id: "require-concurrent-refresh",
  title: "Require CONCURRENTLY when refreshing a materialized view",
  severity: "error",
  covers: [108],
  why: msg`REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock on the view while its query runs: everyone who reads the view waits until the query ends.`,
  instead: msg`Refresh it with CONCURRENTLY, which lets readers pass. It needs a unique index over columns of the view, without WHERE.`,
  examples: [
    {
      history:
        "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders; CREATE UNIQUE INDEX totals_id ON totals (id);",
      bad: "REFRESH MATERIALIZED VIEW totals;",
      good: "REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    },
    {
      history: "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders;",
      bad: "REFRESH MATERIALIZED VIEW totals;",
      good: "CREATE MATERIALIZED VIEW ids AS SELECT id FROM orders WITH NO DATA; REFRESH MATERIALIZED VIEW ids;",
    },
  ],
  fixable: true,
  kinds: ["RefreshMatViewStmt"],
  check(step) {
    if (step.facts.error) return [];
    const lock = step.facts.locks.find(
      ({ relation, mode }) => mode === "ACCESS EXCLUSIVE" && mayBeLarge(step, relation),
    );
    const view = lock && relationNamed(step.before, lock.relation);
    if (!lock || view?.populated === false) return [];
    const span = wordsOf(step.statement, "MATERIALIZED VIEW");
    const unique = view?.indexes.some((oid) => {
      const index = step.before.relations.get(oid)?.index;
      return index?.unique === true && index.valid && !index.predicate && index.keys.every(({ column }) => column > 0);
    });
    return [
      {
        span,
        message: msg`Everyone who reads ${lock.relation} waits until its query ends.`,
        ...(unique ? { fix: [{ span: { start: span.end, end: span.end }, text: " CONCURRENTLY" }] } : {}),
      },
    ];
  },
});
