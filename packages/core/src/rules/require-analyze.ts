import { msg } from "../text/message.js";
import { newRelations } from "./new-objects.js";
import { reachOf } from "./reach.js";
import { defineRule } from "./rule.js";
import { mayBeLarge, relationNamed, wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "require-analyze",
  title: "Require ANALYZE after changing all rows or indexing an expression",
  severity: "warning",
  default: false,
  covers: [132],
  why: msg`Until the table is analyzed, the planner works with what was true before: queries may read whole tables although an index would serve them.`,
  instead: msg`Run ANALYZE on the table at the end of the migration.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, plan text);",
      bad: "UPDATE users SET plan = 'free';",
      good: "UPDATE users SET plan = 'free'; ANALYZE users;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      bad: "CREATE INDEX users_email ON users (lower(email));",
      good: "CREATE INDEX users_email ON users (lower(email)); ANALYZE users;",
    },
  ],
  atEnd({ of, steps }) {
    if (of !== "migration") return [];
    return steps.flatMap((step) => {
      const table = staleTable(step);
      const analyzed = steps.some(
        ({ statement }) => statement.index > step.statement.index && statement.kind === "VacuumStmt",
      );
      if (table === undefined || analyzed) return [];
      return [
        {
          span: wordsOf(step.statement),
          message: msg`The planner's statistics of ${table} are out of date after this.`,
        },
      ];
    });
  },
});

function staleTable(step: Step): string | undefined {
  const reach = reachOf(step);
  if (reach === "all" || reach === "unknown") {
    const target = step.facts.locks.find(({ mode, why }) => mode === "ROW EXCLUSIVE" && why === undefined)?.relation;
    return target !== undefined && mayBeLarge(step, target) ? target : undefined;
  }
  const index = newRelations(step).find((made) => made.index?.keys.some(({ expression }) => expression));
  const table = index?.index && step.after.relations.get(index.index.table);
  const name = table && `${table.schema}.${table.name}`;
  return name !== undefined && relationNamed(step.before, name) && mayBeLarge(step, name) ? name : undefined;
}
