import type { A_Expr, Node, SelectStmt } from "@pgsql/types";
import type { Catalog } from "../catalog.js";
import { splitIdentifier } from "../expression.js";
import { findRelation } from "../lookup.js";
import { nameFrom, strings } from "../names.js";
import { systemRows, type Row } from "./system-catalogs.js";
import { evaluate, type Scope, type Sight, type Value } from "./value.js";

/** A system catalog in FROM: the name that it has there, and its rows. */
interface Listed {
  readonly catalog: string;
  readonly alias: string;
  readonly rows: readonly Row[];
}

/** Whether a query on system catalogs finds a row; undefined where it says more than equalities of known columns. */
export function exists(select: SelectStmt, sight: Sight): boolean | undefined {
  const found = rowsOf(select, sight);
  return found && found.rows.length > 0;
}

/** What `SELECT count(*)` of system catalogs gives; undefined for any other query. */
export function oneValue(select: SelectStmt, sight: Sight): string | undefined {
  const [target, ...others] = select.targetList ?? [];
  const value = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  if (others.length > 0 || !value || !("FuncCall" in value) || !value.FuncCall.agg_star) return undefined;
  if (isCut(select) || value.FuncCall.agg_filter) return undefined;
  return allRows(select, sight)?.length.toString();
}

/** The rows that a query on system catalogs gives, as the values of its columns by their names; undefined where that is not known. */
export function selectedRows(select: SelectStmt, sight: Sight): readonly Scope[] | undefined {
  if (isCut(select)) return undefined;
  return allRows(select, sight)?.map((row) => {
    const values = new Map<string, Value>(sight.scope);
    for (const [name, value] of Object.entries(row)) {
      // Numbers of objects stand for themselves only where they are compared.
      if (/^(?:oid|schema):/.test(value)) continue;
      values.set(name, value);
      const column = name.slice(name.indexOf(".") + 1);
      if (Object.keys(row).filter((each) => each.endsWith(`.${column}`)).length === 1) values.set(column, value);
    }
    return new Map(
      (select.targetList ?? []).flatMap((target): [string, Value][] => {
        const { name, val } = "ResTarget" in target ? target.ResTarget : {};
        const column = name ?? (val && "ColumnRef" in val ? strings(val.ColumnRef.fields).at(-1) : undefined);
        return column === undefined ? [] : [[column, evaluate(val, { ...sight, scope: values })]];
      }),
    );
  });
}

function isCut(select: SelectStmt): boolean {
  return Boolean(select.limitCount ?? select.limitOffset ?? select.distinctClause);
}

/** All rows of a query, where none of them can be one of PostgreSQL's own or of an object that is perhaps not there. */
function allRows(select: SelectStmt, sight: Sight): Row[] | undefined {
  const found = rowsOf(select, sight);
  if (!found?.bounded || sight.catalog?.relations.values().some(({ existence }) => existence === "maybe"))
    return undefined;
  return found.rows;
}

/** Catalogs in which PostgreSQL has no rows of its own. */
const ofUsers: ReadonlySet<string> = new Set(["pg_inherits", "pg_trigger", "pg_policies", "pg_publication"]);

/** Columns that many rows share, PostgreSQL's own among them. */
const shared = /\.(?:relkind|constraint_type|is_nullable|\w+_catalog)$/;

/** As many pairs of rows are looked at. */
const mostPairs = 2_000_000;

interface Found {
  readonly rows: Row[];
  /** Whether rows of PostgreSQL's own, which are not listed, cannot be among them. */
  readonly bounded: boolean;
}

function rowsOf(select: SelectStmt, sight: Sight): Found | undefined {
  const { catalog } = sight;
  if (!catalog?.complete || !select.fromClause?.length || select.groupClause || select.havingClause) return undefined;
  const listed: Listed[] = [];
  const conditions = conjuncts(select.whereClause);
  for (const from of select.fromClause) if (!list(catalog, from, listed, conditions)) return undefined;
  let found: Row[] = [{}];
  for (const { alias, rows } of listed) {
    if (found.length * rows.length > mostPairs) return undefined;
    found = found.flatMap((row) => rows.map((each) => ({ ...row, ...prefixed(alias, each) })));
    const tests = conditions.map((each) => test(each, listed, sight));
    if (tests.includes(undefined)) return undefined;
    found = found.filter((row) => tests.every((each) => each?.(row) ?? true));
  }
  const named = conditions.some((each) => {
    const [column = "", value] = equality(each, listed, sight) ?? [];
    return typeof value === "string" && !shared.test(column) && !/^(?:pg_catalog|information_schema)$/.test(value);
  });
  return { rows: found, bounded: named || listed.some(({ catalog: name }) => ofUsers.has(name)) };
}

