import type { InsertStmt, Node, SelectStmt } from "@pgsql/types";
import type { Column, Relation, RewriteRule } from "../catalog/catalog.js";
import { findConstraint, findRelation, relationName } from "../catalog/lookup.js";
import { rangeName } from "../catalog/names.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, Place } from "./family.js";
import { reachedBy, shownAt as shownFacts, type InnerStep } from "./inner-step.js";
import { isChangedApart, lockQuery, type Stage } from "./query-locks.js";
import { isQuery, isReplaced, rulesFor, standsAsMade, type RowChange } from "./rewrite-rules.js";
import {
  checkedNow,
  followChecks,
  lockDefaults,
  lockInsertChecks,
  lockPartitions,
  lockReferenced,
  type Given,
} from "./row-checks.js";
import { noteTriggers } from "./routine-calls.js";
import { lockDeleteChecks, lockUpdateChecks } from "./row-changes.js";
import { family, isSystemName, lockPartitionBound } from "./targets.js";
import { cannotBeChanged, changeBehind } from "./view-changes.js";
import { wordsSpan } from "./words.js";

/** Facts of one query: `kind` is its node's name. Also within EXPLAIN, PREPARE, COPY and bodies of routines. */
export function queryFacts(input: Place, query: Node, stage: Stage = "run"): Facts {
  const draft = new FactsDraft(input.before);
  gatherQuery(draft, input, query, stage);
  return draft.facts();
}

export function gatherQuery(draft: FactsDraft, input: Place, query: Node, stage: Stage): void {
  lockQuery(draft, input, query, stage);
  if (stage === "analysed") return;
  for (const change of changesIn(query)) gatherChange(draft, input, change, stage);
}

/** The query itself where it changes rows, and the changing queries in its WITH. */
function changesIn(query: Node): Node[] {
  const fields = Object.values(query)[0] as { withClause?: { ctes?: Node[] } };
  const inner = (fields.withClause?.ctes ?? []).flatMap((each) =>
    "CommonTableExpr" in each && each.CommonTableExpr.ctequery ? changesIn(each.CommonTableExpr.ctequery) : [],
  );
  return "SelectStmt" in query ? inner : [...inner, query];
}

function gatherChange(draft: FactsDraft, place: Place, query: Node, stage: Stage): void {
  const fields = Object.values(query)[0] as Changing;
  const name = rangeName(fields.relation);
  const table = findRelation(draft.catalog, name);
  if (stage === "run" && isSystemName(draft.catalog, name))
    return draft.depends(msg`A change of the system catalog ${name.name} is not followed.`);
  if (!table) return;
  const change = { event: eventOf(query), hasCondition: fields.whereClause !== undefined };
  if (change.event === "merge") refuseMerge(draft, place, table);
  gatherRules(draft, place, { table, query, change, stage });
  if (isReplaced(table, change)) return;
  if (table.kind === "view") return changeView(draft, place, { table, query, change, stage });
  if (stage === "run") gatherRows(draft, place, table, query, fields);
  else if ("InsertStmt" in query) lockConflictIndexes(draft, table, query.InsertStmt);
}

interface Changing {
  readonly relation?: InsertStmt["relation"];
  readonly whereClause?: Node;
  readonly withClause?: unknown;
}

/** A change of the rows of a view goes through to the relation behind it, unless triggers or rules take its place. */
function changeView(draft: FactsDraft, place: Place, { table, query, change, stage }: Changed): void {
  const { event } = change;
  const triggers = table.triggers.some((each) => each.timing === "instead" && each.events.includes(event));
  if (triggers) return stage === "run" ? noteTriggers(draft, place, table, event) : undefined;
  if (isChangedApart(table, change)) return;
  if (event !== "merge" && cannotBeChanged(table)) {
    const words = event === "insert" ? "insert into" : event === "delete" ? "delete from" : "update";
    const span = wordsSpan(place.statement, table.name);
    return draft.refuse("55000", msg`cannot ${words} view "${table.name}"`, span);
  }
  const behind = changeBehind(draft.catalog, table, query);
  if (behind) gatherChange(draft, place, behind.query, stage);
}

function gatherRows(draft: FactsDraft, place: Place, table: Relation, query: Node, fields: Changing): void {
  const inherit = fields.relation?.inh === true;
  if ("InsertStmt" in query) return insertChecks(draft, place, table, query.InsertStmt);
  if ("UpdateStmt" in query) {
    noteTriggers(draft, place, table, "update");
    lockPartitionBound(draft, table);
    const set = new Set((query.UpdateStmt.targetList ?? []).flatMap(defaultedColumn));
    const columns = table.columns.filter(({ name }) => set.has(name));
    lockDefaults(draft, place, table, columns, true);
    followChecks(draft, place, table);
    return lockUpdateChecks(draft, table, query.UpdateStmt.targetList ?? []);
  }
  if ("DeleteStmt" in query) {
    for (const each of family(draft.catalog, table, inherit)) lockDeleteChecks(draft, each);
    noteTriggers(draft, place, table, "delete");
    if (fields.whereClause) return;
    for (const each of family(draft.catalog, table, inherit)) {
      // A partitioned table holds no rows of its own.
      if (each.kind === "partitioned-table" && !inherit) continue;
      const name = relationName(each);
      draft.lose({ what: "rows", name, relation: name, span: wordsSpan(place.statement, "DELETE") });
    }
    return;
  }
  if ("MergeStmt" in query) mergeChecks(draft, place, table, query.MergeStmt.mergeWhenClauses ?? []);
}

