import type { Catalog, Oid, OtherObject, Relation, Routine, Trigger } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { nameFrom, strings } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { addressKey } from "../catalog/address.js";
import type { Break, Facts } from "./facts.js";
import type { Place } from "./family.js";
import { isReplaced, rulesFor } from "./rewrite-rules.js";

const events = ["insert", "update", "delete"] as const;

/** What makes, changes or switches on triggers and rules, and the routines that they call. */
const kinds = new Set([
  ...[
    "CreateTrigStmt",
    "RuleStmt",
    "CreateFunctionStmt",
    "AlterTableStmt",
    "CreateEventTrigStmt",
    "AlterEventTrigStmt",
  ],
]);

/** Whether a routine fails whatever it gets. */
export type Fails = (place: Place, routine: Routine) => boolean;

/** Schema changes, as breaks name them. */
export const schemaChanges = "schema changes";

/**
 * The writes, and the changes of the schema, that this statement stops: from now on a trigger fails whatever it gets, or a
 * rule puts nothing in their place (measured on 14 to 18).
 */
export function withStoppedWrites(facts: Facts, place: Place, after: Catalog, fails: Fails): Facts {
  const { statement, before } = place;
  if (!kinds.has(statement.kind) || before === after) return facts;
  const { span } = statement;
  const now = { ...place, before: after };
  const stopped: Break[] = touched(facts, place, after).flatMap((relation): Break[] => {
    const old = before.relations.get(relation.oid);
    const writes = old
      ? events.filter((event) => isStopped(now, relation, event, fails) && !isStopped(place, old, event, fails))
      : [];
    const part = writes.length < events.length ? { writes } : {};
    return writes.length === 0 ? [] : [{ who: "writers", of: relationName(relation), why: "stopped", span, ...part }];
  });
  if (isEventTriggerNew(place, now, fails)) stopped.push({ who: "writers", of: schemaChanges, why: "stopped", span });
  return stopped.length === 0 ? facts : { ...facts, breaks: [...facts.breaks, ...stopped] };
}

/** The relations whose triggers or rules may be others now, or call another body. */
function touched({ locks }: Facts, { statement, before }: Place, after: Catalog): Relation[] {
  const { node } = statement;
  if (node && "CreateFunctionStmt" in node) {
    const replaced = findRoutines(before, nameFrom(strings(node.CreateFunctionStmt.funcname))).filter(
      (each) => after.routines.get(each.oid) !== each,
    );
    return replaced.flatMap(({ oid }) => callersOf(after, oid));
  }
  return locks.flatMap(({ relation }) => {
    const oid = before.relationNames.get(relation);
    const now = oid === undefined ? undefined : after.relations.get(oid);
    const old = oid === undefined ? undefined : before.relations.get(oid);
    return now && old && (old.triggers !== now.triggers || old.rules !== now.rules) ? [now] : [];
  });
}

/** The relations with triggers that call a routine. */
function callersOf(catalog: Catalog, routine: Oid): Relation[] {
  const callers = catalog.dependents.get(addressKey({ class: "routine", oid: routine })) ?? [];
  return callers.flatMap(({ dependent }) =>
    dependent.class === "trigger" ? (catalog.relations.get(dependent.relation ?? 0) ?? []) : [],
  );
}

function calledBy(catalog: Catalog, trigger: Trigger): Routine | undefined {
  const at = trigger.function.indexOf(".");
  return findRoutines(catalog, { schema: trigger.function.slice(0, at), name: trigger.function.slice(at + 1) })[0];
}

function isStopped(place: Place, relation: Relation, event: (typeof events)[number], fails: Fails): boolean {
  const change = { event, hasCondition: false };
  const nothing = rulesFor(relation, change).filter(({ instead, condition }) => instead && condition === undefined);
  if (nothing.some(({ actions }) => actions.length === 0) && isReplaced(relation, change)) return true;
  return relation.triggers.some((trigger) => {
    if (trigger.enabled === "disabled" || trigger.enabled === "replica") return false;
    if (trigger.conditional || !trigger.events.includes(event)) return false;
    const routine = calledBy(place.before, trigger);
    if (routine === undefined) return false;
    const skips = trigger.row && trigger.timing === "before" && onlyNull.test(routine.body ?? "");
    return skips || fails(place, routine);
  });
}

/** A BEFORE trigger that gives NULL for each row: the row is left out. */
const onlyNull = /^\s*begin\s+return\s+null\s*;\s*end\s*;?\s*$/i;

function isEventTriggerNew(before: Place, after: Place, fails: Fails): boolean {
  if (before.before.others.size === 0 && after.before.others.size === 0) return false;
  const failing = (place: Place): OtherObject[] =>
    [...place.before.others.values()].filter((each) => {
      if (each.type !== "OBJECT_EVENT_TRIGGER" || each.disabled || !/^ddl_command/.test(each.event?.name ?? ""))
        return false;
      const needs = place.before.dependencies.get(addressKey({ class: "other", oid: each.oid })) ?? [];
      const oid = needs.find(({ on }) => on.class === "routine")?.on.oid;
      const routine = oid === undefined ? undefined : place.before.routines.get(oid);
      return routine !== undefined && fails(place, routine);
    });
  const old = new Set(failing(before).map(({ oid }) => oid));
  return failing(after).some(({ oid }) => !old.has(oid));
}
