import type { CommonTableExpr, Node, RangeSubselect, RangeVar, ResTarget, SelectStmt } from "@pgsql/types";
import type { Catalog, Oid, Relation } from "../catalog/catalog.js";
import { columnRefParts } from "../catalog/expression.js";
import { findColumn, findRelation } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import { nodesOf, visit } from "../sql/walk.js";

/** A column of a table, by what stays when either is renamed. */
export interface ColumnAt {
  readonly table: Oid;
  readonly column: number;
}

/** How deep queries within queries are followed. */
const deepest = 6;

/** What the names in a query mean: its tables by their aliases, and its inner queries by theirs. */
export class ColumnSources {
  readonly #catalogs: readonly Catalog[];
  readonly #tables = new Map<string, Relation>();
  readonly #queries = new Map<string, SelectStmt>();
  readonly #selects: SelectStmt[] = [];
  #depth = 0;
  /** What names mean within queries within queries, by depth and name: each is asked for once, however often it is written. */
  readonly #known = new Map<string, readonly ColumnAt[]>();

  /** The first catalog that knows a name tells what it means. */
  constructor(
    catalogs: readonly Catalog[],
    roots: readonly Node[],
    records: ReadonlyMap<string, Relation> = new Map(),
  ) {
    this.#catalogs = catalogs;
    for (const [name, relation] of records) this.#tables.set(name, relation);
    for (const root of roots) this.#gather(root);
  }

  #gather(root: Node): void {
    visit(root, (kind, fields) => {
      if (kind === "RangeVar") this.#addTable(fields as RangeVar);
      if (kind === "SelectStmt") this.#selects.push(fields as SelectStmt);
      if (kind === "CommonTableExpr") {
        const { ctename, ctequery } = fields as CommonTableExpr;
        if (ctename && ctequery && "SelectStmt" in ctequery) this.#queries.set(ctename, ctequery.SelectStmt);
      }
      if (kind === "RangeSubselect") {
        const { alias, subquery } = fields as RangeSubselect;
        if (alias?.aliasname && subquery && "SelectStmt" in subquery)
          this.#queries.set(alias.aliasname, subquery.SelectStmt);
      }
    });
  }

  #addTable(range: RangeVar): void {
    const table = this.table(range);
    if (table) this.#tables.set(range.alias?.aliasname ?? range.relname ?? "", table);
  }

  /** The relation that a name means. */
  table(range: RangeVar | undefined): Relation | undefined {
    for (const catalog of this.#catalogs) {
      const found = range && findRelation(catalog, rangeName(range));
      if (found) return found;
    }
    return undefined;
  }

  /** A column of a table by its name, also where only one of the catalogs has it. */
  column(table: Relation, name: string): ColumnAt | undefined {
    for (const catalog of this.#catalogs) {
      const relation = catalog.relations.get(table.oid);
      const found = relation && findColumn(relation, name);
      if (found) return { table: table.oid, column: found.number };
    }
    return undefined;
  }

  /** The columns that an expression, or a query within one, is made from; each once. */
  of(node: Node | undefined): ColumnAt[] {
    const found = nodesOf(node, "ColumnRef").flatMap((fields) => {
      const parts = columnRefParts(fields);
      return this.#meaning(parts.at(-2), parts.at(-1) ?? "");
    });
    return distinct(found);
  }

  /** What each output column of a SELECT or VALUES is made from, in order. */
  outputs(select: SelectStmt): ColumnAt[][] {
    const inner = select.larg ?? undefined;
    if (inner) {
      const right = select.rarg ? this.outputs(select.rarg) : [];
      return this.outputs(inner).map((from, at) => distinct([...from, ...(right[at] ?? [])]));
    }
    const [row] = select.valuesLists ?? [];
    if (row && "List" in row) return (row.List.items ?? []).map((item) => this.of(item));
    return (select.targetList ?? []).flatMap((target) => this.#targets(select, target));
  }

  #targets(select: SelectStmt, target: Node): ColumnAt[][] {
    const value = "ResTarget" in target ? target.ResTarget.val : undefined;
    const parts = value && "ColumnRef" in value ? columnRefParts(value.ColumnRef) : [];
    if (parts.at(-1) !== "*") return [this.of(value)];
    const qualifier = parts.at(-2);
    const tables = nodesOf(select.fromClause, "RangeVar").flatMap((fields) => {
      const range = fields as RangeVar;
      const name = range.alias?.aliasname ?? range.relname;
      const table = qualifier === undefined || qualifier === name ? this.table(range) : undefined;
      return table ? [table] : [];
    });
    return tables.flatMap((table) => table.columns.map(({ number }) => [{ table: table.oid, column: number }]));
  }

  #meaning(qualifier: string | undefined, name: string): readonly ColumnAt[] {
    const key = JSON.stringify([this.#depth, qualifier, name]);
    let columns = this.#known.get(key);
    if (!columns) this.#known.set(key, (columns = this.#named(qualifier, name)));
    return columns;
  }

  #named(qualifier: string | undefined, name: string): ColumnAt[] {
    if (qualifier === undefined) {
      const found = this.#inTables(name);
      return found.length > 0 ? found : this.#inQueries([...this.#queries.values()], name);
    }
    const table = this.#tables.get(qualifier);
    if (table && name === "*") return table.columns.map(({ number }) => ({ table: table.oid, column: number }));
    const column = table && this.column(table, name);
    if (column) return [column];
    const query = this.#queries.get(qualifier);
    if (query) return this.#inQueries([query], name);
    // A record of a loop, or a cursor's: whatever the body reads under that name.
    const read = this.#inQueries(this.#selects, name);
    return read.length > 0 ? read : this.#inTables(name);
  }

  #inTables(name: string): ColumnAt[] {
    return [...new Set(this.#tables.values())].flatMap((table) => this.column(table, name) ?? []);
  }

  #inQueries(queries: readonly SelectStmt[], name: string): ColumnAt[] {
    if (this.#depth >= deepest) return [];
    this.#depth++;
    try {
      return queries.flatMap((query) =>
        (query.targetList ?? []).flatMap((target) =>
          "ResTarget" in target ? this.#output(query, target.ResTarget, name) : [],
        ),
      );
    } finally {
      this.#depth--;
    }
  }

  #output(query: SelectStmt, target: ResTarget, name: string): ColumnAt[] {
    const parts = target.val && "ColumnRef" in target.val ? columnRefParts(target.val.ColumnRef) : [];
    if (parts.at(-1) === "*") {
      return nodesOf(query.fromClause, "RangeVar").flatMap((fields) => {
        const table = this.table(fields as RangeVar);
        return (table && this.column(table, name)) ?? [];
      });
    }
    return (target.name ?? parts.at(-1)) === name ? this.of(target.val) : [];
  }
}

function distinct(columns: readonly ColumnAt[]): ColumnAt[] {
  if (columns.length < 2) return [...columns];
  return [...new Map(columns.map((each) => [`${each.table}.${each.column}`, each])).values()];
}
