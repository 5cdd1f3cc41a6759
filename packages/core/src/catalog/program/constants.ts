import type { Node, SelectStmt } from "@pgsql/types";
import { fieldsOf } from "./shape.js";
import { evaluate, type Scope } from "./value.js";

/** A query in which variables that are known stand as constants. */
export function withValues(select: SelectStmt, scope: Scope): SelectStmt {
  if (scope.size === 0) return select;
  return JSON.parse(JSON.stringify(select), (_, value: unknown) => {
    const node = fieldsOf(value);
    if (!("ColumnRef" in node) && !("ParamRef" in node)) return value;
    const known = evaluate(value as Node, { scope });
    if (known === undefined) return value;
    if (typeof known === "boolean") return { A_Const: { boolval: { boolval: known } } };
    return { A_Const: known === null ? { isnull: true } : { sval: { sval: known } } };
  }) as SelectStmt;
}
