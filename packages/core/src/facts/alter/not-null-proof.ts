import type { ColumnRef, Node } from "@pgsql/types";
import type { Relation } from "../../catalog/catalog.js";
import { columnRefParts } from "../../catalog/expression.js";
import { columnByNumber } from "../../catalog/lookup.js";

/**
 * Whether a valid CHECK of the table already proves that a column holds no NULL, so that the server does not look at the
 * rows (NotNullImpliedByRelConstraints). `a > 0` does not prove it: a CHECK that comes out NULL passes.
 */
export function proofOfNotNull(relation: Relation, column: string, dropped: ReadonlySet<string> = new Set()): boolean {
  return relation.constraints.some((constraint) => {
    if (dropped.has(constraint.name)) return false;
    if (constraint.kind === "not-null")
      return (
        constraint.validated && constraint.columns.some((number) => columnByNumber(relation, number)?.name === column)
      );
    return (
      constraint.kind === "check" &&
      constraint.validated &&
      constraint.enforced &&
      constraint.expression !== undefined &&
      implies(constraint.expression.node as Node, column)
    );
  });
}

function implies(node: Node | undefined, column: string): boolean {
  if (!node) return false;
  if ("NullTest" in node) {
    const argument = node.NullTest.arg;
    return (
      node.NullTest.nulltesttype === "IS_NOT_NULL" &&
      argument !== undefined &&
      "ColumnRef" in argument &&
      columnRefParts(argument.ColumnRef as ColumnRef).at(-1) === column
    );
  }
  if (!("BoolExpr" in node)) return false;
  const parts = node.BoolExpr.args ?? [];
  if (node.BoolExpr.boolop === "AND_EXPR") return parts.some((part) => implies(part, column));
  return node.BoolExpr.boolop === "OR_EXPR" && parts.every((part) => implies(part, column));
}

/** Whether an expression demands that a column is not NULL, as a new CHECK on it. */
export function demandsNotNull(node: Node | undefined, column: string): boolean {
  return implies(node, column);
}

/** Whether a column is NOT NULL for all its rows: marked so, and not by a constraint that is still to be validated. */
export function isNotNull(relation: Relation, column: string): boolean {
  const found = relation.columns.find((each) => each.name === column);
  if (!found?.notNull) return false;
  return !relation.constraints.some(
    (each) => each.kind === "not-null" && !each.validated && each.columns.includes(found.number),
  );
}
