import type { Node } from "@pgsql/types";
import { findRelation, relationName } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import type { Step } from "./step.js";
import type { NodeKind } from "../sql/statement.js";
import { nodesOf } from "../sql/walk.js";

/** The kinds of statements that change rows, and may be a part of another one. */
const changing = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"] as const satisfies readonly NodeKind[];

/** Statements that run, or prepare, a query in them. Bodies of routines are followed apart. */
const carrying: ReadonlySet<string> = new Set([
  ...["SelectStmt", "CreateTableAsStmt", "CopyStmt", "ExplainStmt", "PrepareStmt", "DeclareCursorStmt"],
  ...changing,
]);

/**
 * The changes of rows that stand within a statement: in WITH, EXPLAIN ANALYZE, PREPARE, COPY (...), CREATE TABLE AS. Rules about
 * such changes judge them as they judge the bare ones.
 */
export function dataPartsOf(step: Step): Step[] {
  const { statement, facts, before } = step;
  if (!statement.node || !carrying.has(statement.kind) || facts.error || onlyPlans(statement.node)) return [];
  const own = Object.values(statement.node)[0] as unknown;
  return changing.flatMap((kind) =>
    nodesOf(statement.node, kind).flatMap((fields): Step[] => {
      if (fields === own) return [];
      const { relation: range } = fields as { readonly relation?: Parameters<typeof rangeName>[0] };
      const table = range && findRelation(before, rangeName(range));
      const name = table && relationName(table);
      // The locks of the other changes are theirs.
      const locks = facts.locks.filter(({ relation, mode }) => relation === name || mode === "ACCESS SHARE");
      const part: Step = {
        ...step,
        statement: { ...statement, kind, node: { [kind]: fields } as unknown as Node },
        facts: { ...facts, locks },
        inner: { of: step.inner?.of ?? statement, path: step.inner?.path ?? "always", via: [], part: true },
      };
      return [part];
    }),
  );
}

/** EXPLAIN without ANALYZE runs nothing. */
function onlyPlans(node: Node): boolean {
  if (!("ExplainStmt" in node)) return false;
  return !(node.ExplainStmt.options ?? []).some((each) => "DefElem" in each && each.DefElem.defname === "analyze");
}
