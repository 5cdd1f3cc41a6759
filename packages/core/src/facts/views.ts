import type { CreateTableAsStmt, Node, RangeVar, SelectStmt } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { readsTemporary } from "../catalog/apply-view.js";
import { indexesOf, relationName } from "../catalog/lookup.js";
import { msg } from "../text/message.js";
import { newName, taken } from "./create-table.js";
import { gatherQuery } from "./data.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { lockPlannedIndexes, lockQuery, lockViewSources } from "./query-locks.js";
import { executeFacts } from "./prepared.js";
import { rebuild } from "./maintenance.js";
import { lockStoredCalls } from "./routine-calls.js";
import { lockNamed } from "./targets.js";
import { refuseChangedColumns } from "./view-columns.js";
import { nameSpan, wordsSpan } from "./words.js";

/** CREATE VIEW reads what it names; CREATE OR REPLACE also locks the view that is there. */
function createView(input: FactsInput<"ViewStmt">): Facts {
  const draft = new FactsDraft(input.before);
  viewFacts(draft, input, input.node);
  return draft.facts();
}

export function viewFacts(draft: FactsDraft, input: Place, written: FactsInput<"ViewStmt">["node"]): void {
  const { statement, before } = input;
  if (written.query) lockQuery(draft, input, written.query, "analysed");
  const node = isTemporary(draft, written) ? { ...written, view: { ...written.view, relpersistence: "t" } } : written;
  const span = nameSpan(statement, node.view?.location);
  if (!node.replace) {
    taken(draft, input, node.view, false);
    return;
  }
  const known = before.relations.get(before.relationNames.get(newName(draft, node.view)) ?? -1);
  if (!known) {
    if (!before.complete) draft.assume(msg`${newName(draft, node.view)} is assumed not to exist.`);
    return;
  }
  if (known.kind !== "view") return draft.refuse("42809", msg`"${known.name}" is not a view`, span);
  draft.lock(known, "ACCESS EXCLUSIVE");
  refuseChangedColumns(draft, known, node, span);
}

/** Whether a view becomes temporary because it reads something temporary. */
function isTemporary(draft: FactsDraft, { view, query }: FactsInput<"ViewStmt">["node"]): boolean {
  if (view?.schemaname !== undefined || !draft.facts().locks.some(({ relation }) => relation.startsWith("pg_temp.")))
    return false;
  return readsTemporary(draft.catalog, query);
}

/** CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW. */
function createTableAs(input: FactsInput<"CreateTableAsStmt">): Facts {
  const draft = new FactsDraft(input.before);
  const { node } = input;
  intoFacts(draft, input, node.into?.rel, node.query, node);
  return draft.facts();
}

function intoFacts(
  draft: FactsDraft,
  input: Place,
  range: RangeVar | undefined,
  query: Node | undefined,
  node: CreateTableAsStmt,
): void {
  const there = taken(draft, input, range, node.if_not_exists === true);
  const run = !there && node.into?.skipData !== true;
  if (query && "ExecuteStmt" in query)
    return draft.include(executeFacts(input, query.ExecuteStmt, run ? "run" : "planned"));
  if (query) gatherQuery(draft, input, query, run ? "run" : "analysed");
}

/** SELECT ... INTO makes a table; any other SELECT reads. */
function select(input: FactsInput<"SelectStmt">): Facts {
  const draft = new FactsDraft(input.before);
  const node: SelectStmt = input.node;
  const into = node.intoClause ?? node.larg?.intoClause;
  if (into) taken(draft, input, into.rel, false);
  gatherQuery(draft, input, { SelectStmt: node }, "run");
  return draft.facts();
}

/** REFRESH: ACCESS EXCLUSIVE and a new file; CONCURRENTLY: EXCLUSIVE, by a difference (0A000 where it holds no rows). */
function refresh(input: FactsInput<"RefreshMatViewStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const span = nameSpan(statement, node.relation?.location);
  const mode = node.concurrent ? "EXCLUSIVE" : "ACCESS EXCLUSIVE";
  if (node.concurrent && node.skipData) {
    draft.refuse(
      "42601",
      msg`CONCURRENTLY and WITH NO DATA options cannot be used together`,
      wordsSpan(statement, "CONCURRENTLY"),
    );
  }
  const view = lockNamed(draft, node.relation, mode, span);
  if (!view) return draft.facts();
  if (view.kind !== "materialized-view")
    draft.refuse(wrongKind(view), msg`"${view.name}" is not a materialized view`, span);
  if (node.concurrent) refuseConcurrent(draft, view, span);
  if (!node.skipData) lockViewSources(draft, view, span);
  if (!node.skipData && before.routines.size > 0) lockStoredCalls(draft, input, view.query, true);
  if (node.concurrent) {
    lockPlannedIndexes(draft, view, "ROW EXCLUSIVE");
    return draft.facts();
  }
  const indexes = indexesOf(before, view);
  for (const index of indexes) draft.lock(index, "ACCESS EXCLUSIVE", "index");
  for (const each of [view, ...indexes]) draft.rewrite(each);
  if (node.skipData) draft.lose({ what: "rows", name: relationName(view), relation: relationName(view), span });
  rebuild(draft, view, indexes, span);
  return draft.facts();
}

function wrongKind(relation: Relation): string {
  return relation.kind === "table" || relation.kind === "view" ? "0A000" : "42809";
}

function refuseConcurrent(draft: FactsDraft, view: Relation, span: { start: number; end: number }): void {
  if (view.populated === false)
    draft.refuse("0A000", msg`CONCURRENTLY cannot be used when the materialized view is not populated`, span);
  const usable = indexesOf(draft.catalog, view).some(
    ({ index }) => index?.unique && index.valid && !index.predicate && index.keys.every((key) => key.column > 0),
  );
  if (!usable) draft.refuse("55000", msg`cannot refresh materialized view "${relationName(view)}" concurrently`, span);
}

export const viewFamilies: Families = {
  ViewStmt: createView,
  CreateTableAsStmt: createTableAs,
  SelectStmt: select,
  RefreshMatViewStmt: refresh,
};
