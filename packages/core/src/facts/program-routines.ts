import type { Node } from "@pgsql/types";
import type { Routine } from "../catalog/catalog.js";
import { nameFrom } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { definitionOf, givenTo } from "../catalog/program/routine.js";
import { parseRoutines } from "../sql/parser.js";
import { parseStatements } from "../sql/parse.js";
import { standingElsewhere } from "../sql/statement.js";
import { routineBody } from "../sql/routine-body.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import { noFacts, type Facts } from "./facts.js";
import { eventTriggersFor, isHarmless } from "./event-triggers.js";
import type { Place } from "./family.js";
import { execute } from "./execute.js";
import { reachedBy, shownAt, type InnerStep } from "./inner-step.js";
import { namedBefore } from "./program-facts.js";
import { storedStep } from "./data.js";
import { programFacts } from "./program-run.js";
import { meansTheSame } from "./rewrite-rules.js";

/** How deep calls of calls are followed. */
const deepest = 8;
/** The routines that are being followed: a call of itself adds nothing. */
const following: Routine[] = [];

function dynamic(text: ReturnType<typeof msg>): Facts {
  return { ...noFacts, certainty: { dynamic: [text] } };
}

/** Facts of a statement for which event triggers fire: what they do is not followed, unless it does no harm. */
export function withEventTriggers(facts: Facts, place: Place): Facts {
  const fired = eventTriggersFor(place.before, place.statement, facts);
  const unseen = fired.filter(({ routine }) => !routine || !isHarmless(routineFacts(place, routine)));
  if (unseen.length === 0) return facts;
  const texts = unseen.map(({ trigger }) => msg`What the event trigger ${trigger.name} does here is not followed.`);
  const known = facts.certainty !== "exact" && "dynamic" in facts.certainty ? facts.certainty.dynamic : [];
  return { ...facts, certainty: { dynamic: [...known, ...texts] } };
}

/** Facts of a DO block: of the statements in its body. */
export function blockFacts(place: Place): Facts {
  const body = routineBody(place.statement, place.postgres);
  if (body?.language !== "plpgsql" || body.error) return dynamic(msg`What the block does is not followed.`);
  const answer = parseRoutines(place.statement.text);
  if (!("json" in answer)) return dynamic(msg`What the block does is not followed.`);
  const { statements: placed, dynamic: executes } = body;
  const facts = programFacts(place, { json: answer.json, placed, dynamic: executes, given: new Map() });
  return reached(facts, "do");
}

/** Facts of a body, its statements as seen from what runs it. */
function reached(facts: Facts, way: string): Facts {
  const { within } = facts;
  return within ? { ...facts, within: { ...within, steps: within.steps.map((step) => reachedBy(way, step)) } } : facts;
}

/** Facts of one call of a routine: of its body. Arguments that are constants are known in its EXECUTEs. */
export function routineFacts(place: Place, routine: Routine, given: readonly Node[] = []): Facts {
  const { language, body, atomic } = routine;
  if (following.some((each) => each.oid === routine.oid)) return noFacts;
  if (routine.kind === "aggregate" && routine.calls) return aggregateFacts(place, routine.calls);
  if (atomic && meansTheSame(place.before, atomic.statements, atomic.relations))
    return queriesFacts(place, atomic.statements);
  if (body === undefined || (language !== "sql" && language !== "plpgsql") || following.length >= deepest) {
    return dynamic(msg`What the function ${routine.name} does is not followed.`);
  }
  following.push(routine);
  try {
    return language === "sql" ? sqlFacts(place, body) : callFacts(place, routine, body, given);
  } finally {
    following.pop();
  }
}

/** An aggregate does for its rows what the functions do that it is made of; the system's own touch no relation. */
function aggregateFacts(place: Place, calls: readonly string[]): Facts {
  const draft = new FactsDraft(place.before);
  for (const call of calls)
    for (const routine of findRoutines(place.before, nameFrom(call.split("."))))
      draft.include(routineFacts(place, routine), true);
  return draft.facts();
}

function callFacts(place: Place, routine: Routine, body: string, given: readonly Node[]): Facts {
  const answer = parseRoutines(definitionOf(routine, body));
  if (!("json" in answer)) return dynamic(msg`What the function ${routine.name} does is not followed.`);
  return programFacts(place, { json: answer.json, placed: [], given: givenTo(routine, given, place.before) });
}

function sqlFacts(place: Place, body: string): Facts {
  const draft = new FactsDraft(place.before);
  const steps: InnerStep[] = [];
  const shown = place.statement.shownAt ?? place.statement.span;
  let catalog = place.before;
  for (const parsed of parseStatements(body, { postgres: place.postgres }).statements) {
    if (!parsed.node) continue;
    const statement = standingElsewhere(parsed, place.statement.span, shown);
    const executed = execute(statement, catalog, { ...place.transaction, open: true }, place.existence);
    const { within: _, ...whole } = executed.facts;
    if (whole.error) return { ...noFacts, error: whole.error };
    const facts = shownAt(executed.facts, shown);
    steps.push({ statement, before: catalog, after: executed.after, facts, path: "always", via: [] });
    draft.include(namedBefore(shownAt(whole, shown), place.before, catalog));
    catalog = executed.after;
  }
  const whole = draft.facts();
  return { ...whole, within: { own: { ...noFacts, certainty: whole.certainty }, steps, after: catalog } };
}

function queriesFacts(place: Place, queries: readonly Node[]): Facts {
  const draft = new FactsDraft(place.before);
  const steps: InnerStep[] = [];
  let catalog = place.before;
  for (const node of queries) {
    const step = storedStep({ ...place, before: catalog }, node);
    const { within, ...whole } = step.facts;
    if (whole.error) return { ...noFacts, error: whole.error };
    steps.push(step);
    draft.include(namedBefore(whole, place.before, catalog));
    catalog = within?.after ?? catalog;
  }
  const whole = draft.facts();
  return { ...whole, within: { own: { ...noFacts, certainty: whole.certainty }, steps, after: catalog } };
}
