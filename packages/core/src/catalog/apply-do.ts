import type { Node } from "@pgsql/types";
import { parseStatements } from "../sql/parse.js";
import { routineBody, type RoutineBody } from "../sql/routine-body.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import type { Applied } from "./apply.js";
import type { Catalog, Existence } from "./catalog.js";
import { constantText } from "./constant-text.js";

/** Applies one statement of a body to a catalog. */
export type RunInBody = (catalog: Catalog, kind: NodeKind, node: Node, existence: Existence) => Applied;

interface Inner {
  readonly at: number;
  readonly kind: NodeKind;
  readonly node: Node;
  readonly conditional: boolean;
}

/**
 * A DO block: its static SQL, and its EXECUTEs of constants, in their order. What runs on some paths only makes
 * objects that are "maybe"; where such a statement would be refused, the path was not taken.
 */
export function applyDo(catalog: Catalog, statement: Statement, run: RunInBody): Applied {
  const body = routineBody(statement, catalog.postgres);
  if (!body) return { catalog };
  let after = catalog;
  for (const inner of statementsIn(body, catalog)) {
    const applied = run(after, inner.kind, inner.node, inner.conditional ? "maybe" : "certain");
    if (applied.refused && !inner.conditional) return { catalog, refused: applied.refused };
    after = applied.catalog;
  }
  return { catalog: after };
}

function statementsIn(body: RoutineBody, catalog: Catalog): Inner[] {
  const inner: Inner[] = [];
  for (const { span, kind, node, conditional } of body.statements) {
    if (node && kind) inner.push({ at: span.start, kind, node, conditional });
  }
  for (const { span, expression, conditional } of body.dynamic) {
    const text = executedText(expression, catalog);
    if (text === undefined) continue;
    for (const { kind, node } of parseStatements(text, { postgres: catalog.postgres }).statements) {
      if (node && kind) inner.push({ at: span.start, kind, node, conditional });
    }
  }
  return inner.sort((a, b) => a.at - b.at);
}

/** The SQL that the expression of an EXECUTE comes to, where it is made of constants only. */
export function executedText(expression: string, catalog: Catalog): string | undefined {
  const { node } = parseStatements(`SELECT ${expression}`, { postgres: catalog.postgres }).statements[0] ?? {};
  const [target] = node && "SelectStmt" in node ? (node.SelectStmt.targetList ?? []) : [];
  return target && "ResTarget" in target ? constantText(target.ResTarget.val, new Map()) : undefined;
}
