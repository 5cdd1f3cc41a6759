import type { TypeRef } from "../catalog/catalog.js";
import { findColumn } from "../catalog/lookup.js";
import { domainChain } from "../catalog/type-names.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUsePart, relationNamed, relationPart, type Step } from "./step.js";

export default defineRule({
  id: "no-retyped-column",
  title: "Disallow changing a column to a type that the running application does not expect",
  severity: "warning",
  covers: [32, 35],
  why: msg`The application that still runs reads and writes the old type. Its queries fail, or get values that it cannot hold, until its last instance is replaced.`,
  instead: msg`Add a column of the new type, let the application write both, copy the old rows in small batches, switch the readers, and drop the old column in a later deployment.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, joined text, name varchar(10));",
      bad: "ALTER TABLE users ALTER COLUMN joined TYPE date USING joined::date;",
      good: "ALTER TABLE users ALTER COLUMN name TYPE varchar(20);",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(
        ({ why, of }) =>
          inUsePart(step, of) && (why === "generated" || (why === "retyped" && meetsAnotherType(step, of))),
      )
      .map(({ of, span, why }) => ({
        span,
        message:
          why === "generated" ? msg`Writes that give ${of} a value fail.` : msg`Queries on ${of} meet another type.`,
      }));
  },
});

/** Types whose values drivers hand over alike; a change among them, or of a length or precision, goes unnoticed. */
const alike = [
  ["pg_catalog.text", "pg_catalog.varchar", "pg_catalog.bpchar"],
  ["pg_catalog.inet", "pg_catalog.cidr"],
  ["pg_catalog.bit", "pg_catalog.varbit"],
  ["pg_catalog.json", "pg_catalog.jsonb"],
];

function meetsAnotherType(step: Step, of: string): boolean {
  const relation = relationNamed(step.before, relationPart(of));
  const before = relation && findColumn(relation, of.slice(relationPart(of).length + 1));
  const after =
    before && step.after.relations.get(relation.oid)?.columns.find(({ number }) => number === before.number);
  if (!before || !after) return true;
  const [from, to] = [before, after].map(({ type }) => domainChain(step.before, type).at(-1) ?? type) as [
    TypeRef,
    TypeRef,
  ];
  if (from.array !== to.array) return true;
  return from.name !== to.name && !alike.some((group) => group.includes(from.name) && group.includes(to.name));
}
