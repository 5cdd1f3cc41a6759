import type { FuncCall, RangeVar, SelectStmt } from "@pgsql/types";
import type { Catalog, Relation } from "../catalog/catalog.js";
import { findRelation, indexesOf, qualify } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { FactsDraft } from "./facts-draft.js";
import type { Lock } from "./facts.js";
import type { Place } from "./family.js";
import type { LockMode } from "./lock.js";
import { usesOf, type Use } from "./query-uses.js";
import { isQuery, isReplaced, rulesFor, type RowChange } from "./rewrite-rules.js";
import { lockCall, lockOperators, lockStoredCalls, noteUnknownCalls } from "./routine-calls.js";
import { viewSources } from "./view-sources.js";
import { family, hasRows, isSystemName, lockPartitionBound, resolve } from "./targets.js";
import { nameSpan } from "./words.js";

/** How far a query comes: only analysed (CREATE VIEW), its views put in too (a function's body), planned (EXPLAIN), or run. */
export type Stage = "analysed" | "rewritten" | "planned" | "run";

/** The mode that the planner's and the rewriter's locks have for a use. */
const modes: Readonly<Record<Use["how"], LockMode>> = {
  read: "ACCESS SHARE",
  "row-share": "ROW SHARE",
  insert: "ROW EXCLUSIVE",
  change: "ROW EXCLUSIVE",
};

/** Locks of everything that a query names. Targets of INSERT, UPDATE and DELETE get theirs here too, not their checks. */
export function lockQuery(draft: FactsDraft, place: Place, query: unknown, stage: Stage): void {
  const { uses, calls } = usesOf(query);
  const reached = isLeftOut(draft.catalog, query, uses) ? "analysed" : stage;
  for (const use of uses) lockUse(draft, place, use, reached);
  if (reached !== "run") return;
  const rows = uses.length > 0;
  for (const call of calls) lockCall(draft, place, call, rows);
  lockOperators(draft, place, query, rows);
  noteUnknownCalls(draft, callsForEffect(query));
}

/** The calls of SELECT f(): there is no FROM, so they are made once, for what they do. */
function callsForEffect(query: unknown): FuncCall[] {
  const select = (query as { SelectStmt?: SelectStmt } | null)?.SelectStmt;
  if (!select || select.fromClause) return [];
  return (select.targetList ?? []).flatMap((target) => {
    const value = "ResTarget" in target ? target.ResTarget.val : undefined;
    return value && "FuncCall" in value ? [value.FuncCall] : [];
  });
}

/** Whether a change becomes nothing at all: DO INSTEAD NOTHING, or a notification. */
function isLeftOut(catalog: Catalog, query: unknown, uses: readonly Use[]): boolean {
  const single = typeof query === "object" && query !== null && !Array.isArray(query);
  const fields: unknown = single ? Object.values(query)[0] : undefined;
  const target = uses.find(
    ({ change, range }) => change && range === (fields as { relation?: RangeVar } | undefined)?.relation,
  );
  const relation = target && findRelation(catalog, rangeName(target.range));
  if (!relation || !target.change || !isReplaced(relation, target.change)) return false;
  return !rulesFor(relation, target.change).some((rule) => rule.actions.some(isQuery));
}

function lockUse(draft: FactsDraft, place: Place, use: Use, stage: Stage): void {
  const { statement } = place;
  const name = rangeName(use.range);
  if (isSystemName(draft.catalog, name)) return;
  const own = use.how === "insert" || use.how === "change";
  const why = own ? undefined : "read";
  const relation = resolve(draft, name, nameSpan(statement, use.range.location));
  if (!relation) return void draft.lock(qualify(draft.catalog, name), modes[use.how], why);
  const { how, whole, change } = use;
  const reached = use.planned ? stage : "analysed";
  if (reached === "planned" || reached === "run")
    refuseRows(draft, relation, how, nameSpan(statement, use.range.location));
  const inherit = use.range.inh === true;
  const span = nameSpan(statement, use.range.location);
  lockRelation(draft, relation, {
    place,
    mode: modes[how],
    how,
    why,
    inherit,
    stage: reached,
    whole,
    change,
    span,
    within: [],
  });
}

/** Materialized views and sequences give no rows to change or to lock. */
function refuseRows(draft: FactsDraft, relation: Relation, how: Use["how"], span: Span): void {
  if (how === "read" || (relation.kind !== "materialized-view" && relation.kind !== "sequence")) return;
  const noun = relation.kind.replace("-", " ");
  if (how === "row-share") draft.refuse("42809", msg`cannot lock rows in ${noun} "${relation.name}"`, span);
  else draft.refuse("42809", msg`cannot change ${noun} "${relation.name}"`, span);
}

