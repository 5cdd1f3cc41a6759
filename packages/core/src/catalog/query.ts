import type {
  A_Indirection,
  ColumnRef,
  CommonTableExpr,
  JoinExpr,
  Node,
  RangeFunction,
  RangeVar,
  SelectStmt,
} from "@pgsql/types";
import { addressKey } from "./address.js";
import type { Catalog, ObjectAddress, Relation, TypeRef } from "./catalog.js";
import { columnRefParts, objectsIn } from "./expression.js";
import { commonType, expressionType } from "./expression-type.js";
import { expressionName } from "./generated-names.js";
import { isForeign } from "./foreign-tables.js";
import { renamed, type OutputColumn } from "./renamed-columns.js";
import { findRelation } from "./lookup.js";
import { rangeName, strings } from "./names.js";
import { resolveType, unknownType } from "./type-names.js";
import { walk } from "./walk.js";

export type { OutputColumn };

/** A table in FROM. `columns` is undefined where nothing is known of it. */
interface Item {
  readonly alias: string;
  readonly relation?: Relation | undefined;
  readonly columns?: readonly OutputColumn[] | undefined;
}

/** The tables that names are looked up in, and what `*` stands for: undefined where that is not known. */
interface Scope {
  readonly items: Item[];
  star: readonly OutputColumn[] | undefined;
}

type Star = readonly OutputColumn[] | undefined;

/** What a query gives and needs. */
export interface QueryShape {
  /** Undefined where a star stands for a relation that is not known. */
  readonly columns?: readonly OutputColumn[] | undefined;
  readonly needs: readonly ObjectAddress[];
  /** The first table that the catalog does not know and that is not the system's or an extension's. */
  readonly missing?: string | undefined;
}

/** The output columns of a SELECT, and the relations, columns, routines and types that it needs. */
export function shapeOfQuery(catalog: Catalog, query: Node | undefined): QueryShape {
  const reader = new QueryReader(catalog);
  const columns = reader.read(query, [], new Map());
  return { columns, needs: [...reader.needs.values()], missing: reader.missing };
}

/** PostgreSQL refuses a query with more (54011), so that its columns need not be known. Stars of stars double with each level. */
const mostColumns = 1664;

type Ctes = ReadonlyMap<string, readonly OutputColumn[] | undefined>;