function prefixed(alias: string, row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [`${alias}.${column}`, value]));
}

/** Notes the catalogs of a FROM item, and the conditions of its inner joins; false for anything else. */
function list(catalog: Catalog, from: Node, listed: Listed[], conditions: Node[]): boolean {
  if ("JoinExpr" in from) {
    const { jointype, larg, rarg, quals, usingClause, isNatural } = from.JoinExpr;
    if (jointype !== "JOIN_INNER" || usingClause || isNatural || !larg || !rarg) return false;
    for (const condition of conjuncts(quals)) conditions.push(condition);
    return list(catalog, larg, listed, conditions) && list(catalog, rarg, listed, conditions);
  }
  if (!("RangeVar" in from)) return false;
  const { schemaname, relname = "", alias } = from.RangeVar;
  const rows = systemRows(catalog, schemaname, relname);
  if (rows) listed.push({ catalog: relname, alias: alias?.aliasname ?? relname, rows });
  return rows !== undefined;
}

/** What a condition says of a joined row: undefined where it is not understood, true of a row that lacks its columns yet. */
function test(node: Node, listed: readonly Listed[], sight: Sight): ((row: Row) => boolean) | undefined {
  if (isOfUserColumns(node)) return () => true;
  const pair = equality(node, listed, sight);
  if (!pair) return undefined;
  const [left, right] = pair;
  if (left.endsWith("_catalog")) return () => true;
  return (row) => {
    const other = typeof right === "string" ? right : row[right.column];
    return row[left] === undefined || other === undefined || row[left] === other;
  };
}

/** `attnum > 0` and `NOT attisdropped` hold for all that the catalog knows. */
function isOfUserColumns(node: Node): boolean {
  const text = JSON.stringify(node);
  if ("BoolExpr" in node && node.BoolExpr.boolop === "NOT_EXPR") return text.includes('"attisdropped"');
  return "A_Expr" in node && strings(node.A_Expr.name)[0] === ">" && text.includes('"attnum"');
}

function conjuncts(node: Node | undefined): Node[] {
  if (!node) return [];
  return "BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR"
    ? (node.BoolExpr.args ?? []).flatMap(conjuncts)
    : [node];
}

/** The column on the left of an equality, and the value or the column on its right. */
function equality(
  node: Node,
  listed: readonly Listed[],
  sight: Sight,
): [string, string | { readonly column: string }] | undefined {
  if (!("A_Expr" in node)) return undefined;
  const { name, lexpr, rexpr, kind }: A_Expr = node.A_Expr;
  if (kind !== "AEXPR_OP" || strings(name)[0] !== "=" || !lexpr || !rexpr) return undefined;
  const column = columnOf(lexpr, listed);
  const other = columnOf(rexpr, listed);
  if (column === undefined) return undefined;
  const value = other === undefined ? valueOf(rexpr, column, sight) : { column: other };
  return value === undefined ? undefined : [column, value];
}

/** "alias.column" of a reference that one of the catalogs has; those of information_schema that name the database are known too. */
function columnOf(node: Node, listed: readonly Listed[]): string | undefined {
  if (!("ColumnRef" in node)) return undefined;
  const parts = strings(node.ColumnRef.fields);
  const column = parts.at(-1) ?? "";
  const alias = parts.at(-2);
  const holder = listed.find(
    (each) =>
      (alias === undefined || each.alias === alias) && (each.rows.length === 0 || column in (each.rows[0] ?? {})),
  );
  if (holder) return `${holder.alias}.${column}`;
  return column.endsWith("_catalog") ? column : undefined;
}

/** Columns that hold the number of a relation. */
const ofRelations = /^(?:oid|attrelid|conrelid|tgrelid|inhrelid|inhparent|indrelid|indexrelid)$/;

/** The value that a column is compared with, as the rows have it. */
function valueOf(node: Node, column: string, sight: Sight): string | undefined {
  if ("SubLink" in node || ("FuncCall" in node && strings(node.FuncCall.funcname).at(-1) === "current_database"))
    return JSON.stringify(node).includes("current_database") ? "current_database" : undefined;
  const value = evaluate(node, sight);
  if (typeof value !== "string") return undefined;
  if (!sight.catalog || !ofRelations.test(column.slice(column.indexOf(".") + 1))) return value;
  const relation = findRelation(sight.catalog, nameFrom(splitIdentifier(value)));
  return relation && `oid:${relation.oid}`;
}
