import type { AlterTableCmd, AlterTableStmt, FuncCall, Node, TypeName } from "@pgsql/types";
import { addressKey } from "../catalog/address.js";
import type { Catalog, OtherObject, Relation, Routine } from "../catalog/catalog.js";
import { splitIdentifier } from "../catalog/expression.js";
import { descendants, findConstraint, findRelation, qualify, relationName } from "../catalog/lookup.js";
import { nameFrom, rangeName, strings } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { resolveType } from "../catalog/type-names.js";
import { walk } from "../catalog/walk.js";
import type { Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Place } from "./family.js";
import { reachedBy } from "./inner-step.js";
import { isKnownOutside, notFollowed } from "./outside-calls.js";
import { namedBefore } from "./program-facts.js";
import { routineFacts } from "./program-routines.js";
import { usesOf } from "./query-uses.js";
import { resolve } from "./targets.js";
import { viewSources } from "./view-sources.js";

/** A call in a query that runs: functions of sequences lock theirs, users' functions do what their bodies say. */
export function lockCall(draft: FactsDraft, place: Place, call: FuncCall, onRows: boolean): void {
  const name = nameFrom(strings(call.funcname));
  const system = name.schema === undefined || name.schema === "pg_catalog";
  if (system && /^(nextval|setval|currval)$/.test(name.name))
    return lockSequence(draft, place.statement, call.args?.[0]);
  if (system && isLooking(name.name)) return lockLookedAt(draft, name.name, call.args?.[0]);
  const given = call.args?.length ?? 0;
  const named = findRoutines(draft.catalog, name);
  const unseen = named.length === 0 ? notFollowed(name, call.args) : undefined;
  if (unseen) return draft.depends(unseen);
  const routines = named.filter(
    (each) => given <= each.arguments.length && given >= each.arguments.length - each.defaults,
  );
  for (const routine of routines) {
    const way = `call ${routine.schema}.${routine.name}()`;
    follow(draft, place, routine, { way, onRows: onRows || routines.length > 1, given: call.args });
  }
}

/** The calls that a query makes for what they do: CALL, and SELECT without FROM. Where nobody knows the routine, that is told. */
export function noteUnknownCalls(draft: FactsDraft, calls: readonly (FuncCall | undefined)[]): void {
  for (const call of calls) {
    const name = nameFrom(strings(call?.funcname));
    if (call && findRoutines(draft.catalog, name).length === 0 && !isKnownOutside(name))
      draft.depends(msg`What the function ${name.name} does is not known: no migration makes it.`);
  }
}

/** The calls of an expression that is stored: a default, a query of a view. Sequences of defaults are told by their owners. */
export function lockStoredCalls(draft: FactsDraft, place: Place, expression: unknown, onRows: boolean): void {
  for (const call of usesOf(expression).calls) {
    if (/^(?:nextval|setval|currval)$/.test(nameFrom(strings(call.funcname)).name)) continue;
    lockCall(draft, place, call, onRows);
  }
}

/** What users' operators and casts call, where a query uses them. */
export function lockOperators(draft: FactsDraft, place: Place, query: unknown, onRows: boolean): void {
  const users = [...draft.catalog.others.values()].filter(
    ({ type }) => type === "OBJECT_OPERATOR" || type === "OBJECT_CAST",
  );
  if (users.length === 0) return;
  const used = new Set<OtherObject>();
  walk({ query }, (kind, fields) => {
    const names = kind === "A_Expr" ? fields["name"] : undefined;
    const operator = names === undefined ? undefined : nameFrom(strings(names as Node[])).name;
    const target = kind === "TypeCast" ? resolveType(draft.catalog, fields["typeName"] as TypeName).name : undefined;
    for (const each of users) {
      if (each.type === "OBJECT_OPERATOR" ? each.name === operator : each.name.split(",")[1] === target) used.add(each);
    }
  });
  for (const each of used) {
    for (const { on } of draft.catalog.dependencies.get(addressKey({ class: "other", oid: each.oid })) ?? []) {
      const routine = on.class === "routine" ? draft.catalog.routines.get(on.oid) : undefined;
      if (routine) follow(draft, place, routine, { way: `call ${routine.schema}.${routine.name}()`, onRows });
    }
  }
}

/** Functions of the system that open the relations that they tell of. */
function isLooking(name: string): boolean {
  return name === "pg_partition_tree" || name === "pg_get_viewdef";
}

/** pg_partition_tree opens what is below, pg_get_viewdef what the view reads; not what they are asked for. */
function lockLookedAt(draft: FactsDraft, name: string, argument: Node | undefined): void {
  const text = constantText(argument);
  const relation = text === undefined ? undefined : findRelation(draft.catalog, nameFrom(splitIdentifier(text)));
  if (!relation) return;
  const opened =
    name === "pg_get_viewdef" ? viewSources(draft.catalog, relation) : descendants(draft.catalog, relation);
  // Before 16 the rule of a view names the view itself.
  if (name === "pg_get_viewdef" && draft.catalog.postgres < 16) draft.lock(relation, "ACCESS SHARE", "read");
  for (const each of opened) draft.lock(each, "ACCESS SHARE", "read");
}

