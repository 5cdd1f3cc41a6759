import type { ExecuteStmt } from "@pgsql/types";
import { msg } from "../text/message.js";
import { queryFacts } from "./data.js";
import { noFacts, type Facts, type Lock } from "./facts.js";
import type { Place } from "./family.js";
import type { Stage } from "./query-locks.js";

/**
 * EXECUTE: what its query does. The indexes that only the planner looks at are locked as long as no plan is kept, so that
 * they may stay away (measured on 14 to 18).
 */
export function executeFacts(place: Place, node: ExecuteStmt, stage: Stage = "run"): Facts {
  const prepared = place.before.session.prepared?.get(node.name ?? "");
  if (!prepared)
    return { ...noFacts, certainty: { dynamic: [msg`What the prepared statement does is not followed.`] } };
  const facts = queryFacts(place, prepared, stage);
  return {
    ...facts,
    locks: facts.locks.map((lock): Lock => (lock.why === "index" ? { ...lock, onRows: "NONE" } : lock)),
  };
}
