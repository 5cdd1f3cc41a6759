import type { Node } from "@pgsql/types";
import { bindingsOf } from "../catalog/apply-call.js";
import type { Bindings } from "../catalog/constant-text.js";
import type { Routine } from "../catalog/catalog.js";
import { parseRoutines } from "../sql/parser.js";
import { parseStatements } from "../sql/parse.js";
import { routineBody } from "../sql/routine-body.js";
import type { Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import { noFacts, type Facts } from "./facts.js";
import type { Place } from "./family.js";
import { gatherQuery } from "./data.js";
import { ProgramRun } from "./program-run.js";
import { meansTheSame } from "./rewrite-rules.js";
import { fieldsOf, listOf } from "./program-shape.js";

/** How deep calls of calls are followed. */
const deepest = 8;
/** The routines that are being followed: a call of itself adds nothing. */
const following: Routine[] = [];

function dynamic(text: ReturnType<typeof msg>): Facts {
  return { ...noFacts, certainty: { dynamic: [text] } };
}

/** Facts of a DO block: of the statements in its body. */
export function blockFacts(place: Place): Facts {
  const body = routineBody(place.statement, place.postgres);
  if (body?.language !== "plpgsql" || body.error) return dynamic(msg`What the block does is not followed.`);
  return programFacts(place, place.statement.text, body.statements, new Map());
}

function programFacts(place: Place, text: string, placed: readonly Statement[], bindings: Bindings): Facts {
  const answer = parseRoutines(text);
  if (!("json" in answer)) return dynamic(msg`What the block does is not followed.`);
  const run = new ProgramRun(place, placed, bindings);
  for (const each of listOf(fieldsOf(answer.json).plpgsql_funcs)) {
    const { action } = fieldsOf(fieldsOf(each).PLpgSQL_function);
    run.run([action], "always");
  }
  return run.facts();
}

/** Facts of one call of a routine: of its body. Arguments that are constants are known in its EXECUTEs. */
export function routineFacts(place: Place, routine: Routine, given: readonly Node[] = []): Facts {
  const { language, body, atomic } = routine;
  if (following.some((each) => each.oid === routine.oid)) return noFacts;
  if (atomic && meansTheSame(place.before, atomic.statements, atomic.relations))
    return queriesFacts(place, atomic.statements);
  if (body === undefined || (language !== "sql" && language !== "plpgsql") || following.length >= deepest) {
    return dynamic(msg`What the function ${routine.name} does is not followed.`);
  }
  following.push(routine);
  try {
    return language === "sql"
      ? sqlFacts(place, body)
      : programFacts(place, definitionOf(routine, body), [], bindingsOf(routine, given));
  } finally {
    following.pop();
  }
}

function sqlFacts(place: Place, body: string): Facts {
  const { statements } = parseStatements(body, { postgres: place.postgres });
  return queriesFacts(
    place,
    statements.flatMap((each) => each.node ?? []),
  );
}

function queriesFacts(place: Place, queries: readonly Node[]): Facts {
  const draft = new FactsDraft(place.before);
  const { span } = place.statement;
  const inside = { ...place, statement: { ...place.statement, at: () => span.start } };
  for (const each of queries) gatherQuery(draft, inside, each, "run");
  return draft.facts();
}

/** A CREATE FUNCTION that the PL/pgSQL parser takes, so that it knows the names of the arguments. */
export function definitionOf(routine: Routine, body: string): string {
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const args = routine.argumentNames.flatMap((name) => (name === "" ? [] : [`${quote(name)} text`]));
  const returns = routine.returns?.name.endsWith(".trigger")
    ? "trigger"
    : routine.returnsSet
      ? "SETOF record"
      : "record";
  const head =
    routine.kind === "procedure"
      ? `PROCEDURE f(${args.join(", ")})`
      : `FUNCTION f(${args.join(", ")}) RETURNS ${returns}`;
  return `CREATE ${head} LANGUAGE plpgsql AS $release_gate$${body}$release_gate$`;
}
