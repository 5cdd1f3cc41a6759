import type { NodeKind } from "./statement.js";

/**
 * The type of a field whose value is written without its type's name, because the grammar of the tree (`@pgsql/types`) allows
 * only that one.
 */
export function fixedKind(parent: NodeKind, field: string): NodeKind | undefined {
  return byField.get(field) ?? (ambiguous.has(field) ? byParent.get(`${parent}.${field}`) : undefined);
}

/** Fields that have the same type wherever they are written so. */
const byField: ReadonlyMap<string, NodeKind> = new Map<string, NodeKind>([
  ...each("Integer", "ival"),
  ...each("Float", "fval"),
  ...each("Boolean", "boolval"),
  ...each("String", "sval extname"),
  ...each("BitString", "bsval"),
  ...each("Alias", "alias join_using_alias eref"),
  ...each("RangeVar", "rel identitySequence relation pktable table constrrel sequence typevar view"),
  ...each("Query", "viewQuery subquery"),
  ...each("JsonFormat", "format"),
  ...each("JsonReturning", "returning"),
  ...each("JsonBehavior", "on_empty on_error"),
  ...each("JsonTablePath", "path"),
  ...each("FromExpr", "jointree"),
  ...each("OnConflictExpr", "onConflict"),
  ...each("TypeName", "typeName ofTypename datatype storedtype returnType argType sourcetype targettype type_name"),
  ...each("WindowDef", "over"),
  ...each("CollateClause", "collClause"),
  ...each("PartitionBoundSpec", "bound partbound"),
  ...each("TableSampleClause", "tablesample"),
  ...each("TableFunc", "tablefunc"),
  ...each("InferClause", "infer"),
  ...each("CTESearchClause", "search_clause"),
  ...each("CTECycleClause", "cycle_clause"),
  ...each("JsonValueExpr", "context_item value expr"),
  ...each("JsonOutput", "output"),
  ...each("JsonTablePathSpec", "pathspec"),
  ...each("JsonAggConstructor", "constructor"),
  ...each("OnConflictClause", "onConflictClause"),
  ...each("ReturningClause", "returningClause"),
  ...each("WithClause", "withClause"),
  ...each("IntoClause", "intoClause into"),
  ...each("SelectStmt", "larg rarg"),
  ...each("RoleSpec", "authrole newowner grantor owner user role newrole"),
  ...each("GrantStmt", "action"),
  ...each("PartitionSpec", "partspec"),
  ...each("CreateStmt", "base"),
  ...each("VariableSetStmt", "setstmt"),
  ...each("ObjectWithArgs", "func opername fromsql tosql"),
  ...each("FuncCall", "funccall"),
  ...each("FuncExpr", "funcexpr"),
  ...each("PublicationTable", "pubtable"),
]);

const byParent: ReadonlyMap<string, NodeKind> = new Map<string, NodeKind>([
  ["PartitionCmd.name", "RangeVar"],
  ["CreateOpClassItem.name", "ObjectWithArgs"],
  ["JsonArgument.val", "JsonValueExpr"],
  ["PLAssignStmt.val", "SelectStmt"],
  ["JsonObjectAgg.arg", "JsonKeyValue"],
  ["JsonArrayAgg.arg", "JsonValueExpr"],
]);

const ambiguous = new Set([...byParent.keys()].map((key) => key.slice(key.indexOf(".") + 1)));

function each(kind: NodeKind, fields: string): [string, NodeKind][] {
  return fields.split(" ").map((field) => [field, kind]);
}
