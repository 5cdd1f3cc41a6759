import type { CommonTableExpr, FuncCall, LockingClause, Node, RangeVar, SelectStmt, WithClause } from "@pgsql/types";
import type { RowChange } from "./rewrite-rules.js";

/** How a query uses a relation. `planned`: the planner sees it, and so its indexes and children. */
export interface Use {
  readonly range: RangeVar;
  readonly how: "read" | "row-share" | "insert" | "change";
  readonly planned: boolean;
  /** The part of the query that has no WHERE of its own, so that all rows are read. */
  readonly whole: boolean;
  /** insert, change: what is done to its rows. */
  readonly change?: RowChange;
}

/** What a query names: relations, and functions that it calls. */
export interface QueryUses {
  readonly uses: readonly Use[];
  readonly calls: readonly FuncCall[];
}

interface Scope {
  /** Names of WITH queries that are visible: they hide relations. */
  readonly ctes: Names;
  readonly planned: boolean;
  readonly whole: boolean;
  /** FOR UPDATE and its kind: on all that FROM names, or on these. */
  readonly rowShare: boolean | ReadonlySet<string>;
}

interface Found {
  readonly uses: Use[];
  readonly calls: FuncCall[];
}

/** The first names of a list, and those around it. The scopes of one WITH share its list: each sees one name more. */
class Names {
  static readonly none = new Names(new Map(), 0);
  readonly #places: Map<string, number>;
  readonly #visible: number;
  readonly #around: Names | undefined;

  constructor(places: Map<string, number>, visible: number, around?: Names) {
    this.#places = places;
    this.#visible = visible;
    this.#around = around;
  }

  has(name: string): boolean {
    return (this.#places.get(name) ?? Infinity) < this.#visible || (this.#around?.has(name) ?? false);
  }
}

const outermost: Scope = { ctes: Names.none, planned: true, whole: false, rowShare: false };

/** The relations and calls of a SELECT, INSERT, UPDATE, DELETE or MERGE, or of an expression. */
export function usesOf(node: unknown): QueryUses {
  const found: Found = { uses: [], calls: [] };
  visit(node, outermost, found);
  return found;
}

/** Recursion follows the nesting of the query, which the parser bounds. */
function visit(value: unknown, scope: Scope, found: Found): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) visit(each, scope, found);
    return;
  }
  for (const [key, inner] of Object.entries(value)) visitNode(key, inner, scope, found);
}

function visitNode(key: string, inner: unknown, scope: Scope, found: Found): void {
  switch (key) {
    case "SelectStmt":
      return visitSelect(inner as SelectStmt, scope, found);
    case "InsertStmt":
      return visitChange(inner as Change, "insert", scope, found);
    case "UpdateStmt":
      return visitChange(inner as Change, "update", scope, found);
    case "DeleteStmt":
      return visitChange(inner as Change, "delete", scope, found);
    case "MergeStmt":
      return visitChange(inner as Change, "merge", scope, found);
    case "RangeVar":
      return read(inner as RangeVar, scope, found);
    case "FuncCall":
      found.calls.push(inner as FuncCall);
      return visit(inner, scope, found);
    case "SubLink":
      return visit(inner, { ...scope, rowShare: false }, found);
    default:
      return visit(inner, scope, found);
  }
}

function read(range: RangeVar, scope: Scope, found: Found): void {
  if (range.schemaname === undefined && scope.ctes.has(range.relname ?? "")) return;
  const name = range.alias?.aliasname ?? range.relname ?? "";
  const rowShare = typeof scope.rowShare === "boolean" ? scope.rowShare : scope.rowShare.has(name);
  found.uses.push({ range, how: rowShare ? "row-share" : "read", planned: scope.planned, whole: scope.whole });
}

function visitSelect(select: SelectStmt, outer: Scope, found: Found): void {
  const scope = withQueries(select.withClause, select, outer, found);
  if (select.larg) visitSelect(select.larg, scope, found);
  if (select.rarg) visitSelect(select.rarg, scope, found);
  const limited = select.whereClause !== undefined || select.limitCount !== undefined;
  const from: Scope = { ...scope, whole: !limited, rowShare: locked(select.lockingClause, scope.rowShare) };
  visit(select.fromClause, from, found);
  const {
    withClause: _with,
    larg: _larg,
    rarg: _rarg,
    fromClause: _from,
    lockingClause: _locking,
    intoClause: _into,
    ...rest
  } = select;
  visit(rest, { ...scope, whole: false, rowShare: false }, found);
}

function locked(clauses: readonly Node[] | undefined, outer: Scope["rowShare"]): Scope["rowShare"] {
  if (!clauses?.length) return outer;
  const names = new Set<string>();
  for (const clause of clauses) {
    const { lockedRels } = (clause as { LockingClause: LockingClause }).LockingClause;
    if (!lockedRels?.length) return true;
    for (const each of lockedRels) if ("RangeVar" in each) names.add(each.RangeVar.relname ?? "");
  }
  return names;
}

interface Change {
  readonly withClause?: WithClause;
  readonly relation?: RangeVar;
  readonly [field: string]: unknown;
}

function visitChange(change: Change, event: RowChange["event"], outer: Scope, found: Found): void {
  const { withClause, relation, ...rest } = change;
  const scope = withQueries(withClause, change, outer, found);
  const hasCondition = rest["whereClause"] !== undefined;
  const how = event === "insert" ? "insert" : "change";
  if (relation)
    found.uses.push({ range: relation, how, planned: true, whole: !hasCondition, change: { event, hasCondition } });
  visit(rest, { ...scope, whole: false, rowShare: false }, found);
}

/** Visits the WITH queries and gives the scope in which their names stand. One that nobody names is not planned. */
function withQueries(clause: WithClause | undefined, owner: object, outer: Scope, found: Found): Scope {
  if (!clause) return outer;
  const queries = (clause.ctes ?? []).flatMap((each) => ("CommonTableExpr" in each ? [each.CommonTableExpr] : []));
  const places = new Map<string, number>();
  for (const [at, { ctename = "" }] of queries.entries()) if (!places.has(ctename)) places.set(ctename, at);
  const until = (at: number): Names => new Names(places, clause.recursive ? Infinity : at, outer.ctes);
  const named = outer.planned ? namesIn(owner) : new Map<string, number>();
  for (const [at, query] of queries.entries()) {
    const { ctename = "" } = query;
    const planned =
      outer.planned && (!isSelect(query) || (named.get(ctename) ?? 0) > (namesIn(query).get(ctename) ?? 0));
    visit(query.ctequery, { ctes: until(at), planned, whole: false, rowShare: false }, found);
  }
  return { ...outer, ctes: until(queries.length) };
}

function isSelect(query: CommonTableExpr): boolean {
  return query.ctequery !== undefined && "SelectStmt" in query.ctequery;
}

/** How often each name stands for a relation in a query, without a schema. */
function namesIn(value: unknown, sum = new Map<string, number>()): Map<string, number> {
  if (typeof value !== "object" || value === null) return sum;
  if (Array.isArray(value)) {
    for (const each of value) namesIn(each, sum);
    return sum;
  }
  for (const [key, inner] of Object.entries(value)) {
    const { relname, schemaname } = key === "RangeVar" ? (inner as RangeVar) : {};
    if (relname === undefined || schemaname !== undefined) namesIn(inner, sum);
    else sum.set(relname, (sum.get(relname) ?? 0) + 1);
  }
  return sum;
}