/** Reads one query from outside to inside, collecting what it needs. Trees deeper than the limit are left unread. */
class QueryReader {
  readonly catalog: Catalog;
  readonly needs = new Map<string, ObjectAddress>();
  missing: string | undefined;
  #depth = 0;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  #need(address: ObjectAddress | undefined): void {
    if (address) this.needs.set(addressKey(address), address);
  }

  read(query: Node | undefined, outer: readonly Scope[], ctes: Ctes): readonly OutputColumn[] | undefined {
    if (!query || !("SelectStmt" in query) || this.#depth > 100) return undefined;
    this.#depth++;
    const columns = this.#select(query.SelectStmt, outer, ctes);
    this.#depth--;
    return columns;
  }

  #select(select: SelectStmt, outer: readonly Scope[], ctes: Ctes): readonly OutputColumn[] | undefined {
    const named = this.#withClause(select, outer, ctes);
    if (select.larg || select.rarg) {
      const left = this.read(select.larg && { SelectStmt: select.larg }, outer, named);
      const right = this.read(select.rarg && { SelectStmt: select.rarg }, outer, named);
      return left?.map((column, at) => ({
        name: column.name,
        type: commonType([column.type, right?.[at]?.type ?? unknownType]),
      }));
    }
    const scope: Scope = { items: [], star: [] };
    for (const node of select.fromClause ?? []) {
      const star = this.#from(node, scope, outer, named);
      scope.star = scope.star && star && [...scope.star, ...star];
    }
    const scopes = [scope, ...outer];
    const { targetList, fromClause: _from, withClause: _with, valuesLists, ...rest } = select;
    this.#references(rest, scopes, named);
    if (valuesLists) {
      this.#references(valuesLists, scopes, named);
      const first = valuesLists[0] && "List" in valuesLists[0] ? valuesLists[0].List.items : undefined;
      return (first ?? []).map((node, at) => ({ name: `column${at + 1}`, type: this.#type(node, scopes, named) }));
    }
    return this.#targets(targetList, scopes, named);
  }

  #withClause(select: SelectStmt, outer: readonly Scope[], ctes: Ctes): Ctes {
    const named = new Map(ctes);
    for (const node of select.withClause?.ctes ?? []) {
      if (!("CommonTableExpr" in node)) continue;
      const cte: CommonTableExpr = node.CommonTableExpr;
      const name = cte.ctename ?? "";
      if (select.withClause?.recursive) named.set(name, this.#recursiveStart(cte, outer, named));
      named.set(name, renamed(this.read(cte.ctequery, outer, named), cte.aliascolnames));
    }
    return named;
  }

  /** A recursive query names itself: its columns are those of its first part. */
  #recursiveStart(cte: CommonTableExpr, outer: readonly Scope[], named: Ctes): readonly OutputColumn[] | undefined {
    const query = cte.ctequery && "SelectStmt" in cte.ctequery ? cte.ctequery.SelectStmt : undefined;
    return query?.larg && renamed(this.read({ SelectStmt: query.larg }, outer, named), cte.aliascolnames);
  }

  /** Puts the tables of a FROM item into the scope, and gives the columns that it adds to `*`. */
  #from(node: Node, scope: Scope, outer: readonly Scope[], ctes: Ctes): Star {
    if ("JoinExpr" in node) return this.#join(node.JoinExpr, scope, outer, ctes);
    const item = this.#item(node, scope, outer, ctes);
    if (item) scope.items.push(item);
    return item?.columns;
  }

  #item(node: Node, scope: Scope, outer: readonly Scope[], ctes: Ctes): Item | undefined {
    if ("RangeVar" in node) return this.#table(node.RangeVar, ctes);
    const inside = [{ ...scope, items: [...scope.items] }, ...outer];
    if ("RangeSubselect" in node) {
      const { alias, subquery, lateral } = node.RangeSubselect;
      const columns = this.read(subquery, lateral ? inside : outer, ctes);
      return { alias: alias?.aliasname ?? "", columns: renamed(columns, alias?.colnames) };
    }
    if (!("RangeFunction" in node)) return undefined;
    this.#references(node.RangeFunction.functions, inside, ctes);
    return this.#function(node.RangeFunction, inside, ctes);
  }

  #join(join: JoinExpr, scope: Scope, outer: readonly Scope[], ctes: Ctes): Star {
    const left = join.larg && this.#from(join.larg, scope, outer, ctes);
    const right = join.rarg && this.#from(join.rarg, scope, outer, ctes);
    this.#references(join.quals, [scope, ...outer], ctes);
    if (!left || !right) return undefined;
    const shared = join.isNatural
      ? left.map(({ name }) => name).filter((name) => right.some((each) => each.name === name))
      : strings(join.usingClause);
    for (const column of [...left, ...right]) if (shared.includes(column.name)) this.#need(column.source);
    const merged = shared.flatMap((name) => left.find((each) => each.name === name) ?? []);
    const rest = [...left, ...right].filter((each) => !shared.includes(each.name));
    const star = [...merged, ...rest];
    if (join.alias)
      scope.items.push({ alias: join.alias.aliasname ?? "", columns: renamed(star, join.alias.colnames) });
    return join.alias ? renamed(star, join.alias.colnames) : star;
  }

  #table(range: RangeVar, ctes: Ctes): Item {
    const alias = range.alias?.aliasname ?? range.relname ?? "";
    if (range.schemaname === undefined && ctes.has(range.relname ?? "")) {
      return { alias, columns: renamed(ctes.get(range.relname ?? ""), range.alias?.colnames) };
    }
    const relation = findRelation(this.catalog, rangeName(range));
    if (!relation) {
      if (!isForeign(range)) this.missing ??= range.relname;
      return { alias };
    }
    this.#need({ class: "relation", oid: relation.oid });
    const columns = relation.columns.map((column) => ({
      name: column.name,
      type: column.type,
      source: { class: "relation", oid: relation.oid, column: column.number } as const,
    }));
    return { alias, relation, columns: renamed(columns, range.alias?.colnames) };
  }

  #function(range: RangeFunction, scopes: readonly Scope[], ctes: Ctes): Item {
    const alias = range.alias?.aliasname ?? "";
    const defined = (range.coldeflist ?? []).flatMap((node) =>
      "ColumnDef" in node
        ? [{ name: node.ColumnDef.colname ?? "", type: resolveType(this.catalog, node.ColumnDef.typeName) }]
        : [],
    );
    if (defined.length > 0) return { alias, columns: defined };
    const first = range.functions?.[0];
    const call = first && "List" in first ? first.List.items?.[0] : first;
    const type = this.#type(call, scopes, ctes);
    const names = range.alias?.colnames ? strings(range.alias.colnames) : [alias || expressionName(call)];
    const composite = type.oid !== undefined || type.name === "pg_catalog.record";
    if (composite && !range.alias?.colnames) return { alias };
    return {
      alias: alias || expressionName(call),
      columns: names.map((name, at) => ({ name, type: at === 0 && !composite ? type : unknownType })),
    };
  }

  #targets(
    targets: readonly Node[] | undefined,
    scopes: readonly Scope[],
    ctes: Ctes,
  ): readonly OutputColumn[] | undefined {
    const columns: OutputColumn[] = [];
    let known = true;
    for (const node of targets ?? []) {
      if (!("ResTarget" in node)) continue;
      const { name, val } = node.ResTarget;
      if (val && "A_Indirection" in val && val.A_Indirection.indirection?.some((each) => "A_Star" in each))
        known = false;
      const parts = val && "ColumnRef" in val ? columnRefParts(val.ColumnRef) : [];
      if (parts.at(-1) === "*") {
        const star = this.#star(parts.slice(0, -1), scopes[0]);
        if (!star) return undefined;
        columns.push(...star);
        if (columns.length > mostColumns) return undefined;
        continue;
      }
      this.#references(val, scopes, ctes);
      const source = parts.length > 0 ? this.#resolve(parts, scopes)?.source : undefined;
      columns.push({ name: name ?? expressionName(val), type: this.#type(val, scopes, ctes), source });
    }
    return known ? columns : undefined;
  }

  /** The columns of `*` or `alias.*`. */
  #star(qualifier: readonly string[], scope: Scope | undefined): Star {
    const columns =
      qualifier.length === 0 ? scope?.star : scope?.items.find((item) => item.alias === qualifier.at(-1))?.columns;
    for (const column of columns ?? []) this.#need(column.source);
    return columns;
  }

  #resolve(parts: readonly string[], scopes: readonly Scope[]): OutputColumn | undefined {
    const name = parts.at(-1);
    const qualifier = parts.at(-2);
    for (const scope of scopes) {
      for (const item of scope.items) {
        if (qualifier !== undefined && item.alias !== qualifier) continue;
        const column = item.columns?.find((each) => each.name === name);
        if (column) return column;
      }
    }
    return undefined;
  }

  #type(node: Node | undefined, scopes: readonly Scope[], ctes: Ctes): TypeRef {
    const context = {
      catalog: this.catalog,
      column: (parts: readonly string[]) => this.#resolve(parts, scopes)?.type ?? this.#rowType(parts, scopes),
      field: (node: A_Indirection) => this.#field(node, scopes)?.type ?? unknownType,
      subselect: (select: Node) => this.read(select, scopes, ctes)?.[0]?.type ?? unknownType,
    };
    return expressionType(context, node);
  }

  #rowType(parts: readonly string[], scopes: readonly Scope[]): TypeRef {
    const item =
      parts.length === 1 ? scopes.flatMap(({ items }) => items).find((each) => each.alias === parts[0]) : undefined;
    const { relation } = item ?? {};
    return relation
      ? { name: `${relation.schema}.${relation.name}`, oid: relation.oid, typmods: [], array: false }
      : unknownType;
  }

  /** Notes every column, routine and type that expressions name; sub-selects are read as queries of their own. */
  #references(root: unknown, scopes: readonly Scope[], ctes: Ctes): void {
    for (const address of objectsIn(this.catalog, root)) this.#need(address);
    walk({ root }, (kind, fields) => {
      if (kind === "SelectStmt") {
        this.read({ SelectStmt: fields as SelectStmt }, scopes, ctes);
        return false;
      }
      if (kind === "A_Indirection") this.#need(this.#field(fields as A_Indirection, scopes)?.source);
      if (kind === "ColumnRef") this.#column(fields as ColumnRef, scopes);
      return true;
    });
  }

  /** A column by its name; a whole row names its table only, which FROM did. */
  #column(reference: ColumnRef, scopes: readonly Scope[]): void {
    this.#need(this.#resolve(columnRefParts(reference), scopes)?.source);
  }

  /** (alias).column is the table's column. */
  #field(indirection: A_Indirection, scopes: readonly Scope[]): OutputColumn | undefined {
    const { arg, indirection: fields } = indirection;
    if (!arg || !("ColumnRef" in arg)) return undefined;
    const parts = columnRefParts(arg.ColumnRef);
    return this.#resolve(parts, scopes)
      ? undefined
      : this.#resolve([parts.at(-1) ?? "", ...strings(fields?.slice(0, 1))], scopes);
  }
}
