import type { AlterStatsStmt, CreateStatsStmt, Node, StatsElem } from "@pgsql/types";
import type { ExtendedStatistics, Oid, Relation } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { columnsIn, expressionOf, objectsIn } from "./expression.js";
import { statisticsName } from "./generated-names.js";
import { findColumn } from "./lookup.js";
import { nameFrom, rangeName, strings, truncateName } from "./names.js";
import { schemaForCreation } from "./relations.js";
import { findStatistics, statisticsOf } from "./statistics.js";

const kinds: ReadonlySet<string> = new Set(["table", "partitioned-table", "foreign-table", "materialized-view"]);

/** What statistics are made of: columns of the table by their names, and expressions over them. */
interface Elements {
  readonly columns: readonly string[];
  readonly expressions: readonly Node[];
  /** The words of a generated name: column names, "expr" for an expression. */
  readonly words: readonly string[];
}

/** CREATE STATISTICS. */
export function createStatistics(draft: Draft, node: CreateStatsStmt): void {
  const [range, ...others] = (node.relations ?? []).flatMap((each) => ("RangeVar" in each ? [each.RangeVar] : []));
  if (others.length > 0) throw new Refused("0A000", "only a single relation is allowed in CREATE STATISTICS");
  const table = draft.named(rangeName(range));
  if (!kinds.has(table.kind)) throw new Refused("42809", `cannot define statistics for relation "${table.name}"`);
  const elements = elementsOf(node.exprs);
  const named = nameFrom(strings(node.defnames));
  const schema = node.defnames === undefined ? table.schema : schemaForCreation(draft, named, "permanent");
  const name =
    node.defnames === undefined
      ? statisticsName(draft.catalog, schema, table.name, elements.words)
      : truncateName(named.name);
  if (draft.catalog.statisticsNames.has(`${schema}.${name}`)) {
    if (node.if_not_exists) return;
    throw new Refused("42710", `statistics object "${name}" already exists`);
  }
  putStatistics(draft, table, { schema, name, ...elements });
}

function elementsOf(nodes: readonly Node[] | undefined): Elements {
  const elements = (nodes ?? []).flatMap((each) => ("StatsElem" in each ? [each.StatsElem] : []));
  const column = (each: StatsElem): string | undefined => {
    if (each.expr && "ColumnRef" in each.expr) return strings(each.expr.ColumnRef.fields).at(-1);
    return each.expr ? undefined : (each.name ?? "");
  };
  return {
    columns: elements.flatMap((each) => column(each) ?? []),
    expressions: elements.flatMap((each) => (each.expr && column(each) === undefined ? [each.expr] : [])),
    words: elements.map((each) => each.name ?? "expr"),
  };
}

function putStatistics(
  draft: Draft,
  table: Relation,
  { schema, name, columns, expressions }: { schema: string; name: string } & Omit<Elements, "words">,
): void {
  const numbers = columns.map((each) => columnNumber(table, each));
  if (new Set(numbers).size < numbers.length)
    throw new Refused("42701", "duplicate column name in statistics definition");
  if (numbers.length + expressions.length < 2 && expressions.length === 0)
    throw new Refused("42P17", "extended statistics require at least 2 columns");
  const oid = draft.newOid();
  draft.putStatistics({
    oid,
    schema,
    name,
    table: table.oid,
    columns: numbers.toSorted((a, b) => a - b),
    expressions: expressions.map((each) => expressionOf(draft.catalog, each)),
    existence: draft.existence,
  });
  const address = { class: "statistics", oid, relation: table.oid } as const;
  const used = new Set([...numbers, ...expressions.flatMap((each) => columnsIn(each, table))]);
  draft.depend(address, { class: "relation", oid: table.oid }, "auto");
  for (const column of used) draft.depend(address, { class: "relation", oid: table.oid, column }, "auto");
  for (const each of expressions) for (const on of objectsIn(draft.catalog, each)) draft.depend(address, on, "normal");
}

function columnNumber(table: Relation, name: string): number {
  const column = findColumn(table, name);
  if (!column) throw new Refused("42703", `column "${name}" does not exist`);
  return column.number;
}

/** What LIKE ... INCLUDING STATISTICS copies, under names of their own. */
export function copyStatistics(draft: Draft, source: Relation, oid: Oid): void {
  const table = draft.relation(oid);
  for (const each of statisticsOf(draft.catalog, source.oid)) {
    const columns = each.columns.flatMap(
      (number) => source.columns.find((column) => column.number === number)?.name ?? [],
    );
    const words = [...columns, ...each.expressions.map(() => "expr")];
    const name = statisticsName(draft.catalog, table.schema, table.name, words);
    const expressions = each.expressions.map(({ node }) => node as Node);
    putStatistics(draft, table, { schema: table.schema, name, columns, expressions });
  }
}

/** ALTER STATISTICS ... SET STATISTICS. */
export function alterStatistics(draft: Draft, node: AlterStatsStmt): void {
  if (!node.missing_ok) namedStatistics(draft, strings(node.defnames));
}

/** The statistics that a statement names; refused where there are none. */
export function namedStatistics(draft: Draft, parts: readonly string[]): ExtendedStatistics {
  const found = findStatistics(draft.catalog, nameFrom(parts));
  if (!found) throw new Refused("42704", `statistics object "${parts.join(".")}" does not exist`);
  return found;
}

/** Gives statistics another name or schema. Refused where that is taken. */
export function renameStatistics(draft: Draft, parts: readonly string[], to: { name?: string; schema?: string }): void {
  const before = namedStatistics(draft, parts);
  const after = { ...before, name: to.name ?? before.name, schema: to.schema ?? before.schema };
  const taken = draft.catalog.statisticsNames.get(`${after.schema}.${after.name}`);
  if (taken !== undefined && (taken !== before.oid || to.name !== undefined))
    throw new Refused("42710", `statistics object "${after.name}" already exists in schema "${after.schema}"`);
  draft.putStatistics(after);
}
