import { rangeName } from "../catalog/names.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { nameSpan } from "./words.js";

/** SET CONSTRAINTS locks nothing; a constraint that is nowhere in the search path is an error (measured on 14 to 18). */
function setConstraints({ node, statement, before }: FactsInput<"ConstraintsSetStmt">): Facts {
  const draft = new FactsDraft(before);
  if (!before.complete) return draft.facts();
  for (const each of node.constraints ?? []) {
    if (!("RangeVar" in each)) continue;
    const { schema, name } = rangeName(each.RangeVar);
    const schemas = schema === undefined ? ["pg_temp", ...before.session.searchPath] : [schema];
    if (schemas.some((one) => before.constraintNames.has(`${one}.${name}`))) continue;
    const span = nameSpan(statement, each.RangeVar.location);
    if (schema !== undefined && !before.schemas.has(schema) && !/^pg_/.test(schema))
      draft.refuse("3F000", msg`schema "${schema}" does not exist`, span);
    draft.refuse("42704", msg`constraint "${name}" does not exist`, span);
  }
  return draft.facts();
}

export const setConstraintsFamilies: Families = { ConstraintsSetStmt: setConstraints };
