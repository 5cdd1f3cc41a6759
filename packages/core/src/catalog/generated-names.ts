import type { IndexElem, Node } from "@pgsql/types";
import type { Catalog } from "./catalog.js";
import { joinedColumns, objectName, stringOf, strings } from "./names.js";

/** Whether a relation of the schema has the name. */
function relationTaken(catalog: Catalog, schema: string, name: string): boolean {
  return catalog.relationNames.has(`${schema}.${name}`);
}

function constraintTaken(catalog: Catalog, schema: string, name: string): boolean {
  return catalog.constraintNames.has(`${schema}.${name}`);
}

function firstFree(make: (suffix: string) => string, taken: (name: string) => boolean): string {
  for (let pass = 0; ; pass++) {
    const name = make(pass === 0 ? "" : String(pass));
    if (!taken(name)) return name;
  }
}

/** The name that PostgreSQL gives a constraint: "t_a_check", "t_a_check1", ... unused by constraints of the schema. */
export function constraintName(
  catalog: Catalog,
  schema: string,
  table: string,
  column: string | undefined,
  label: string,
): string {
  return firstFree(
    (suffix) => objectName(table, column, label + suffix),
    (name) => constraintTaken(catalog, schema, name),
  );
}

/** The name that PostgreSQL gives an index or sequence; those of constraints also avoid names of constraints. */
export function freeRelationName(
  catalog: Catalog,
  schema: string,
  parts: {
    readonly table: string;
    readonly column?: string | undefined;
    readonly label: string;
    readonly constraint: boolean;
  },
): string {
  return firstFree(
    (suffix) => objectName(parts.table, parts.column, parts.label + suffix),
    (name) => relationTaken(catalog, schema, name) || (parts.constraint && constraintTaken(catalog, schema, name)),
  );
}

/** The name of statistics that have none ("t_a_b_stat"), unused by statistics of the schema. */
export function statisticsName(catalog: Catalog, schema: string, table: string, words: readonly string[]): string {
  const column = joinedColumns(words);
  return firstFree(
    (suffix) => objectName(table, column, `stat${suffix}`),
    (name) => catalog.statisticsNames.has(`${schema}.${name}`),
  );
}

/** The name that an expression gives to its column (FigureColname in PostgreSQL's parse_target.c). */
export function expressionName(node: Node | undefined): string {
  return named(node)?.name ?? "?column?";
}

/** `weak`: a name that a cast's type name would not replace, 1 for a cast itself; as the strength in FigureColname. */
function named(node: Node | undefined): { readonly name: string; readonly strength: 1 | 2 } | undefined {
  if (!node) return undefined;
  const strong = (name: string | undefined) => (name ? { name, strength: 2 as const } : undefined);
  if ("ColumnRef" in node) return strong(strings(node.ColumnRef.fields).filter(Boolean).at(-1));
  if ("FuncCall" in node) return strong(strings(node.FuncCall.funcname).at(-1));
  if ("A_Indirection" in node) {
    const field = (node.A_Indirection.indirection ?? []).map(stringOf).filter(Boolean).at(-1);
    return field ? strong(field) : named(node.A_Indirection.arg);
  }
  if ("CollateClause" in node) return named(node.CollateClause.arg);
  if ("TypeCast" in node) {
    const inner = named(node.TypeCast.arg);
    const type = strings(node.TypeCast.typeName?.names).at(-1);
    return inner?.strength === 2 ? inner : type ? { name: type, strength: 1 } : inner;
  }
  if ("CaseExpr" in node) {
    const inner = named(node.CaseExpr.defresult);
    return inner?.strength === 2 ? inner : { name: "case", strength: 1 };
  }
  if ("SubLink" in node) return subselectName(node.SubLink.subLinkType ?? "", node.SubLink.subselect);
  if ("SQLValueFunction" in node) {
    return strong(
      (node.SQLValueFunction.op ?? "")
        .replace(/^SVFOP_/, "")
        .replace(/_N$/, "")
        .toLowerCase(),
    );
  }
  if ("JsonFuncExpr" in node) return strong((node.JsonFuncExpr.op ?? "").replace(/_OP$/, "").toLowerCase());
  const fixed = fixedNames.find(([kind]) => kind in node);
  if (fixed) return strong(fixed[1]);
  if ("MinMaxExpr" in node) return strong(node.MinMaxExpr.op === "IS_LEAST" ? "least" : "greatest");
  if ("A_Expr" in node && node.A_Expr.kind === "AEXPR_NULLIF") return strong("nullif");
  return undefined;
}

const fixedNames: readonly (readonly [string, string])[] = [
  ["A_ArrayExpr", "array"],
  ["RowExpr", "row"],
  ["CoalesceExpr", "coalesce"],
  ["GroupingFunc", "grouping"],
  ["XmlSerialize", "xmlserialize"],
  ["JsonObjectConstructor", "json_object"],
  ["JsonArrayConstructor", "json_array"],
];

function subselectName(type: string, select: Node | undefined): { name: string; strength: 1 | 2 } | undefined {
  if (type === "EXISTS_SUBLINK") return { name: "exists", strength: 2 };
  if (type === "ARRAY_SUBLINK") return { name: "array", strength: 2 };
  if (type !== "EXPR_SUBLINK" || !select || !("SelectStmt" in select)) return undefined;
  const target = select.SelectStmt.targetList?.[0];
  if (!target || !("ResTarget" in target)) return undefined;
  if (target.ResTarget.name) return { name: target.ResTarget.name, strength: 2 };
  return named(target.ResTarget.val);
}

/** The column names of an index, as its generated name and its own columns use them; repeated ones get a number. */
export function indexColumnNames(elements: readonly IndexElem[]): string[] {
  const names: string[] = [];
  for (const element of elements) {
    const base = element.indexcolname ?? element.name ?? named(element.expr)?.name ?? "expr";
    let name = base;
    for (let number = 1; names.includes(name); number++) name = `${base}${number}`;
    names.push(name);
  }
  return names;
}

/** The name of an index that has none: table, columns and pkey, key, excl or idx. */
export function indexName(
  catalog: Catalog,
  schema: string,
  table: string,
  elements: readonly IndexElem[],
  label: "pkey" | "key" | "excl" | "idx",
): string {
  const column = label === "pkey" ? undefined : joinedColumns(indexColumnNames(elements));
  return freeRelationName(catalog, schema, { table, column, label, constraint: label !== "idx" });
}
