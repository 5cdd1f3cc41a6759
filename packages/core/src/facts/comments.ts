import type { Node } from "@pgsql/types";
import { findColumn } from "../catalog/lookup.js";
import { nameFrom, objectParts } from "../catalog/names.js";
import { findStatistics } from "../catalog/statistics.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { lockByName } from "./table-parts.js";
import { wordsSpan } from "./words.js";

const relations: ReadonlySet<string> = new Set(
  "OBJECT_TABLE OBJECT_VIEW OBJECT_MATVIEW OBJECT_INDEX OBJECT_SEQUENCE OBJECT_FOREIGN_TABLE".split(" "),
);
const parts: ReadonlySet<string> = new Set("OBJECT_TABCONSTRAINT OBJECT_TRIGGER OBJECT_POLICY OBJECT_RULE".split(" "));

/**
 * COMMENT ON: SHARE UPDATE EXCLUSIVE on a relation or the relation of a column, ACCESS SHARE for a constraint, trigger,
 * policy or rule of a table, nothing for other objects. SECURITY LABEL finds its object the same way.
 */
function comment(input: FactsInput<"CommentStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const type = node.objtype ?? "OBJECT_TABLE";
  const name = objectParts(node.object as Node | undefined);
  if (relations.has(type)) lockByName(draft, statement, nameFrom(name), "SHARE UPDATE EXCLUSIVE");
  else if (type === "OBJECT_COLUMN") {
    const relation = lockByName(draft, statement, nameFrom(name.slice(0, -1)), "SHARE UPDATE EXCLUSIVE");
    const column = name.at(-1) ?? "";
    if (relation && /index$|^sequence$/.test(relation.kind))
      draft.refuse(
        "42809",
        msg`cannot set comment on relation "${relation.name}"`,
        wordsSpan(statement, relation.name),
      );
    if (relation && before.complete && relation.existence === "certain" && !findColumn(relation, column)) {
      draft.refuse(
        "42703",
        msg`column "${column}" of relation "${relation.name}" does not exist`,
        wordsSpan(statement, column),
      );
    }
  } else if (type === "OBJECT_STATISTIC_EXT") refuseMissingStatistics(draft, input, name);
  else if (parts.has(type)) lockByName(draft, statement, nameFrom(name.slice(0, -1)), "ACCESS SHARE");
  return draft.facts();
}

function refuseMissingStatistics(
  draft: FactsDraft,
  { statement, before }: FactsInput<"CommentStmt">,
  name: readonly string[],
): void {
  if (!before.complete || findStatistics(before, nameFrom(name))) return;
  const dotted = name.join(".");
  draft.refuse("42704", msg`statistics object "${dotted}" does not exist`, wordsSpan(statement, name.at(-1) ?? ""));
}

export const commentFamilies: Families = { CommentStmt: comment };