interface Locking {
  /** Undefined where the calls of views are not told: REFRESH. */
  readonly place?: Place | undefined;
  readonly mode: LockMode;
  readonly how: Use["how"];
  readonly why: Lock["why"];
  readonly inherit: boolean;
  readonly stage: Stage;
  /** All rows are read: no condition and no limit. Else partitions may stay out. */
  readonly whole: boolean;
  readonly change?: RowChange | undefined;
  /** The words to blame. */
  readonly span: Span;
  /** The views in which it stands, outermost first. */
  readonly within: readonly Relation[];
}

/** A relation with all that goes with it: what a view stands for; when planned, its children and everybody's indexes. */
function lockRelation(draft: FactsDraft, relation: Relation, locking: Locking): void {
  const { mode, why, stage, how } = locking;
  draft.lock(relation, mode, why);
  if (stage === "analysed") return;
  if (locking.change && isReplaced(relation, locking.change)) return;
  if (relation.kind === "view") return expandView(draft, relation, locking);
  if (how === "insert" || stage === "rewritten") return;
  if (relation.kind === "partitioned-table" && locking.inherit) lockPartitionBound(draft, relation);
  const inherit = locking.inherit && relation.kind !== "materialized-view";
  for (const each of family(draft.catalog, relation, inherit)) {
    const child = each !== relation;
    const partition = child && relation.kind === "partitioned-table";
    const pruned = partition && !locking.whole;
    if (child) draft.lock(each, mode, partition ? "partition" : "child", pruned);
    lockPlannedIndexes(draft, each, mode, pruned, !locking.inherit);
    if (locking.whole && stage === "run" && hasRows(each)) draft.scan(each, "read");
  }
}

/**
 * The planner opens every index of a table. Before 16 those of a partitioned table only with ONLY, or where it never had
 * a partition (measured on 14 to 18).
 */
export function lockPlannedIndexes(
  draft: FactsDraft,
  relation: Relation,
  mode: LockMode,
  onRows = false,
  only = false,
): void {
  const older = relation.kind === "partitioned-table" && draft.catalog.postgres < 16 && !only;
  if (older && relation.children.length > 0) return;
  for (const index of indexesOf(draft.catalog, relation)) draft.lock(index, mode, "index", onRows || older);
}

/** What stands behind a view; a change through it changes the table of its FROM. */
function expandView(draft: FactsDraft, view: Relation, locking: Locking): void {
  // CREATE OR REPLACE VIEW can make a view stand in itself: the server refuses each query that it would put into itself.
  if (locking.within.includes(view)) {
    const message = msg`infinite recursion detected in rules for relation "${view.name}"`;
    return draft.refuse("42P17", message, locking.span);
  }
  const whole = locking.whole && !isFiltered(view);
  const { change } = locking;
  const apart = change && isChangedApart(view, change);
  if (apart && change.event === "insert") return;
  const changed = change && !apart ? mainSource(draft.catalog, view) : undefined;
  const within = [...locking.within, view];
  if (locking.stage === "run" && locking.place) lockStoredCalls(draft, locking.place, view.query, true);
  for (const source of viewSources(draft.catalog, view)) {
    if (source.kind === "sequence") draft.lock(source, "ROW EXCLUSIVE", "sequence", true);
    else if (source === changed || locking.how === "row-share")
      lockRelation(draft, source, { ...locking, why: "view", inherit: true, whole, within });
    else
      lockRelation(draft, source, {
        place: locking.place,
        mode: "ACCESS SHARE",
        how: "read",
        why: "view",
        inherit: true,
        stage: locking.stage,
        whole,
        span: locking.span,
        within,
      });
  }
}

/** Whether triggers or rules change something else in place of a view's rows, which then are only read. */
export function isChangedApart(view: Relation, change: RowChange): boolean {
  const { event } = change;
  const byTrigger = view.triggers.some((each) => each.timing === "instead" && each.events.includes(event));
  return byTrigger || rulesFor(view, change).some((rule) => rule.instead && rule.condition === undefined);
}

function isFiltered(view: Relation): boolean {
  const query = view.query as { SelectStmt?: SelectStmt } | undefined;
  const select = query?.SelectStmt ?? (view.query as SelectStmt | undefined);
  return select?.whereClause !== undefined || select?.limitCount !== undefined;
}

/** What a materialized view reads when it is filled. */
export function lockViewSources(draft: FactsDraft, view: Relation, span: Span): void {
  const read = { mode: "ACCESS SHARE", how: "read", why: "read", inherit: true, stage: "run", whole: true } as const;
  expandView(draft, view, { ...read, span, within: [] });
}

/** The relation whose rows a change of a view changes: that of its FROM. */
export function mainSource(catalog: Catalog, view: Relation): Relation | undefined {
  const first = usesOf(view.query).uses[0];
  const found = first ? findRelation(catalog, rangeName(first.range)) : undefined;
  return found && viewSources(catalog, view).includes(found) ? found : viewSources(catalog, view)[0];
}