/** The column of SET a = DEFAULT. */
function defaultedColumn(node: Node): string[] {
  if (!("ResTarget" in node) || !node.ResTarget.val || !("SetToDefault" in node.ResTarget.val)) return [];
  return [node.ResTarget.name ?? ""];
}

function eventOf(query: Node): RowChange["event"] {
  return "InsertStmt" in query
    ? "insert"
    : "UpdateStmt" in query
      ? "update"
      : "DeleteStmt" in query
        ? "delete"
        : "merge";
}

/** MERGE is refused where a table has rules, before 17 whatever their state, and before 17 on views (measured on 15 to 18). */
function refuseMerge(draft: FactsDraft, { statement, postgres }: Place, table: Relation): void {
  const rules = postgres >= 17 ? table.rules.filter((each) => each.enabled) : table.rules;
  if (rules.length > 0 || (table.kind === "view" && postgres < 17))
    draft.refuse("0A000", msg`cannot execute MERGE on relation "${table.name}"`, wordsSpan(statement, table.name));
}

interface Changed {
  readonly table: Relation;
  readonly query: Node;
  readonly change: RowChange;
  readonly stage: Stage;
}

/** What rules make of a change: their actions are planned in any case, and do what they do for the rows that there are. */
function gatherRules(draft: FactsDraft, place: Place, { table, query, change, stage }: Changed): void {
  const rules = rulesFor(table, change);
  const own = rules.some((rule) => rule.instead && rule.condition === undefined) ? 0 : 1;
  const queries = rules.flatMap((rule) => rule.actions.filter(isQuery)).length + own;
  const span = wordsSpan(place.statement, table.name);
  if (rules.length > 0 && queries > 1 && (Object.values(query)[0] as Changing).withClause)
    draft.refuse("0A000", msg`WITH cannot be used in a query that is rewritten by rules into multiple queries`, span);
  for (const rule of rules) {
    if (place.within?.has(rule.oid))
      return draft.refuse("42P17", msg`infinite recursion detected in rules for relation "${table.name}"`, span);
    if (standsAsMade(draft.catalog, rule)) gatherRule(draft, place, rule, stage);
    else draft.depends(msg`What the rule ${rule.name} of ${relationName(table)} does is not followed.`);
  }
}

function gatherRule(draft: FactsDraft, place: Place, rule: RewriteRule, stage: Stage): void {
  const inside = { ...place, within: new Set([...(place.within ?? []), rule.oid]) };
  if (rule.condition) lockQuery(draft, inside, rule.condition, "planned");
  for (const action of rule.actions.filter(isQuery)) {
    const planned = queryFacts(inside, action, "planned");
    const { error } = planned;
    if (error) return draft.refuse(error.sqlstate, error.message, error.span);
    draft.include(planned);
    if (stage !== "run") continue;
    const step = storedStep(inside, action);
    draft.includeBody(step.facts, [reachedBy(`rule ${rule.name}`, step, "rows")], true);
  }
}

/** A query that the catalog has as a tree (the action of a rule, a body in standard SQL) as a step at the statement that runs it. */
export function storedStep(place: Place, node: Node): InnerStep {
  const { span, shownAt = span } = place.statement;
  const kind = Object.keys(node)[0] as NodeKind;
  // Its text is not known: its first word stands for it.
  const text = kind.replace("Stmt", "").toUpperCase();
  const statement: Statement = { index: place.statement.index, span, text, kind, node, shownAt, at: () => span.start };
  const facts = shownFacts(queryFacts({ ...place, statement }, node), shownAt);
  return {
    statement,
    before: place.before,
    after: facts.within?.after ?? place.before,
    facts,
    path: "always",
    via: [],
  };
}

function mergeChecks(draft: FactsDraft, place: Place, table: Relation, clauses: readonly Node[]): void {
  for (const clause of clauses) {
    if (!("MergeWhenClause" in clause)) continue;
    const { commandType, targetList } = clause.MergeWhenClause;
    if (commandType === "CMD_UPDATE") lockUpdateChecks(draft, table, targetList ?? []);
    if (commandType === "CMD_DELETE") lockDeleteChecks(draft, table);
    if (commandType !== "CMD_INSERT") continue;
    const named = (targetList ?? []).map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : ""));
    const omitted = named.length ? table.columns.filter((column) => !named.includes(column.name)) : [];
    lockDefaults(draft, place, table, omitted, true);
    lockInsertChecks(draft, table, () => "unknown", true);
    lockPartitions(draft, table, "ROW EXCLUSIVE");
  }
  for (const event of ["insert", "update", "delete"]) noteTriggers(draft, place, table, event);
}

