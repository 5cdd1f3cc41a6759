import { tryApply } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { findOther } from "../catalog/others.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { wordsSpan } from "./words.js";

/**
 * IMPORT FOREIGN SCHEMA makes foreign tables and locks none that is there (measured on 14 to 18). It needs a wrapper with a
 * handler (55000).
 */
function importSchema({ node, statement, before }: FactsInput<"ImportForeignSchemaStmt">): Facts {
  const draft = new FactsDraft(before);
  const name = node.server_name ?? "";
  const { refused } = tryApply(before, statement);
  if (refused) draft.refuse(refused.sqlstate, msg`${refused.message}`, wordsSpan(statement, name));
  else if (lacksHandler(before, name))
    draft.refuse("55000", msg`the foreign-data wrapper of ${name} has no handler`, wordsSpan(statement, name));
  else draft.assume(msg`It is known only when it runs which foreign tables are imported.`);
  return draft.facts();
}

/** Whether the wrapper of a server was made by hand, without a handler of the history or of the server. */
function lacksHandler(catalog: Catalog, server: string): boolean {
  const found = findOther(catalog, { type: "OBJECT_FOREIGN_SERVER", name: server });
  const needs = found && catalog.dependencies.get(`other:${found.oid}`);
  return needs?.some(({ on }) => catalog.others.values().some((each) => each.oid === on.oid && each.bare)) === true;
}

export const importSchemaFamilies: Families = { ImportForeignSchemaStmt: importSchema };