/** What triggers of a table add to a statement that changes its rows. */
export function noteTriggers(draft: FactsDraft, place: Place, table: Relation, event: string): void {
  for (const trigger of table.triggers) {
    if (trigger.enabled === "disabled" || trigger.enabled === "replica" || !trigger.events.includes(event)) continue;
    const name = trigger.function.slice(trigger.function.indexOf(".") + 1);
    const routine = findRoutines(draft.catalog, {
      schema: trigger.function.slice(0, trigger.function.indexOf(".")),
      name,
    })[0];
    if (routine) follow(draft, place, routine, { way: `trigger ${trigger.name}`, onRows: trigger.row });
    else draft.depends(msg`What the trigger ${trigger.name} of ${relationName(table)} does is not followed.`);
  }
}

/** How a routine comes to run. */
interface Called {
  readonly way: string;
  readonly onRows: boolean;
  readonly given?: readonly Node[] | undefined;
}

function follow(draft: FactsDraft, place: Place, routine: Routine, { way, onRows, given }: Called): void {
  const before = draft.now;
  const existence = onRows ? "maybe" : place.existence;
  const { within, ...facts } = routineFacts({ ...place, before, ...(existence ? { existence } : {}) }, routine, given);
  if (facts.error && onRows) return draft.depends(msg`What the function ${routine.name} does is not followed.`);
  if (facts.error) return draft.refuse(facts.error.sqlstate, facts.error.message, facts.error.span);
  if (!within) return draft.include(facts, onRows);
  draft.include(within.own, onRows);
  const path = onRows ? "rows" : "always";
  draft.includeBody(
    namedBefore(facts, draft.catalog, before),
    within.steps.map((step) => reachedBy(way, step, path)),
    onRows,
  );
  if (within.after) draft.become(within.after);
}

function lockSequence(draft: FactsDraft, statement: Statement, argument: Node | undefined): void {
  const sequence = sequenceOf(draft.catalog, argument);
  if (sequence === undefined)
    return draft.depends(msg`It is known only when the statement runs which sequence it uses.`);
  if (typeof sequence !== "string") return draft.lock(sequence, "ROW EXCLUSIVE", "sequence");
  const name = nameFrom(splitIdentifier(sequence));
  const known = resolve(draft, name, statement.span);
  draft.lock(known ?? qualify(draft.catalog, name), "ROW EXCLUSIVE", "sequence");
}

/** The sequence that an argument of nextval and its relatives means, or its name; undefined where it is computed. */
function sequenceOf(catalog: Catalog, argument: Node | undefined): Relation | string | undefined {
  const text = constantText(argument);
  if (text !== undefined) return text;
  const inner = argument && "TypeCast" in argument ? argument.TypeCast.arg : argument;
  if (!inner || !("FuncCall" in inner) || strings(inner.FuncCall.funcname).at(-1) !== "pg_get_serial_sequence")
    return undefined;
  const [table, column] = (inner.FuncCall.args ?? []).map(constantText);
  const relation = table === undefined ? undefined : findRelation(catalog, nameFrom(splitIdentifier(table)));
  const number = relation?.columns.find((each) => each.name === column)?.number;
  return catalog.relations
    .values()
    .find(
      (each) =>
        each.sequence?.ownedBy?.table === relation?.oid &&
        each.sequence?.ownedBy?.column === number &&
        number !== undefined,
    );
}

function constantText(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ("TypeCast" in node) return constantText(node.TypeCast.arg);
  return "A_Const" in node ? node.A_Const.sval?.sval : undefined;
}

/** The facts with what functions do that an ALTER TABLE calls for each row: for a check, a default, a USING. */
export function withCalls(facts: Facts, place: Place): Facts {
  const { node } = place.statement;
  if (!node || !("AlterTableStmt" in node) || facts.error || place.before.routines.size === 0) return facts;
  const alter = node.AlterTableStmt;
  const draft = new FactsDraft(place.before);
  draft.include(facts);
  for (const each of alter.cmds ?? [])
    if ("AlterTableCmd" in each) lockStoredCalls(draft, place, calledBy(place.before, alter, each.AlterTableCmd), true);
  return draft.facts();
}

/** The expressions that a command computes for the rows that there are. */
function calledBy(before: Catalog, node: AlterTableStmt, cmd: AlterTableCmd): unknown {
  if (cmd.subtype === "AT_ValidateConstraint") {
    const table = findRelation(before, rangeName(node.relation));
    return table && findConstraint(table, cmd.name ?? "")?.expression?.node;
  }
  if (cmd.subtype === "AT_AddColumn" || cmd.subtype === "AT_AlterColumnType") return cmd.def;
  return cmd.subtype === "AT_AddConstraint" && !isLater(cmd.def) ? cmd.def : undefined;
}

/** NOT VALID. */
function isLater(constraint: Node | undefined): boolean {
  return constraint !== undefined && "Constraint" in constraint && constraint.Constraint.skip_validation === true;
}