function insertChecks(draft: FactsDraft, place: Place, table: Relation, insert: InsertStmt): void {
  const named = (insert.cols ?? []).map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : ""));
  const select = insert.selectStmt && "SelectStmt" in insert.selectStmt ? insert.selectStmt.SelectStmt : undefined;
  const rows = valueRows(select);
  const certain =
    rows !== undefined ||
    !select ||
    (!select.fromClause && !select.whereClause && !select.op?.match(/UNION|EXCEPT|INTERSECT/));
  const width = rows?.[0]?.length ?? select?.targetList?.length ?? 0;
  const columns = named.length ? named : table.columns.slice(0, select ? width : 0).map((column) => column.name);
  const cells = rows ?? (certain && select?.targetList ? [select.targetList.map(target)] : undefined);
  const given = (column: Column): Given => givenFor(columns.indexOf(column.name), column, cells);
  const defaulted = table.columns.filter((column) => {
    const at = columns.indexOf(column.name);
    return at < 0 || (rows ?? []).some((row) => row[at] && "SetToDefault" in row[at]);
  });
  const overriding =
    insert.override === "OVERRIDING_USER_VALUE" ? table.columns.filter((column) => column.identity) : [];
  lockDefaults(draft, place, table, [...defaulted, ...overriding], !certain);
  followChecks(draft, place, table);
  lockPartitions(draft, table, "ROW EXCLUSIVE");
  lockPartitionBound(draft, table);
  if (insert.onConflictClause?.action === "ONCONFLICT_UPDATE")
    lockUpdateChecks(draft, table, insert.onConflictClause.targetList ?? []);
  lockInsertChecks(draft, table, given, !certain || insert.onConflictClause !== undefined);
  if (table.kind === "partitioned-table") lockOwnKeys(draft, table);
  noteTriggers(draft, place, table, "insert");
  lockConflictIndexes(draft, table, insert);
}

/** Keys that only partitions have, where a row may go. */
function lockOwnKeys(draft: FactsDraft, table: Relation): void {
  for (const partition of family(draft.catalog, table).slice(1))
    for (const key of checkedNow(partition)) if (key.parent === undefined) lockReferenced(draft, key, true);
}

/** The rows of VALUES; undefined for any other query. */
function valueRows(select: SelectStmt | undefined): Node[][] | undefined {
  return select?.valuesLists?.map((list) => ("List" in list ? (list.List.items ?? []) : []));
}

function target(node: Node): Node {
  return "ResTarget" in node && node.ResTarget.val ? node.ResTarget.val : node;
}

/** Whether a column gets NULL in all rows, a value in some, or one that nobody knows. */
function givenFor(at: number, column: Column, rows: readonly (readonly Node[])[] | undefined): Given {
  if (column.generated) return "unknown";
  if (at < 0) return column.default || column.identity ? "value" : "null";
  if (!rows) return "unknown";
  const kinds = rows.map((row): Given => {
    const node = row[at];
    if (!node || "SetToDefault" in node) return column.default ? "value" : "null";
    return valueOf(node);
  });
  return kinds.includes("value") ? "value" : kinds.includes("unknown") ? "unknown" : "null";
}

function valueOf(node: Node): Given {
  if ("TypeCast" in node && node.TypeCast.arg) return valueOf(node.TypeCast.arg);
  if ("A_Const" in node) return node.A_Const.isnull ? "null" : "value";
  return "unknown";
}

/** ON CONFLICT with columns looks through the table's indexes, with a constraint up to its index (ROW EXCLUSIVE, measured). */
function lockConflictIndexes(draft: FactsDraft, table: Relation, { onConflictClause }: InsertStmt): void {
  const infer = onConflictClause?.infer;
  if (!infer) return;
  const constraint = infer.conname;
  const only = constraint === undefined ? undefined : findConstraint(table, constraint)?.index;
  for (const oid of table.indexes) {
    const index = draft.catalog.relations.get(oid);
    if (index) draft.lock(index, "ROW EXCLUSIVE", "index");
    if (oid === only) return;
  }
}

export const dataFamilies: Families = {
  InsertStmt: (input) => queryFacts(input, { InsertStmt: input.node }),
  UpdateStmt: (input) => queryFacts(input, { UpdateStmt: input.node }),
  DeleteStmt: (input) => queryFacts(input, { DeleteStmt: input.node }),
  MergeStmt: (input) => queryFacts(input, { MergeStmt: input.node }),
};
