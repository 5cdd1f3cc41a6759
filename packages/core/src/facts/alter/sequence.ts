import type { AlterSeqStmt } from "@pgsql/types";
import { findRelation } from "../../catalog/lookup.js";
import { nameFrom, rangeName, strings } from "../../catalog/names.js";
import { msg } from "../../text/message.js";
import type { Facts } from "../facts.js";
import type { Family } from "../family.js";
import { pointAt, pointAtName, whole } from "./words.js";
import { isUnknown, targetOf, Work } from "./work.js";

/** ALTER SEQUENCE but OWNER, RENAME and SET SCHEMA. Readers of nextval wait. */
export const alterSequence: Family<"AlterSeqStmt"> = ({ statement, node, before }): Facts => {
  const work = new Work(statement, before);
  const name = rangeName(node.sequence);
  const place = whole(statement);
  if (node.missing_ok && !findRelation(before, name)) {
    if (!before.complete) work.assume(msg`It is not known whether ${name.name} exists: it is assumed not to exist.`);
    return work.facts();
  }
  const sequence = targetOf(work, name, pointAtName(place, name.name), "sequence");
  if (!sequence) return work.facts();
  if (sequence.kind !== "sequence") {
    work.refuse("42809", msg`"${name.name}" is not a sequence`, pointAtName(place, name.name));
    return work.facts();
  }
  work.lock(sequence, "SHARE ROW EXCLUSIVE");
  const owner = ownerOf(node);
  if (owner === undefined) return work.facts();
  if (!isUnknown(sequence) && sequence.sequence?.ownedBy?.identity)
    work.refuse("0A000", msg`cannot change ownership of identity sequence`, pointAt(place, "OWNED BY"));
  if (owner.length < 2) return work.facts();
  const table = targetOf(work, nameFrom(owner.slice(0, -1)), pointAt(place, "OWNED BY"), "table");
  if (!table) return work.facts();
  work.lock(table, "ACCESS SHARE", "owner");
  const column = owner.at(-1) ?? "";
  if (!isUnknown(table) && table.existence === "certain" && !table.columns.some((each) => each.name === column))
    work.refuse(
      "42703",
      msg`column "${column}" of relation "${table.name}" does not exist`,
      pointAtName(place, column),
    );
  return work.facts();
};

/** The name after OWNED BY: table and column, or NONE alone. */
function ownerOf(node: AlterSeqStmt): string[] | undefined {
  for (const option of node.options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== "owned_by") continue;
    const arg = option.DefElem.arg;
    return arg && "List" in arg ? strings(arg.List.items) : [];
  }
  return undefined;
}
