import type { CopyStmt, Node } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { msg } from "../text/message.js";
import { gatherQuery } from "./data.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { FactsInput } from "./family.js";
import { noteTriggers } from "./routine-calls.js";
import { lockDefaults, lockInsertChecks, lockPartitions } from "./row-checks.js";
import { lockNamed, lockPartitionBound } from "./targets.js";
import { nameSpan } from "./words.js";

/**
 * COPY: ACCESS SHARE to read a table, ROW EXCLUSIVE to fill it, with what its rows bring: partitions, foreign keys, sequences of
 * defaults, triggers. Rules do not see it. A query as it is planned.
 */
export function copy(input: FactsInput<"CopyStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  if (node.is_program) draft.depends(msg`What the program does that COPY runs on the server is not known.`);
  if (node.query) {
    gatherQuery(draft, input, node.query, "run");
    return draft.facts();
  }
  const span = nameSpan(statement, node.relation?.location);
  const table = lockNamed(draft, node.relation, node.is_from ? "ROW EXCLUSIVE" : "ACCESS SHARE", span);
  if (!table) return draft.facts();
  if (!isCopied(table, node, before.postgres)) {
    const [verb, noun] = [node.is_from === true ? "to" : "from", table.kind.replaceAll("-", " ")];
    draft.refuse("42809", msg`cannot copy ${verb} ${noun} "${table.name}"`, span);
  } else if (node.is_from) fill(draft, input, table);
  return draft.facts();
}

/** What COPY takes: tables; to write partitioned and foreign tables, and views that triggers write; to read materialized views since 18. */
function isCopied(table: Relation, { is_from: from }: CopyStmt, postgres: number): boolean {
  switch (table.kind) {
    case "table":
      return true;
    case "partitioned-table":
    case "foreign-table":
      return from === true;
    case "view":
      return from === true && table.triggers.some((each) => each.timing === "instead");
    case "materialized-view":
      return from !== true && postgres >= 18;
    default:
      return false;
  }
}

/** How many rows come, and which, only running tells. */
function fill(draft: FactsDraft, input: FactsInput<"CopyStmt">, table: Relation): void {
  const named = (input.node.attlist ?? []).map((each: Node) => ("String" in each ? (each.String.sval ?? "") : ""));
  const omitted = named.length > 0 ? table.columns.filter((column) => !named.includes(column.name)) : [];
  lockDefaults(draft, input, table, omitted, true);
  lockPartitions(draft, table, "ROW EXCLUSIVE");
  lockPartitionBound(draft, table);
  lockInsertChecks(draft, table, () => "unknown", true);
  noteTriggers(draft, input, table, "insert");
}
