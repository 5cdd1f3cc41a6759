import type { ObjectAddress, Relation } from "../../catalog/catalog.js";
import { closureOf } from "../../catalog/dependents.js";
import { columnByNumber, relationName } from "../../catalog/lookup.js";
import { msg, type Message } from "../../text/message.js";
import type { Span } from "../../text/span.js";
import type { Lock } from "../facts.js";
import { partitionsOf } from "./foreign-key-check.js";
import type { TableChange } from "./table-change.js";

/** What is dropped, and whether what needs it may go with it. */
export interface Drop {
  readonly cascade: boolean;
  readonly span: Span;
  /** "column a of table t": for the error's text. */
  readonly what: Message;
}

/**
 * Drops columns or constraints with all that goes along, or tells that others depend on them (2BP01). Everything that
 * goes is locked in ACCESS EXCLUSIVE, and so is the table that it is on.
 */
export function dropAll(change: TableChange, targets: readonly ObjectAddress[], drop: Drop): void {
  const { gone, blocking } = closureOf(change.catalog, targets, drop.cascade);
  const generated = (each: ObjectAddress): boolean =>
    change.work.postgres === 14 && (each.class === "default" || each.column !== undefined);
  if (blocking.some((each) => !generated(each.dependent))) {
    return change.work.refuse("2BP01", msg`cannot drop ${drop.what} because other objects depend on it`, drop.span);
  }
  for (const address of gone) dropOne(change, address, drop);
}

function dropOne(change: TableChange, address: ObjectAddress, drop: Drop): void {
  const oid = address.class === "relation" || address.class === "default" ? address.oid : address.relation;
  const relation = oid === undefined ? undefined : change.catalog.relations.get(oid);
  if (!relation) return;
  if (address.class === "relation")
    return address.column ? loseColumn(change, relation, address.column, drop) : dropRelation(change, relation, drop);
  if (address.class === "statistics") return;
  change.work.lock(relation, "ACCESS EXCLUSIVE", "referencing");
  const constraint =
    address.class === "constraint" ? relation.constraints.find((each) => each.oid === address.oid) : undefined;
  if (!constraint) return;
  change.gone(relation, constraint.name);
  const to = constraint.references === undefined ? undefined : change.catalog.relations.get(constraint.references);
  // In 14 only the tables that hold rows of a partition tree have triggers of the foreign key.
  for (const part of to ? [to, ...partitionsOf(change.work, to)] : []) {
    if (part.kind !== "partitioned-table" || change.work.postgres >= 15)
      change.work.lock(part, "ACCESS EXCLUSIVE", "referenced");
  }
}

function loseColumn(change: TableChange, relation: Relation, number: number, drop: Drop): void {
  const column = columnByNumber(relation, number);
  const kind = relation.kind;
  change.work.lock(
    relation,
    "ACCESS EXCLUSIVE",
    kind === "view" || kind === "materialized-view" ? "view" : "referencing",
  );
  if (!column) return;
  const name = `${relationName(relation)}.${column.name}`;
  change.work.lose({ what: "column", name, relation: relationName(relation), span: drop.span });
  change.work.breaks({ who: "both", of: name, why: "dropped", span: drop.span });
}

function dropRelation(change: TableChange, relation: Relation, drop: Drop): void {
  const name = relationName(relation);
  if (relation.index) {
    const table = change.catalog.relations.get(relation.index.table);
    if (table) change.work.lock(table, "ACCESS EXCLUSIVE", "referencing");
    return change.dropIndex(relation);
  }
  const view = relation.kind === "view" || relation.kind === "materialized-view";
  const why: Lock["why"] = view ? "view" : relation.sequence ? "sequence" : "child";
  change.work.lock(relation, "ACCESS EXCLUSIVE", why);
  change.work.lose({
    what: view ? "view" : relation.sequence ? "sequence" : "table",
    name,
    relation: name,
    span: drop.span,
  });
  if (view)
    change.work.breaks({
      who: relation.kind === "view" ? "both" : "readers",
      of: name,
      why: "dropped",
      span: drop.span,
    });
}
