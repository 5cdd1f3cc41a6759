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
  readonly ctes: ReadonlySet<string>;
  readonly planned: boolean;
  readonly whole: boolean;
  /** FOR UPDATE and its kind: on all that FROM names, or on these. */
  readonly rowShare: boolean | ReadonlySet<string>;
}

interface Found {
  readonly uses: Use[];
  readonly calls: FuncCall[];
}

const outermost: Scope = { ctes: new Set(), planned: true, whole: false, rowShare: false };

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
  const ctes = new Set(outer.ctes);
  if (clause.recursive) for (const query of queries) ctes.add(query.ctename ?? "");
  for (const query of queries) {
    const planned =
      outer.planned &&
      (!isSelect(query) || timesNamed(owner, query.ctename ?? "") > timesNamed(query, query.ctename ?? ""));
    visit(query.ctequery, { ctes: new Set(ctes), planned, whole: false, rowShare: false }, found);
    ctes.add(query.ctename ?? "");
  }
  return { ...outer, ctes };
}

function isSelect(query: CommonTableExpr): boolean {
  return query.ctequery !== undefined && "SelectStmt" in query.ctequery;
}

function timesNamed(value: unknown, name: string): number {
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + timesNamed(each, name), 0);
  let sum = 0;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "RangeVar" && (inner as RangeVar).relname === name && (inner as RangeVar).schemaname === undefined)
      sum++;
    else sum += timesNamed(inner, name);
  }
  return sum;
}
